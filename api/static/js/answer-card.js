// The answer that stands first: bodies by place, targets as numbers, clauses by name, or 文件未写明.
import { html, useState } from "../vendor/htm-preact.module.js";
import { documentOf, pathOf, toClause, toTargets } from "./addresses.js";
import { ClauseLine, TargetFigure, Units } from "./facts.js";
import { t } from "./words.js";

const SHOWN_GROUPS = 3;
const SHOWN_CLAUSES = 6;

export function AnswerCard({ answer }) {
  const byId = new Map(answer.evidence.map((e) => [e.clause_id, e]));
  const body = !answer.answered
    ? null
    : answer.units.length
      ? html`<${UnitsByPlace} units=${answer.units} byId=${byId} />`
      : answer.targets.length
        ? html`<${TargetsByIndicator} targets=${answer.targets} />`
        : answer.clauses.length
          ? html`<${Clauses} ids=${answer.clauses} byId=${byId} />`
          : null;
  const spoken = answer.answered && answer.targets.length > 1 ? null : answer.text;
  return html`<section class="answer ${answer.answered ? "" : "unsaid"}" aria-labelledby="answer-title" aria-live="polite">
    <header>
      <h2 id="answer-title">${answer.answered ? t(`intent.${answer.intent}`) : t("answer.unsaid")}</h2>
      <p class="took number">${t("answer.took", { ms: answer.took_ms.toFixed(answer.took_ms < 10 ? 1 : 0) })}</p>
    </header>
    ${spoken && html`<p class="said ${body ? "" : "alone"}">${spoken}</p>`}
    ${body}
    ${!answer.answered && answer.evidence.length > 0 && html`<p class="nearest">${t("answer.nearest")}</p>`}
  </section>`;
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) || []), item]);
  return [...groups];
}

/** 海东市 | 牵头 … 责任 … 集体; where it is said. */
function UnitsByPlace({ units, byId }) {
  return html`<dl class="by-place">
    ${grouped(units, (u) => u.jurisdiction).map(([place, own]) => {
      const clauses = [...new Set(own.flatMap((u) => u.clauses))];
      return html`<div key=${place}>
        <dt>${place || t("place.unnamed")}</dt>
        <dd>
          <${Units} units=${own} />
          <p class="basis"><span>${t("answer.basis")}</span>${clauses.slice(0, 3).map((id) => html`<${Basis} key=${id} id=${id} found=${byId.get(id)} />`)}
            ${clauses.length > 3 && html`<span class="quiet">${t("answer.more-clauses", { n: clauses.length - 3 })}</span>`}</p>
        </dd>
      </div>`;
    })}
  </dl>`;
}

const Basis = ({ id, found }) => html`<a href=${toClause(id)}><span class="path">${pathOf(id)}</span> ${found?.heading || ""}</a>`;

/** Each indicator with its numbers, place by place. */
function TargetsByIndicator({ targets }) {
  const [all, setAll] = useState(false);
  const groups = grouped(targets, (x) => x.indicator);
  const shown = all ? groups : groups.slice(0, SHOWN_GROUPS);
  return html`<div class="by-indicator">
    ${shown.map(([indicator, own]) => html`<section key=${indicator} aria-label=${indicator}>
      <h3><a href=${toTargets(indicator)}>${indicator}</a></h3>
      <ul class="figures">
        ${own.map((target) => html`<li key=${target.clause + target.quote}>
          <a class="figure-link" href=${toClause(target.clause)} title=${target.quote}><${TargetFigure} target=${target} head=${target.jurisdiction} /></a>
          ${own.length === 1 && html`<blockquote class="serif">${target.quote}</blockquote>`}
        </li>`)}
      </ul>
    </section>`)}
    ${groups.length > SHOWN_GROUPS && html`<button type="button" class="button small" aria-expanded=${String(all)} onClick=${() => setAll(!all)}>
      ${all ? t("answer.fewer") : t("answer.all-indicators", { n: groups.length })}</button>`}
  </div>`;
}

/** The clauses that are the answer, by document. */
function Clauses({ ids, byId }) {
  const [all, setAll] = useState(false);
  const shown = all ? ids : ids.slice(0, SHOWN_CLAUSES);
  return html`<div class="by-document">
    ${grouped(shown, documentOf).map(([document, own]) => {
      const first = own.map((id) => byId.get(id)).find(Boolean);
      return html`<section key=${document}>
        <h3>${first ? html`<span class="place">${first.jurisdiction}</span>${first.title}` : document}</h3>
        <ul>${own.map((id) => html`<li key=${id}><${ClauseLine} id=${id} heading=${byId.get(id)?.heading} /></li>`)}</ul>
      </section>`;
    })}
    ${ids.length > SHOWN_CLAUSES && html`<button type="button" class="button small" aria-expanded=${String(all)} onClick=${() => setAll(!all)}>
      ${all ? t("answer.fewer") : t("answer.all-clauses", { n: ids.length })}</button>`}
  </div>`;
}

