// Units: the list of bodies, and one body's duties by plan and role, with whom it shares them, above and below.
import { html, useEffect, useState } from "../vendor/htm-preact.module.js";
import { inPlace, useAddress } from "./address.js";
import { toClause, toDocument, toGraph, toUnit } from "./addresses.js";
import { PlaceSide } from "./filters.js";
import { Pager } from "./pager.js";
import { address, get, part } from "./service.js";
import { Empty, Loaded, show, useLoaded } from "./states.js";
import { figure, t } from "./words.js";

const PAGE = 50;
const PAUSE = 200; // milliseconds of rest before a filter is applied
const ROLES = ["lead", "responsible", "participant"];

function Units() {
  const [parameters, go] = useAddress();
  return parameters.unit ? html`<${OneUnit} key=${parameters.unit} parameters=${parameters} go=${go} />` : html`<${AllUnits} parameters=${parameters} go=${go} />`;
}

// -- all ------------------------------------------------------------------------------------------------------------

function AllUnits({ parameters, go }) {
  const { q = "", in: jurisdiction, from } = parameters;
  const facets = useLoaded((signal) => get("/api/facets", {}, { signal }), []);
  const page = useLoaded((signal) => get("/api/units", { q, jurisdiction, limit: PAGE, offset: from }, { signal }), [q, jurisdiction, from]);
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text === q) return undefined;
    const timer = setTimeout(() => go({ q: text, from: null }, { replace: true }), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return html`<header class="page-head"><h1>${t("title.units")}</h1><p>${t("lead.units")}</p></header>
    <div class="with-side">
      <${PlaceSide} facets=${facets} chosen=${jurisdiction} go=${(c) => go({ ...c, from: null })} />
      <section class="card" aria-label=${t("title.units")} aria-busy=${String(page.busy)}>
        <div class="tools"><input class="input" type="search" value=${text} maxlength="200" aria-label=${t("units.filter")} placeholder=${t("units.filter")} onInput=${(e) => setText(e.target.value)} />
          <div class="end"><a class="button small" href=${address("/api/units", { q, jurisdiction, format: "xlsx" })} download>${t("export.units")}</a><a class="button small" href=${address("/api/duties", { jurisdiction, format: "xlsx" })} download>${t("export.duties")}</a></div></div>
        <${Loaded} state=${page} lines=${8}>${(value) => (value.items.length ? html`<${Table} page=${value} /><${Pager} page=${value} go=${go} />` : html`<div class="card-body"><${Empty} title=${t("units.none")} text=${t("documents.none.text")} /></div>`)}</${Loaded}>
      </section>
    </div>`;
}

const Table = ({ page }) => html`<div class="table-frame"><table class="stacks">
  <thead><tr><th>${t("filter.unit")}</th><th>${t("filter.place")}</th>${ROLES.map((role) => html`<th class="num" key=${role}>${t(`role.${role}`)}</th>`)}<th class="num">${t("nav.documents")}</th></tr></thead>
  <tbody>${page.items.map((u) => html`<tr key=${u.id}>
    <td><a class="name" href=${toUnit(u.id)}>${u.name}</a>${u.collective && html` <span class="tag">${t("unit.collective")}</span>`}</td>
    <td data-label=${t("filter.place")}>${u.jurisdiction?.name || ""}</td>
    ${ROLES.map((role) => html`<td class="num" key=${role} data-label=${t(`role.${role}`)}>${u[role] ? figure(u[role]) : html`<span class="quiet">0</span>`}</td>`)}
    <td class="num" data-label=${t("nav.documents")}>${figure(u.documents)}</td>
  </tr>`)}</tbody></table></div>`;

// -- one ------------------------------------------------------------------------------------------------------------

function OneUnit({ parameters, go }) {
  const unit = useLoaded((signal) => get(`/api/units/${part(parameters.unit)}`, {}, { signal }), [parameters.unit]);
  return html`<${Loaded} state=${unit} lines=${10}>${(value) => html`<${Unit} unit=${value} role=${parameters.role} go=${go} />`}</${Loaded}>`;
}

