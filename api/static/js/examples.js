// What a first visitor sees under the box: questions that this corpus answers, and what it holds.
import { html } from "../vendor/htm-preact.module.js";
import { inPlace } from "./address.js";
import { toDocument } from "./addresses.js";
import { get } from "./service.js";
import { Bones, Fault, useLoaded } from "./states.js";
import { figure, t } from "./words.js";

const KINDS = ["units", "targets", "source", "duties"];

export function Examples({ facets, go }) {
  const stats = useLoaded((signal) => get("/api/stats", {}, { signal }), []);
  const documents = useLoaded((signal) => get("/api/documents", { limit: 6 }, { signal }), []);
  if (stats.fault) return html`<${Fault} fault=${stats.fault} again=${stats.again} />`;
  return html`
    ${facets.value?.examples.length > 0 && html`<section class="examples" aria-label=${t("examples.label")}>
      ${KINDS.map((kind) => {
        const own = facets.value.examples.filter((e) => e.kind === kind);
        return own.length > 0 && html`<div key=${kind}><h2>${t(`examples.${kind}`)}</h2><ul>
          ${own.map((e) => html`<li key=${e.place + e.subject}><a ...${inPlace(go, { q: t(`examples.${kind}.question`, e) })}>${t(`examples.${kind}.question`, e)}</a></li>`)}</ul></div>`;
      })}
    </section>`}
    <section class="holds" aria-label=${t("holds.label")}>
      ${stats.value
        ? html`<dl>${["documents", "clauses", "duties", "targets", "units", "derivations"].map((name) => html`<div key=${name}><dd class="number">${figure(stats.value[name])}</dd><dt>${t(`holds.${name}`)}</dt></div>`)}</dl>`
        : html`<${Bones} lines=${2} />`}
    </section>
    ${documents.value?.items.length > 0 && html`<section class="recent"><div class="row"><h2>${t("recent.title")}</h2><a href="/documents">${t("recent.all")}</a></div>
      <ul>${documents.value.items.map((d) => html`<li key=${d.id}><a href=${toDocument(d.id)}>
        <span class="place">${d.jurisdiction?.name || ""}</span><span class="title">${d.title}</span><span class="quiet number">${d.doc_number || ""}</span><time class="quiet number">${d.issued_on || ""}</time></a></li>`)}</ul>
    </section>`}`;
}
