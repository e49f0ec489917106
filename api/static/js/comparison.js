// Two clauses side by side: above what the source says, below what became of it; kept, changed, added and dropped words.
import { html } from "../vendor/htm-preact.module.js";
import { toClause } from "./addresses.js";
import { Difference, terms, valueText } from "./facts.js";
import { figure, t } from "./words.js";

/** `merged` shows one text with all changes instead of two; `setMerged` is asked for the other way. */
export function Comparison({ step, child, parent, others = 0, merged, setMerged }) {
  const length = (kind, side) => step.pieces.filter((p) => p.kind === kind).reduce((n, p) => n + p[side].length, 0);
  const share = (side) => figure(Math.round((100 * length("kept", side)) / Math.max(1, step.pieces.reduce((n, p) => n + p[side].length, 0))));
  const inParent = [...step.pieces].sort((a, b) => a.parent[0] - b.parent[0] || a.parent[1] - b.parent[1]);
  return html`<section class="card comparison" aria-labelledby="comparison-title">
    <div class="card-head">
      <h2 id="comparison-title">${t("comparison.title")}</h2>
      <p class="small soft">${t(`strength.${step.strength}.long`)}${step.pieces.length > 0 && html` · <b class="number">${t("comparison.kept", { was: share("was"), now: share("now") })}</b>`}</p>
      <div class="segmented no-print" role="group" aria-label=${t("comparison.view")}>
        <button type="button" aria-pressed=${String(!merged)} onClick=${() => setMerged(false)}>${t("comparison.beside")}</button>
        <button type="button" aria-pressed=${String(merged)} onClick=${() => setMerged(true)}>${t("comparison.merged")}</button>
      </div>
    </div>
    <p class="legend"><span class="quiet">${t("comparison.legend")}</span><span>${t("diff.kept")}</span><span><span class="changed">${t("diff.changed")}</span></span><span><ins class="added">${t("diff.added")}</ins></span><span><del class="dropped">${t("diff.dropped")}</del></span>${others > 0 && html`<span class="quiet others">${t("comparison.others", { n: others })}</span>`}</p>
    <div class=${merged ? "merged" : "beside"}>
      ${merged
        ? html`<${Side} clause=${child} label=${t("comparison.child")}><${Difference} pieces=${step.pieces} side="both" /></${Side}>`
        : html`<${Side} clause=${parent} label=${t("comparison.parent")}><${Difference} pieces=${inParent} side="parent" /></${Side}>
            <${Side} clause=${child} label=${t("comparison.child")}><${Difference} pieces=${step.pieces} side="child" /></${Side}>`}
    </div>
    ${step.goals.length > 0 && html`<${GoalPairs} pairs=${step.goals} />`}
  </section>`;
}

const Side = ({ clause, label, children }) => html`<article>
  <header><p class="quiet small">${label}</p><h3><a href=${toClause(clause.id)}>${clause.jurisdiction?.name} <span class="path">${clause.path}</span> ${clause.heading}</a></h3><p class="small soft">${clause.title}</p></header>
  <p class="words serif" lang="zh-CN">${children}</p>
  ${clause.responsibility && html`<p class="said small soft">${clause.responsibility}</p>`}
</article>`;

const TONE = { equal: "", higher: "added", lower: "dropped", changed: "changed" };

/** Targets of the upper clause against those of the lower one. */
export const GoalPairs = ({ pairs }) => html`<div class="table-frame"><table class="stacks">
  <thead><tr><th>${t("pair.indicator")}</th><th>${t("pair.parent")}</th><th>${t("pair.child")}</th><th>${t("pair.comparison")}</th></tr></thead>
  <tbody>${pairs.map((pair) => html`<tr key=${pair.child.id + pair.parent.id}>
    <td><b>${pair.child.indicator}</b>${pair.child.indicator !== pair.parent.indicator && html`<br /><span class="quiet small">${t("pair.parent.says", { name: pair.parent.indicator })}</span>`}</td>
    <td data-label=${t("pair.parent")}><span><b class="number">${valueText(pair.parent)}</b> <span class="quiet">${terms(pair.parent)}</span></span></td>
    <td data-label=${t("pair.child")}><span><b class="number">${valueText(pair.child)}</b> <span class="quiet">${terms(pair.child)}</span></span></td>
    <td data-label=${t("pair.comparison")}><span class="tag ${TONE[pair.comparison]}">${t(`pair.${pair.comparison}`)}</span></td>
  </tr>`)}</tbody></table></div>`;