function Unit({ unit, role, go }) {
  useEffect(() => {
    document.title = `${unit.name} · ${t("title.units")} · ${t("brand")}`;
  }, [unit]);
  const printed = unit.aliases.filter((a) => a !== unit.name);
  return html`
    <header class="unit-head">
      <p class="crumbs"><a ...${inPlace(go, { unit: null, role: null })}>${t("nav.units")}</a><span aria-hidden="true">/</span><span>${unit.jurisdiction?.full_name || t("place.unnamed")}</span></p>
      <h1>${unit.name}${unit.collective && html` <span class="tag">${t("unit.collective")}</span>`}</h1>
      ${printed.length > 0 && html`<p class="soft small">${t("unit.aliases", { names: printed.join(t("comma")) })}</p>`}
      <div class="roles segmented" role="group" aria-label=${t("unit.roles")}>
        <button type="button" aria-pressed=${String(!role)} onClick=${() => go({ role: null })}>${t("documents.all")} <b class="number">${unit.lead + unit.responsible + unit.participant}</b></button>
        ${ROLES.filter((r) => unit[r]).map((r) => html`<button type="button" key=${r} aria-pressed=${String(role === r)} onClick=${() => go({ role: r })}>${t(`role.${r}`)} <b class="number">${unit[r]}</b></button>`)}
      </div>
    </header>
    <div class="unit">
      <div class="stack">${unit.duties.map((own) => html`<${Plan} key=${own.document.id} own=${own} role=${role} />`)}
        ${unit.duties.length === 0 && html`<${Empty} title=${t("unit.no-duties")} text=${t("unit.no-duties.text")} />`}</div>
      <aside class="stack" aria-label=${t("unit.kin")}>
        <${Kin} title=${t("unit.above")} units=${unit.above} none=${t("unit.above.none")} />
        <${Kin} title=${t("unit.below")} units=${unit.below} none=${t("unit.below.none")} />
        <${Together} units=${unit.together} />
        <p class="chips"><a class="button small" href=${toGraph("Unit", unit.id)}>${t("unit.graph")}</a><a class="button small" href=${address("/api/duties", { unit: unit.id, format: "xlsx" })} download>${t("export.duties")}</a></p>
      </aside>
    </div>`;
}

/** Its duties in one plan: each clause once, in the strongest role that the plan gives it there. */
function Plan({ own, role }) {
  const duties = byClause(own.duties).filter((d) => !role || d.roles.includes(role));
  if (!duties.length) return null;
  return html`<section class="card plan" aria-label=${own.document.title}>
    <div class="card-head"><h2><a href=${toDocument(own.document.id)}>${own.document.title}</a></h2><p class="small quiet number">${own.document.doc_number || ""} ${own.document.issued_on || ""}</p></div>
    <ul>${duties.map((d) => html`<li key=${d.clause_id}>
      <div class="marks">${d.roles.map((r) => html`<span key=${r} class="tag ${r === "lead" ? "accent" : ""}">${t(`role.${r}`)}</span>`)}</div>
      <div><h3><a href=${toClause(d.clause_id)}><span class="path">${d.path}</span> ${d.heading}</a></h3>
        ${d.actions.length > 0 ? html`<p class="soft small">${d.actions.join("；")}</p>` : html`<p class="snippet">${d.snippet}${/[。；！？]$/.test(d.snippet) ? "" : "……"}</p>`}
        <p class="small quiet">${d.inherited && html`<span title=${t("notes.inherited.long")}>${t("notes.inherited")}</span> `}${d.stated === "text" && t("unit.in-text")}</p></div>
    </li>`)}</ul>
  </section>`;
}

function byClause(duties) {
  const found = new Map();
  for (const duty of duties) {
    const one = found.get(duty.clause_id) || { ...duty, roles: [], actions: [] };
    if (!one.roles.includes(duty.role)) one.roles.push(duty.role);
    if (duty.action && !one.actions.includes(duty.action)) one.actions.push(duty.action);
    one.inherited = one.inherited && duty.inherited;
    if (duty.stated === "line") one.stated = "line";
    found.set(duty.clause_id, one);
  }
  for (const one of found.values()) one.roles.sort((a, b) => ROLES.indexOf(a) - ROLES.indexOf(b));
  return [...found.values()];
}

const Kin = ({ title, units, none }) => html`<section><h2>${title}</h2>${units.length
  ? html`<ul>${units.map((u) => html`<li key=${u.id}><a href=${toUnit(u.id)}>${u.name}</a></li>`)}</ul>`
  : html`<p class="quiet small">${none}</p>`}</section>`;

const SHOWN = 10;

function Together({ units }) {
  const [all, setAll] = useState(false);
  if (!units.length) return null;
  const most = Math.max(...units.map((u) => u.clauses));
  return html`<section><h2>${t("unit.together")}</h2><ul class="together">${(all ? units : units.slice(0, SHOWN)).map((u) => html`<li key=${u.id}>
      <a href=${toUnit(u.id)} class=${u.collective ? "soft" : ""}>${u.name}</a><meter min="0" max=${most} value=${u.clauses} aria-label=${t("unit.together.n", { n: u.clauses })}></meter><span class="number quiet">${u.clauses}</span></li>`)}</ul>
    ${units.length > SHOWN && html`<button type="button" class="button plain small" aria-expanded=${String(all)} onClick=${() => setAll(!all)}>${all ? t("answer.fewer") : t("unit.together.all", { n: units.length })}</button>`}</section>`;
}

show(Units);
