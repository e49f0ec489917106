// What stands in the margin beside a clause: responsibility, targets, where it comes from and what follows from it.
import { html } from "../vendor/htm-preact.module.js";
import { toClause, toGraph, toLineage, toTargets, toUnit } from "./addresses.js";
import { CopyButton } from "./copying.js";
import { terms, valueText } from "./facts.js";
import { t } from "./words.js";

const ROLES = ["lead", "responsible", "participant"];

export const noteCount = (clause) => clause.units.length + clause.targets.length + clause.sources.length + clause.implementers.length;

export function Notes({ clause, open, copy }) {
  if (!noteCount(clause)) return null;
  const counts = [
    clause.units.length && t("notes.units", { n: clause.units.length }),
    clause.targets.length && t("notes.targets", { n: clause.targets.length }),
    clause.sources.length && t("notes.sources", { n: clause.sources.length }),
    clause.implementers.length && t("notes.implementers", { n: clause.implementers.length }),
  ].filter(Boolean);
  return html`<details class="notes" open=${open}>
    <summary>${counts.join(" · ")}</summary>
    <dl>
      ${ROLES.map((role) => html`<${Bodies} key=${role} role=${role} units=${clause.units.filter((u) => u.role === role)} />`)}
      ${clause.targets.length > 0 && html`<div><dt>${t("notes.target")}</dt><dd><ul class="goals">${clause.targets.map((x) => html`<li key=${x.id} ...${pointing(x.id)}>
        <a href=${toTargets(x.indicator)}>${x.indicator}</a> <b class="number">${valueText(x)}</b>${terms(x) && html`<span class="quiet">${terms(x)}</span>`}</li>`)}</ul></dd></div>`}
      <${Links} term=${t("notes.source")} links=${clause.sources} />
      <${Links} term=${t("notes.implementer")} links=${clause.implementers} />
      <div class="acts"><dt class="unseen">${t("notes.acts")}</dt><dd><a href=${toLineage(clause.id)}>${t("act.lineage")}</a><a href=${toGraph("Clause", clause.id)}>${t("act.graph")}</a><${CopyButton} text=${copy} kind="linklike" label=${t("reader.copy")} /></dd></div>
    </dl>
  </details>`;
}

/** One entry a body, however often the clause names it. */
function Bodies({ role, units }) {
  const named = [...new Map(units.map((u) => [u.unit, u])).values()].sort((a, b) => a.collective - b.collective);
  if (!named.length) return null;
  return html`<div><dt>${t(`role.${role}`)}</dt><dd><ul class="bodies">${named.map((u) => html`<li key=${u.unit} ...${pointing(u.unit)}>
    <a class=${u.collective ? "collective" : role} href=${toUnit(u.unit)} title=${u.mention === u.name ? undefined : t("unit.printed", { text: u.mention })}>${u.name}</a>${u.inherited && html`<span class="quiet" title=${t("notes.inherited.long")}>${t("notes.inherited")}</span>`}</li>`)}</ul></dd></div>`;
}

function Links({ term, links }) {
  if (!links.length) return null;
  return html`<div><dt>${term}</dt><dd><ul class="links">${links.map((link) => html`<li key=${link.clause_id}>
    <a href=${toClause(link.clause_id)} title=${link.title}><span class="place">${link.jurisdiction}</span> <span class="path">${link.path}</span> ${link.heading}</a> <span class="quiet">${t(`strength.${link.strength}`)}</span></li>`)}</ul></dd></div>`;
}

/** Pointing at a note shows where its words stand in the text. */
const pointing = (key) => {
  const mark = (event, on) => {
    for (const one of event.currentTarget.closest(".block").querySelectorAll("[data-keys]")) if (one.dataset.keys.split("\n").includes(key)) one.classList.toggle("pointed", on);
  };
  return { onMouseEnter: (e) => mark(e, true), onMouseLeave: (e) => mark(e, false), onFocusIn: (e) => mark(e, true), onFocusOut: (e) => mark(e, false) };
};
