// The answer that stands first: bodies by place, targets as numbers, clauses by name, or 文件未写明.
import { html, useState } from "../vendor/htm-preact.module.js";
import { documentOf, pathOf, toClause, toDocuments, toTargets, toUnit } from "./addresses.js";
import { CopyButton, citation } from "./copying.js";
import { ClauseLine, TargetFigure, Units } from "./facts.js";
import { t } from "./words.js";

const SHOWN_PLACES = 12;
const SHOWN_GROUPS = 3;
const SHOWN_CLAUSES = 6;
const SPARED = 2; // clauses more than that are not worth a button
const KINDS = { 文件首部: "paper", 未见承接: "coverage", 本地新增: "coverage" }; // what a topic is about, by why its first clause is here

export function AnswerCard({ answer, places = [] }) {
  const byId = new Map(answer.sources.map((s) => [s.clause_id, s]));
  const rank = new Map(places.map((p, i) => [p.name, i]));
  const inOrder = (items) => [...items].sort((a, b) => (rank.get(a.jurisdiction) ?? 1e6) - (rank.get(b.jurisdiction) ?? 1e6));
  const body = answer.answered ? bodyOf(answer, byId, inOrder) : null;
  const spoken = !body || tellsMore(answer) ? answer.text : null;
  return html`<section class="answer ${answer.answered ? "" : "unsaid"}" aria-labelledby="answer-title" aria-live="polite">
    <header>
      <h2 id="answer-title">${answer.answered ? kindOf(answer) : t("answer.unsaid")}</h2>
      <p class="took number no-print">${answer.took_ms < 1 ? t("answer.took.less") : t("answer.took", { ms: answer.took_ms.toFixed(answer.took_ms < 10 ? 1 : 0) })}</p>
      ${answer.answered && html`<${CopyButton} text=${() => withSources(answer)} label=${t("answer.copy")} />`}
    </header>
    ${spoken && html`<p class="said">${spoken}</p>`}
    ${!spoken && html`<p class="unseen">${answer.text}</p>`}
    ${body}
    ${!answer.answered && answer.evidence.length > 0 && html`<p class="nearest">${t("answer.nearest")}</p>`}
    ${!answer.answered && answer.evidence.length === 0 && answer.filters.jurisdictions.length === 0 && html`<${Holding} places=${places.filter((p) => p.documents > 0)} />`}
  </section>`;
}

/** Where there are documents, for whoever has asked about a place of which there are none. */
const Holding = ({ places }) =>
  places.length > 0 &&
  html`<div class="holding no-print"><p class="nearest">${t("answer.holding")}</p>
    <ul class="chips">${places.slice(0, SHOWN_PLACES).map((p) => html`<li key=${p.code}><a class="chip" href=${toDocuments(p.name)} title=${p.full_name}>${p.name}</a></li>`)}
      ${places.length > SHOWN_PLACES && html`<li><a class="small" href=${toDocuments()}>${t("recent.all")}</a></li>`}</ul></div>`;

/** What kind of answer this is called. */
function kindOf({ intent, evidence }) {
  const kind = intent === "topic" && KINDS[evidence[0]?.reason];
  return kind ? t(`intent.topic.${kind}`) : t(`intent.${intent}`);
}

const LISTED = ["units", "targets", "compare"];

/** Whether the sentence tells what chips and numbers do not: a date, a place of those asked about that says nothing. */
function tellsMore({ intent, text, filters, units, targets }) {
  if (!LISTED.includes(intent)) return true;
  const told = new Set([...units, ...targets].map((one) => one.jurisdiction));
  return filters.jurisdictions.some((place) => !told.has(place)) || /未写明|没有|办公室设在|office sits|\bnot?\b/i.test(text);
}

/** What the answer is made of: bodies, numbers, or clauses (with the body whose duties they are). */
function bodyOf(answer, byId, inOrder) {
  const about = answer.intent === "duties" ? [...new Map(answer.units.map((u) => [u.name, { ...u, role: undefined }])).values()] : [];
  if (answer.units.length && !about.length) return html`<${UnitsByPlace} units=${inOrder(answer.units)} byId=${byId} />`;
  if (answer.targets.length) return html`<${TargetsByIndicator} targets=${answer.targets} inOrder=${inOrder} compare=${answer.intent === "compare"} />`;
  const ids = answer.clauses.length ? answer.clauses : [...new Set(about.flatMap((u) => u.clauses))];
  if (!ids.length) return null;
  return html`${about.length > 0 && html`<div class="about"><${Units} units=${about} to=${toUnit} /></div>`}<${Clauses} ids=${ids} byId=${byId} roles=${answer.intent === "duties" ? rolesOf(answer.units) : new Map()} />`;
}

/** In which role a body has to do with each clause, in that which binds it most: the answer lists leads first. */
function rolesOf(units) {
  const roles = new Map();
  for (const role of ["lead", "responsible", "participant"])
    for (const id of units.filter((u) => u.role === role).flatMap((u) => u.clauses)) if (!roles.has(id)) roles.set(id, role);
  return roles;
}

