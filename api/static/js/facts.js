// How facts look everywhere: a body as a chip, a target as a number, a clause as an entry with its reason.
import { html } from "../vendor/htm-preact.module.js";
import { pathOf, toClause, toLineage, toUnit } from "./addresses.js";
import { cutter } from "./text.js";
import { figure, known, language, t } from "./words.js";

/** A text with some of its stretches marked; `spans` are half-open and in order. */
export function Marked({ text, spans = [] }) {
  const cut = cutter(text);
  const pieces = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (start < at || end <= start) continue;
    pieces.push(cut(at, start), html`<mark>${cut(start, end)}</mark>`);
    at = end;
  }
  pieces.push(cut(at));
  return html`${pieces}`;
}

const RANK = { lead: 0, responsible: 1, participant: 2 };

/** A body with a duty: 牵头 is filled, 配合 recedes, a collective is dashed. `to` makes its address from its name. */
export function UnitChip({ unit, quiet, to }) {
  const kind = unit.collective ? "collective" : unit.role;
  const said = quiet || !unit.role || unit.role === "responsible" ? null : t(`role.${unit.role}.short`);
  const role = unit.role && said && html`<span class="role">${said}</span>`;
  const name = unit.role === "lead" && !unit.collective ? html`${role}${unit.name}` : html`${unit.name}${role}`;
  const title = unit.mention && unit.mention !== unit.name ? t("unit.printed", { text: unit.mention }) : undefined;
  const address = to ? to(unit.name) : unit.id && toUnit(unit.id);
  return address
    ? html`<a class="chip ${kind}" href=${address} title=${title}>${name}</a>`
    : html`<span class="chip ${kind}" title=${title}>${name}</span>`;
}

/** Bodies one beside the other: leads first, collectives apart at the end. */
export function Units({ units, quiet, to }) {
  const own = units.filter((u) => !u.collective).sort((a, b) => (RANK[a.role] ?? 9) - (RANK[b.role] ?? 9));
  const collective = units.filter((u) => u.collective);
  return html`<div class="units">${[own, collective].map((part, i) => part.length > 0 && html`<ul class="chips" key=${i} aria-label=${t(i ? "unit.collective" : "filter.unit")}>
    ${part.map((unit) => html`<li key=${unit.name + unit.role}><${UnitChip} unit=${unit} quiet=${quiet} to=${to} /></li>`)}</ul>`)}</div>`;
}

/** 2027-12 → 2027 年 12 月 */
export function date(text) {
  if (!text) return "";
  const [year, month, day] = text.split("-");
  if (language === "en") return text;
  return `${year} 年${month ? ` ${Number(month)} 月` : ""}${day ? ` ${Number(day)} 日` : ""}`;
}

/** The value of a target in its parts: what stands before the number, the number, its unit, what stands after. */
export function valueOf(target) {
  if (target.value === null || target.value === undefined) return { before: "", number: t("target.no-number"), unit: "", after: "" };
  const number = figure(target.value) + (target.value_max !== null && target.value_max !== undefined ? `–${figure(target.value_max)}` : "");
  const [before, after] = t(`comparator.${target.comparator}`).split("{value}");
  const change = known(`change.${target.change}`) ? t(`change.${target.change}`) : "";
  return { before: [change, before.trim()].filter(Boolean).join(language === "zh" ? "" : " "), number, unit: target.unit || "", after: after.trim() };
}

/** One line: 增长 45% 以上 */
export function valueText(target) {
  const { before, number, unit, after } = valueOf(target);
  const close = /^[%‰：:]/.test(unit) || !unit ? "" : " ";
  return [before, `${number}${close}${unit}${language === "zh" ? after : ""}`, language === "zh" ? "" : after].filter(Boolean).join(" ");
}

/** When and against what: 到 2027 年，较 2023 年 */
export const terms = (target) =>
  [
    target.deadline && t("target.by", { date: date(target.deadline) }),
    target.period && (known(`period.${target.period}`) ? t(`period.${target.period}`) : target.period),
    target.baseline && t("target.against", { date: date(target.baseline) }),
    target.scope,
  ]
    .filter(Boolean)
    .join(t("comma.clause"));

