// The documents held: a table to be narrowed by place, level and words of the title.
import { html, useEffect, useState } from "../vendor/htm-preact.module.js";
import { useAddress } from "./address.js";
import { toDocument } from "./addresses.js";
import { PlaceSide } from "./filters.js";
import { Pager } from "./pager.js";
import { address, get } from "./service.js";
import { Empty, Loaded, show, useLoaded } from "./states.js";
import { figure, t } from "./words.js";

const PAGE = 50;
const PAUSE = 200; // milliseconds of rest before a filter is applied

function Documents() {
  const [parameters, go] = useAddress();
  const { q = "", in: jurisdiction, level, from } = parameters;
  const facets = useLoaded((signal) => get("/api/facets", {}, { signal }), []);
  const page = useLoaded((signal) => get("/api/documents", { q, jurisdiction, level, limit: PAGE, offset: from }, { signal }), [q, jurisdiction, level, from]);
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text === q) return undefined;
    const timer = setTimeout(() => go({ q: text, from: null }, { replace: true }), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return html`<div class="with-side">
    <${PlaceSide} facets=${facets} chosen=${jurisdiction} go=${(c) => go({ ...c, from: null })} />
    <section class="card" aria-label=${t("title.documents")} aria-busy=${String(page.busy)}>
      <div class="tools">
        <input class="input" type="search" value=${text} maxlength="200" aria-label=${t("documents.filter")} placeholder=${t("documents.filter")} onInput=${(e) => setText(e.target.value)} />
        <div class="segmented" role="group" aria-label=${t("filter.level")}>
          <button type="button" aria-pressed=${String(!level)} onClick=${() => go({ level: null, from: null })}>${t("documents.all")}</button>
          ${(facets.value?.levels || []).map((l) => html`<button type="button" key=${l.level} aria-pressed=${String(level === l.level)} onClick=${() => go({ level: l.level, from: null })}>${t(`level.${l.level}`)}</button>`)}
        </div>
        <div class="end"><a class="button small" href=${address("/api/documents", { q, jurisdiction, level, format: "xlsx" })} download>${t("export.documents")}</a><a class="button small" href="/add">${t("nav.add")}</a></div>
      </div>
      <${Loaded} state=${page} lines=${8}>${(value) => (value.items.length ? html`<${Table} page=${value} /><${Pager} page=${value} go=${go} />` : html`<div class="card-body"><${Empty} title=${t("documents.none")} text=${t("documents.none.text")} /></div>`)}</${Loaded}>
    </section>
  </div>`;
}

const Table = ({ page }) => html`<div class="table-frame"><table class="stacks documents">
  <thead><tr><th>${t("documents.title")}</th><th>${t("filter.place")}</th><th>${t("document.number")}</th><th>${t("document.issued")}</th><th class="num">${t("documents.clauses")}</th><th class="num">${t("documents.duties")}</th><th class="num">${t("documents.targets")}</th></tr></thead>
  <tbody>${page.items.map((d) => html`<tr key=${d.id}>
    <td class="title"><a href=${toDocument(d.id)}>${d.title}</a></td>
    <td class="nowrap" data-label=${t("filter.place")}>${d.jurisdiction?.name || ""}</td>
    <td class="nowrap" data-label=${t("document.number")}>${d.doc_number || html`<span class="quiet">${t("none")}</span>`}</td>
    <td class="nowrap" data-label=${t("document.issued")}>${d.issued_on || html`<span class="quiet">${t("none")}</span>`}</td>
    <td class="num" data-label=${t("documents.clauses")}>${figure(d.clauses)}</td>
    <td class="num" data-label=${t("documents.duties")}>${figure(d.duties)}</td>
    <td class="num" data-label=${t("documents.targets")}>${figure(d.targets)}</td>
  </tr>`)}</tbody></table></div>`;

show(Documents);
