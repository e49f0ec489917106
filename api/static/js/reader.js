// The reader: the clause tree, the source text with what was found marked in it, and notes in the margin.
import { html, useEffect, useMemo, useState } from "../vendor/htm-preact.module.js";
import { inPlace, useAddress } from "./address.js";
import { pathOf, toDocument, toGaps, toGraph } from "./addresses.js";
import { citation } from "./copying.js";
import { notice } from "./facts.js";
import { Lines, headingSpan, marksOf } from "./marked-text.js";
import { Notes } from "./reader-notes.js";
import { address, get, part } from "./service.js";
import { Empty, Loaded, show, useLoaded } from "./states.js";
import { cutter } from "./text.js";
import { figure, t } from "./words.js";

const KINDS = ["unit", "target", "citation"];
const NARROW = "screen and (max-width: 1100px)"; // where the notes do not fit beside the text; paper is wide enough

function Reader() {
  const [parameters, go] = useAddress();
  const id = parameters.document;
  const loaded = useLoaded((signal) => (id ? Promise.all([get(`/api/documents/${part(id)}/text`, {}, { signal }), get(`/api/documents/${part(id)}`, {}, { signal })]) : Promise.resolve(null)), [id]);
  if (!id) return html`<${Empty} title=${t("reader.none")} text=${t("reader.none.text")}><a class="button" href="/documents">${t("recent.all")}</a></${Empty}>`;
  return html`<${Loaded} state=${loaded} lines=${12}>${([value, about]) => html`<${Paper} key=${id} value=${value} about=${about} parameters=${parameters} go=${go} />`}</${Loaded}>`;
}

function Paper({ value, about, parameters, go }) {
  const { document: paper, clauses } = value;
  const cut = useMemo(() => cutter(value.text), [value]);
  const length = useMemo(() => Array.from(value.text).length, [value]);
  const gone = parameters.clause && !clauses.some((c) => c.id === parameters.clause);
  const [wide, setWide] = useState(() => !matchMedia(NARROW).matches);
  const [off, setOff] = useState([]);
  const [here, setHere] = useState(parameters.clause);
  useEffect(() => {
    document.title = `${paper.title} · ${t("brand")}`;
    const query = matchMedia(NARROW);
    const follow = () => setWide(!query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  useEffect(() => {
    if (!parameters.clause) return;
    setHere(parameters.clause);
    const block = document.getElementById(blockId(clauses.find((c) => c.id === parameters.clause)));
    block?.scrollIntoView({ block: "start" });
    block?.focus({ preventScroll: true });
  }, [parameters.clause]);
  useEffect(() => followScroll(clauses, setHere), [clauses]);
  return html`
    <${Head} paper=${about} />
    ${gone && html`<p class="gone-clause" role="status">${t("reader.gone", { path: pathOf(parameters.clause) })}</p>`}
    <div class="reader ${off.map((kind) => `no-${kind}`).join(" ")}">
      <${Tree} clauses=${clauses} here=${here} wide=${wide} go=${go} />
      <div class="text" lang="zh-CN">
        <div class="marks no-print" role="group" aria-label=${t("reader.marks")}>
          ${KINDS.map((kind) => html`<button type="button" key=${kind} class="mark-button m-${kind}" aria-pressed=${String(!off.includes(kind))}
            onClick=${() => setOff(off.includes(kind) ? off.filter((k) => k !== kind) : [...off, kind])}><span>${t(`reader.mark.${kind}`)}</span></button>`)}
        </div>
        <${Blocks} cut=${cut} length=${length} value=${value} chosen=${parameters.clause} wide=${wide} />
      </div>
    </div>`;
}

function Head({ paper }) {
  const facts = [
    [t("document.number"), paper.doc_number],
    [t("document.issuer"), paper.issuer],
    [t("document.issued"), paper.issued_on],
    [t("document.printed"), paper.printed_on],
    [t("document.place"), paper.jurisdiction?.full_name],
    [t("document.file"), paper.source_file],
  ];
  const links = (list) => [...new Map(list.map((l) => [l.document_id, l])).values()];
  return html`<header class="paper-head">
    <p class="kind">${paper.level && html`<span class="tag accent">${t(`level.${paper.level}`)}</span>`}<span>${paper.jurisdiction?.name}</span></p>
    <h1 class="serif">${paper.title}</h1>
    ${paper.notice_title && html`<p class="soft">${paper.notice_title}</p>`}
    <dl class="facts">${facts.filter(([, v]) => v).map(([k, v]) => html`<div key=${k}><dt>${k}</dt><dd>${v}</dd></div>`)}</dl>
    <p class="counts number">${t("document.counts", { clauses: figure(paper.clauses), duties: figure(paper.duties), targets: figure(paper.targets) })}</p>
    ${html`<ul class="kin">
      ${links(paper.derives_from).map((l) => html`<li key=${l.document_id}><span class="quiet">${t("document.derives")}</span><a href=${toDocument(l.document_id)}>${l.jurisdiction} ${l.title}</a></li>`)}
      ${paper.cites.filter((c) => c.relation === "implements" && !c.in_corpus).filter((c, i, all) => all.findIndex((o) => o.cited === c.cited) === i).map((c) => html`<li key=${c.cited}><span class="quiet">${t("document.cites")}</span><span>${c.title}</span><span class="tag">${t("citation.absent")}</span></li>`)}
      ${links(paper.derived_by).map((l) => html`<li key=${l.document_id}><span class="quiet">${t("document.derived")}</span><a href=${toDocument(l.document_id)}>${l.jurisdiction} ${l.title}</a></li>`)}
    </ul>`}
    <p class="acts no-print">${paper.jurisdiction && html`<a class="button small" href=${toGaps(paper.jurisdiction.name)}>${t("title.gaps")}</a>`}<a class="button small" href=${toGraph("Document", paper.id)}>${t("title.graph")}</a>
      ${paper.duties > 0 && html`<a class="button small" href=${address("/api/duties", { document: paper.id, format: "xlsx" })} download>${t("export.duties")}</a>`}
      ${paper.targets > 0 && html`<a class="button small" href=${address("/api/targets", { document: paper.id, format: "xlsx" })} download>${t("export.targets")}</a>`}</p>
    ${paper.notices.length > 0 && html`<details class="notices"><summary>${t("document.notices", { n: paper.notices.length })}</summary><ul>${paper.notices.map((n, i) => html`<li key=${i}>${notice(n)}</li>`)}</ul></details>`}
  </header>`;
}

const blockId = (clause) => (clause ? `c${clause.order}` : "");

/** The clause under the reader's eye is the one shown in the tree. */
function followScroll(clauses, setHere) {
  const byBlock = new Map(clauses.map((c) => [blockId(c), c.id]));
  const seen = new Set();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const e of entries) if (e.isIntersecting) seen.add(e.target.id); else seen.delete(e.target.id);
      const first = clauses.find((c) => seen.has(blockId(c)));
      if (first) setHere(first.id);
    },
    { rootMargin: "-112px 0px -60% 0px" },
  );
  for (const id of byBlock.keys()) {
    const block = document.getElementById(id);
    if (block) watcher.observe(block);
  }
  return () => watcher.disconnect();
}

