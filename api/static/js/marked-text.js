// A stretch of source text with what was found in it: units, targets, citations where they stand, each a way on.
import { html } from "../vendor/htm-preact.module.js";
import { toDocument, toTargets, toUnit } from "./addresses.js";
import { valueText } from "./facts.js";
import { t } from "./words.js";

/** The marks of a clause or of the head: {kind, start, end, key, href, title}. */
export function marksOf({ units = [], targets = [], citations = [], heading }) {
  return [
    ...(heading ? [{ kind: "heading", ...heading }] : []),
    ...units.filter((u) => u.end > u.start).map((u) => ({ kind: "unit", start: u.start, end: u.end, key: u.unit, href: toUnit(u.unit), title: `${u.name} · ${t(`role.${u.role}`)}` })),
    ...targets.map((x) => ({ kind: "target", start: x.start, end: x.end, key: x.id, href: toTargets(x.indicator), title: `${x.indicator} ${valueText(x)}` })),
    ...citations.map((c) => ({ kind: "citation", start: c.start, end: c.end, key: c.cited, href: c.in_corpus ? toDocument(c.cited) : null, title: c.in_corpus ? c.title : t("citation.only", { title: c.title }) })),
  ];
}

/** Source[start, end) as paragraphs, marks in place. `cut` cuts the source by characters; `join` mends broken lines. */
export function Lines({ cut, start, end, marks, join }) {
  const headings = new Set(marks.filter((m) => m.kind === "heading").map((m) => m.end));
  const paragraphs = [];
  for (const line of lines(cut, start, end)) {
    const last = paragraphs.at(-1);
    if (join && last && goesOn(cut, last.at(-1), line, headings)) last.push(line);
    else paragraphs.push([line]);
  }
  return html`${paragraphs.map((own) => html`<p key=${own[0][0]}>${own.map(([from, to]) => html`<${Line} key=${from} cut=${cut} start=${from} end=${to} marks=${marks.filter((m) => m.start < to && m.end > from)} />`)}</p>`)}`;
}

const LONG = 16; // characters of a line that may have been broken at the edge of a page
const ENDED = /[。；：！？.;:!?”’）)》」…]$/u;
const BEGINS = /^(?:[一二三四五六七八九十百]+、|第.{1,4}[章节条]|[（(].{1,4}[）)]|\d+[.、．]|[①-⑳]|附件|\p{Script=Han}{2,8}[：:])/u;

/** Whether a line goes on in the next one, which page layout has cut off: 较2023年增 | 长45%。 */
function goesOn(cut, line, next, headings) {
  const text = cut(...line);
  return text.length >= LONG && !ENDED.test(text) && !headings.has(line[1]) && !BEGINS.test(cut(...next));
}

const BLANK = /^[\s\u3000\u00a0]*$/u;

/** The lines of a stretch without the blanks around them: [start, end) each; empty ones are left out. */
function lines(cut, start, end) {
  const characters = Array.from(cut(start, end));
  const found = [];
  let from = 0;
  for (let at = 0; at <= characters.length; at += 1) {
    if (at < characters.length && characters[at] !== "\n") continue;
    let [a, b] = [from, at];
    while (a < b && BLANK.test(characters[a])) a += 1;
    while (b > a && BLANK.test(characters[b - 1])) b -= 1;
    if (b > a) found.push([start + a, start + b]);
    from = at + 1;
  }
  return found;
}

function Line({ cut, start, end, marks }) {
  const edges = [...new Set([start, end, ...marks.flatMap((m) => [m.start, m.end])])].filter((e) => e >= start && e <= end).sort((a, b) => a - b);
  return html`${edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1];
    const here = marks.filter((m) => m.start <= from && m.end >= to);
    const text = cut(from, to);
    if (!here.length) return text;
    const link = here.find((m) => m.href && m.kind === "unit") || here.find((m) => m.href);
    const kinds = [...new Set(here.map((m) => `m-${m.kind}`))].join(" ");
    const keys = here.map((m) => m.key).filter(Boolean).join("\n");
    const title = [...new Set(here.map((m) => m.title).filter(Boolean))].join("\n");
    return link
      ? html`<a class=${kinds} href=${link.href} title=${title} data-keys=${keys}>${text}</a>`
      : html`<span class=${kinds} title=${title || undefined} data-keys=${keys || undefined}>${text}</span>`;
  })}`;
}

/** Where a clause's heading stands in its own part, if it is printed there as one run. */
export function headingSpan(cut, clause) {
  const own = cut(clause.start, clause.end);
  const lead = Array.from(own.slice(0, own.search(/\S/) < 0 ? 0 : own.search(/\S/))).length;
  const at = clause.heading ? own.indexOf(clause.heading) : -1;
  if (at >= 0 && at < 40) return { start: clause.start + lead, end: clause.start + Array.from(own.slice(0, at + clause.heading.length)).length };
  return null;
}