/** The answer with its sources and their own words, to paste into a report. */
function withSources(answer) {
  const quotes = grouped(answer.targets, (x) => x.clause).map(([id, own]) => [id, [...new Set(own.map((x) => x.quote))].join("；")]);
  const printed = new Map(answer.units.length && answer.intent !== "duties" ? answer.sources.map((s) => [s.clause_id, s.responsibility.trim()]) : quotes);
  const line = (s) => t("answer.source", { source: citation(s) }) + (printed.get(s.clause_id) ? t("answer.source.quote", { quote: printed.get(s.clause_id) }) : "");
  return [answer.text, ...answer.sources.map(line)].join("\n");
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
          <${Units} units=${own} to=${toUnit} />
          <p class="basis"><span>${t("answer.basis")}</span>${clauses.slice(0, 3).map((id) => html`<${Basis} key=${id} id=${id} found=${byId.get(id)} />`)}
            ${clauses.length > 3 && html`<span class="quiet">${t("answer.more-clauses", { n: clauses.length - 3 })}</span>`}</p>
          ${clauses.length === 1 && byId.get(clauses[0])?.responsibility && html`<blockquote class="printed serif" lang="zh-CN">${byId.get(clauses[0]).responsibility}</blockquote>`}
        </dd>
      </div>`;
    })}
  </dl>`;
}

/** What a clause is called beside its number; nothing where its number is all there is. */
const named = (found) => (found && found.heading !== found.path ? found.heading : "");

/** Where it is said: number and heading of a clause. */
const Basis = ({ id, found }) => html`<a href=${toClause(id)}><span class="path">${pathOf(id)}</span> ${named(found)}</a>`;

/** What of one indicator can be compared: the same unit, direction, deadline, baseline, period and scope, in several places. */
const comparable = (own) =>
  grouped(own, (x) => [x.unit, x.change, x.deadline, x.baseline, x.period, x.scope].join("|"))
    .map(([, items]) => items)
    .filter((items) => new Set(items.map((x) => x.jurisdiction)).size > 1 && items.every((x) => typeof x.value === "number" && x.value_max === null));

/** The targets that ask for most among those that can be compared, and whether all of an indicator's ask for the same. */
function judged(own) {
  const groups = comparable(own);
  const most = (items) => items.filter((x) => x.value === Math.max(...items.map((y) => y.value)));
  const even = (items) => most(items).length === items.length && new Set(items.map((x) => x.comparator)).size === 1;
  return {
    highest: new Set(groups.flatMap((items) => (most(items).length < items.length ? most(items) : []))),
    same: groups.length === 1 && groups[0].length === own.length && even(groups[0]),
  };
}

/** Each indicator with its numbers, place by place; where places are compared, which asks for most. */
function TargetsByIndicator({ targets, inOrder, compare }) {
  const [all, setAll] = useState(false);
  const groups = grouped(targets, (x) => x.indicator);
  const shown = all ? groups : groups.slice(0, SHOWN_GROUPS);
  return html`<div class="by-indicator">
    ${shown.map(([indicator, own]) => {
      const { highest, same } = compare ? judged(own) : { highest: new Set(), same: false };
      return html`<section key=${indicator} aria-label=${indicator}>
      <h3><a href=${toTargets(indicator)}>${indicator}</a>${same && html`<span class="tag">${t("answer.same")}</span>`}</h3>
      <ul class="figures">
        ${inOrder(own).map((target) => html`<li key=${target.clause + target.quote}>
          <a class="figure-link" href=${toClause(target.clause)} title=${target.quote}><${TargetFigure} target=${target} head=${html`${target.jurisdiction}${highest.has(target) && html`<span class="tag accent">${target.change === "decrease" ? t("answer.most") : t("answer.highest")}</span>`}`} /></a>
          ${own.length === 1 && html`<blockquote class="serif">${target.quote}</blockquote>`}
        </li>`)}
      </ul>
    </section>`;
    })}
    ${groups.length > SHOWN_GROUPS && html`<button type="button" class="button small" aria-expanded=${String(all)} onClick=${() => setAll(!all)}>
      ${all ? t("answer.fewer") : t("answer.all-indicators", { n: groups.length })}</button>`}
  </div>`;
}

/** The clauses that are the answer, by document. */
function Clauses({ ids, byId, roles }) {
  const [all, setAll] = useState(false);
  const folds = ids.length > SHOWN_CLAUSES + SPARED;
  const shown = all || !folds ? ids : ids.slice(0, SHOWN_CLAUSES);
  return html`<div class="by-document">
    ${grouped(shown, documentOf).map(([document, own]) => {
      const first = own.map((id) => byId.get(id)).find(Boolean);
      return html`<section key=${document}>
        <h3>${first ? html`<span class="place">${first.jurisdiction}</span>${first.title}` : document}</h3>
        <ul>${own.map((id) => html`<li key=${id}><${ClauseLine} id=${id} heading=${named(byId.get(id))} title=${roles.has(id) && t(`role.${roles.get(id)}`)} /></li>`)}</ul>
      </section>`;
    })}
    ${folds && html`<button type="button" class="button small" aria-expanded=${String(all)} onClick=${() => setAll(!all)}>
      ${all ? t("answer.fewer") : t("answer.all-clauses", { n: ids.length })}</button>`}
  </div>`;
}