function Tree({ clauses, here, wide, go }) {
  const below = new Map();
  for (const clause of clauses) below.set(clause.parent || "", [...(below.get(clause.parent || "") || []), clause]);
  const branch = (list) => html`<ul>${list.map((clause) => html`<li key=${clause.id}>
    <a ...${inPlace(go, { clause: clause.id })} aria-current=${clause.id === here ? "location" : undefined}><span class="path">${clause.number || t(`clause.${clause.kind}`, { path: clause.path })}</span><span class=${clause.heading ? "" : "quiet"}>${clause.heading || (clause.kind === "preamble" ? "" : clause.text.slice(0, 16))}</span></a>
    ${below.has(clause.id) && branch(below.get(clause.id))}
  </li>`)}</ul>`;
  useEffect(() => {
    const item = document.querySelector(".clause-tree [aria-current]");
    const frame = item?.closest(".clause-tree");
    if (item && frame && frame.scrollHeight > frame.clientHeight) {
      const [a, b] = [item.getBoundingClientRect(), frame.getBoundingClientRect()];
      if (a.top < b.top + 40 || a.bottom > b.bottom - 40) frame.scrollTop += a.top - b.top - b.height / 3;
    }
  }, [here]);
  return html`<nav class="clause-tree" aria-label=${t("reader.tree")}>
    <details open=${wide}><summary>${t("reader.tree")}</summary>${branch(below.get("") || [])}</details>
  </nav>`;
}

/** The source from beginning to end: what belongs to clauses in blocks with notes, the rest quietly between them. */
function Blocks({ cut, length, value, chosen, wide }) {
  const ordered = [...value.clauses].sort((a, b) => a.start - b.start);
  const cited = (start, end) => value.citations.filter((c) => c.start >= start && c.end <= end);
  const blocks = [];
  let at = 0;
  const between = (to) => to > at && /\S/.test(cut(at, to)) && blocks.push(html`<div class="block outside" key=${`o${at}`}><div class="source serif"><${Lines} cut=${cut} start=${at} end=${to} marks=${marksOf({ citations: cited(at, to) })} /></div></div>`);
  for (const clause of ordered) {
    if (clause.end <= at || clause.end <= clause.start) continue;
    between(clause.start);
    const marks = marksOf({ ...clause, citations: cited(clause.start, clause.end), heading: headingSpan(cut, clause) });
    blocks.push(html`<section class="block depth-${Math.min(clause.depth, 4)} ${clause.id === chosen ? "chosen" : ""}" key=${clause.id} id=${blockId(clause)} tabindex="-1" aria-label=${`${clause.path} ${clause.heading}`}>
      <div class="source serif"><${Lines} cut=${cut} start=${Math.max(at, clause.start)} end=${clause.end} marks=${marks} join /></div>
      <${Notes} clause=${clause} open=${wide} copy=${() => `${cut(clause.start, clause.end).trim()}\n${t("answer.source", { source: citation({ ...value.document, path: clause.path, heading: "" }) })}`} />
    </section>`);
    at = clause.end;
  }
  between(length);
  return html`${blocks}`;
}

show(Reader);