/** A target as a number to be read from afar. */
export function TargetFigure({ target, head }) {
  const { before, number, unit, after } = valueOf(target);
  return html`<figure class="figure">
    ${head && html`<figcaption>${head}</figcaption>`}
    <p class="value">${before && html`<span class="side">${before}</span>`}<b>${number}</b>${unit && html`<span class="unit">${unit}</span>`}${after && html`<span class="side">${after}</span>`}</p>
    <p class="terms">${terms(target) || " "}</p>
  </figure>`;
}

const REASONS = { 责任单位: "unit", 派生: "derived", 文件首部: "head", 引用: "cited", 目标: "target", 条款编号: "number", 未见承接: "missing", 本地新增: "added" };

/** Why a clause is here: the service's own words in Chinese; in English the relation, or the words marked in it. */
function why(found) {
  if (language === "zh") return found.reason;
  if (REASONS[found.reason]) return t(`reason.${REASONS[found.reason]}`);
  const cut = cutter(found.snippet);
  const words = [...new Set(found.highlights.map(([start, end]) => cut(start, end)))].slice(0, 4);
  return words.length ? t("matched.words", { words: words.join(t("comma")) }) : "";
}

/** What reading a document gave rise to; in English by its kind. */
export const notice = ({ code, message }) => (language === "en" && known(`notice.${code}`) ? t(`notice.${code}`) : message);

/** What a clause without a heading is called. */
const unnamed = (path) => (path === "序" ? t("clause.preamble") : t("clause.unnamed", { path }));

const MATCHED = ["keyword", "vector", "graph"];

/** A clause found: where it stands, what it says, why it is here. */
export function Entry({ found, level = 3 }) {
  const Heading = `h${level}`;
  return html`<article class="entry">
    <${Heading}><a href=${toClause(found.clause_id)}>${found.heading || unnamed(found.path)}</a></${Heading}>
    <p class="where"><span class="place">${found.jurisdiction}</span><span class="title">${found.title}</span><span class="path">${found.path}</span></p>
    ${found.snippet && found.snippet !== found.heading && html`<p class="snippet serif"><${Marked} text=${found.snippet} spans=${found.highlights} />${/[。；！？”）]$/u.test(found.snippet) ? "" : "……"}</p>`}
    <p class="why">
      ${why(found)
        ? html`<span class="reason" title=${MATCHED.filter((m) => found.matched_by?.includes(m)).map((m) => t(`matched.${m}.long`)).join(t("comma.clause"))}>${why(found)}</span>`
        : MATCHED.filter((m) => found.matched_by?.includes(m)).map((m) => html`<span class="tag" key=${m} title=${t(`matched.${m}.long`)}>${t(`matched.${m}`)}</span>`)}
      <span class="acts"><a href=${toClause(found.clause_id)}>${t("act.read")}</a><a href=${toLineage(found.clause_id)}>${t("act.lineage")}</a></span>
    </p>
  </article>`;
}

/** A clause in one line: its number and heading, its document. */
export const ClauseLine = ({ id, heading, title, place, number }) => html`<a class="clause-line" href=${toClause(id)}>
  <span class="path">${number || pathOf(id)}</span><span class="heading">${heading || unnamed(pathOf(id))}</span>
  ${(place || title) && html`<span class="of">${place}${place && title ? " · " : ""}${title}</span>`}
</a>`;

/** What a clause kept of its source, changed, added and dropped. `side` is child, parent or both. */
export const Difference = ({ pieces, side = "child" }) => html`${pieces.map((piece) => {
  const text = side === "parent" ? piece.was : piece.now;
  if (piece.kind === "kept") return html`<span class="kept">${text}</span>`;
  if (piece.kind === "changed") return html`${side === "both" && html`<del class="dropped">${piece.was}</del>`}${text && html`<span class="changed">${text}</span>`}`;
  if (piece.kind === "added") return side === "parent" ? null : html`<ins class="added">${piece.now}</ins>`;
  return side === "child" ? null : html`<del class="dropped">${piece.was}</del>`;
})}`;
