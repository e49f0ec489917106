// Lineage: nation, province, city and county beside each other, the chain of one clause, and what changed on the way.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.module.js";
import { inPlace, useAddress } from "./address.js";
import { toClause } from "./addresses.js";
import { Comparison } from "./comparison.js";
import { address, get, part } from "./service.js";
import { Empty, Loaded, show, useLoaded } from "./states.js";
import { Typeahead } from "./typeahead.js";
import { t } from "./words.js";

const LEVELS = ["national", "province", "city", "county"];

function Lineage() {
  const [parameters, go] = useAddress();
  const id = parameters.clause;
  const trace = useLoaded((signal) => (id ? get("/api/clauses/trace", { id }, { signal }) : Promise.resolve(null)), [id]);
  return html`
    <div class="picker"><${Typeahead} id="clause" label=${t("lineage.pick")} placeholder=${t("lineage.pick.placeholder")} kinds=${["heading"]}
      choose=${(one) => go({ clause: one.id, pair: null })} /></div>
    ${id ? html`<${Loaded} state=${trace} lines=${8}>${(value) => value && html`<${Chain} key=${id} trace=${value} parameters=${parameters} go=${go} />`}</${Loaded}>` : html`<${Starts} go=${go} />`}`;
}

/** Clauses to begin with: those of the corpus that stand closest to their source. */
function Starts({ go }) {
  const facets = useLoaded((signal) => get("/api/facets", {}, { signal }), []);
  return html`<${Loaded} state=${facets} lines=${6}>${({ lineages }) =>
    lineages.length
      ? html`<section class="card starts"><div class="card-head"><h2>${t("lineage.starts")}</h2></div><ul>${lineages.map((one) => html`<li key=${one.clause_id}><a ...${inPlace(go, { clause: one.clause_id })}>
          <span class="place">${one.jurisdiction}</span><span class="heading">${one.heading}</span><span class="quiet">${t("lineage.from")} ${one.parent_jurisdiction} ${one.parent_path} ${one.parent_heading}</span><span class="tag">${t(`strength.${one.strength}`)}</span></a></li>`)}</ul></section>`
      : html`<${Empty} title=${t("lineage.empty")} text=${t("lineage.empty.text")} />`}</${Loaded}>`;
}

/** All steps of a tree, each once, nearest first. */
function steps(list) {
  const found = new Map();
  const walk = (level) => {
    for (const step of level) if (!found.has(`${step.child} ${step.parent}`)) found.set(`${step.child} ${step.parent}`, step);
    for (const step of level) walk(step.steps);
  };
  walk(list);
  return [...found.values()];
}

const keyOf = (step) => `${step.child} ${step.parent}`;

function Chain({ trace, parameters, go }) {
  const all = [...steps(trace.up), ...steps(trace.down)];
  const clauses = new Map([[trace.clause.id, trace.clause], ...all.map((s) => [s.clause.id, s.clause])]);
  const chosen = all.find((s) => keyOf(s) === parameters.pair) || all[0];
  useEffect(() => {
    document.title = `${trace.clause.heading || trace.clause.path} · ${t("title.lineage")} · ${t("brand")}`;
  }, [trace]);
  const papers = [...new Set([...clauses.values()].map((c) => c.document_id))];
  const about = useLoaded((signal) => Promise.all(papers.slice(0, 8).map((id) => get(`/api/documents/${part(id)}`, {}, { signal }))), [papers.join()]);
  const absent = once((about.value || []).flatMap((d) => d.cites).filter((c) => c.relation === "implements" && !c.in_corpus));
  const others = absent.filter((c) => !ofNation(c));
  const pick = (step) => go({ pair: keyOf(step) });
  return html`
    <${Columns} trace=${trace} clauses=${[...clauses.values()]} all=${all} chosen=${chosen} pick=${pick} go=${go} cited=${absent.filter(ofNation)} />
    ${all.length > 0 && html`<p class="small quiet chain-foot">${trace.cut && html`<span>${t("lineage.cut")}</span>`}<a class="button small no-print" href=${address("/api/clauses/trace", { id: trace.clause.id, format: "xlsx" })} download>${t("export.trace")}</a></p>`}
    ${chosen
      ? html`<${Comparison} key=${keyOf(chosen)} step=${chosen} child=${clauses.get(chosen.child)} parent=${clauses.get(chosen.parent)} others=${all.filter((s) => s.child === chosen.child).length - 1}
          merged=${parameters.view === "merged"} setMerged=${(on) => go({ view: on ? "merged" : null }, { replace: true })} />`
      : html`<${Empty} title=${t("lineage.none")} text=${t("lineage.none.text")}><a class="button" href=${toClause(trace.clause.id)}>${t("act.read")}</a></${Empty}>`}
    ${others.length > 0 && html`<p class="absent small"><span class="quiet">${t("lineage.absent")}</span>${others.map((c) => html`<span key=${c.cited}>${nameOf(c)}</span>`)}</p>`}`;
}

function Columns({ trace, clauses, all, chosen, pick, go, cited }) {
  const frame = useRef(null);
  const [lines, setLines] = useState([]);
  useLayoutEffect(() => {
    const draw = () => setLines(connect(frame.current, all));
    draw();
    const watcher = new ResizeObserver(draw);
    watcher.observe(frame.current);
    return () => watcher.disconnect();
  }, [trace]);
  const of = (clause) => all.find((s) => s.clause.id === clause.id);
  return html`<div class="columns" ref=${frame}>
    <svg class="wires" aria-hidden="true">${lines.map((l) => html`<path key=${l.key} class="${l.strength} ${chosen && l.key === keyOf(chosen) ? "on" : ""}" d=${l.d} />`)}</svg>
    ${LEVELS.map((level) => {
      const own = clauses.filter((c) => c.level === level || (level === "county" && c.level === "township"));
      const only = level === "national" ? cited : [];
      return html`<section key=${level} class=${own.length + only.length ? "" : "bare"} aria-labelledby="level-${level}">
        <h2 id="level-${level}">${t(`level.${level}`)}</h2>
        ${own.length ? html`<ul>${own.map((clause) => html`<li key=${clause.id}><${Card} clause=${clause} centre=${clause.id === trace.clause.id} step=${of(clause)} chosen=${chosen} pick=${pick} go=${go} /></li>`)}</ul>` : !only.length && html`<p class="quiet small">${t("lineage.column.none")}</p>`}
        ${only.map((c) => html`<div class="clause-card only" key=${c.cited}><p class="of"><span class="tag">${t("citation.absent")}</span></p><p>${nameOf(c)}</p></div>`)}
      </section>`;
    })}
  </div>`;
}

function Card({ clause, centre, step, chosen, pick, go }) {
  const on = !centre && step && chosen && keyOf(step) === keyOf(chosen);
  return html`<article class="clause-card ${centre ? "centre" : ""} ${on ? "on" : ""}" data-clause=${clause.id}>
    <p class="of"><b>${clause.jurisdiction?.name}</b>${step && !centre && html`<span class="tag" title=${t("lineage.score", { n: step.score.toFixed(2) })}>${t(`strength.${step.strength}`)}</span>`}</p>
    <h3>${centre ? html`<span>${clause.heading || clause.path}</span>` : html`<button type="button" aria-pressed=${String(Boolean(on))} onClick=${() => pick(step)}>${clause.heading || clause.path}</button>`}</h3>
    <p class="doc"><span class="path">${clause.path}</span> ${clause.title}</p>
    <p class="acts"><a href=${toClause(clause.id)}>${t("act.read")}</a>${!centre && html`<a ...${inPlace(go, { clause: clause.id, pair: null })}>${t("lineage.centre")}</a>`}</p>
  </article>`;
}

/** A curve for each derivation, from the parent's card to the child's. */
function connect(frame, all) {
  const origin = frame.getBoundingClientRect();
  const card = (id) => frame.querySelector(`[data-clause="${CSS.escape(id)}"]`)?.getBoundingClientRect();
  return all.flatMap((step) => {
    const [from, to] = [card(step.parent), card(step.child)];
    if (!from || !to || Math.abs(from.left - to.left) < 8) return [];
    const [x1, y1, x2, y2] = [from.right - origin.left, from.top + 34 - origin.top, to.left - origin.left, to.top + 34 - origin.top];
    const bend = (x2 - x1) / 2;
    return [{ key: keyOf(step), strength: step.strength, d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }];
  });
}

/** Documents that are cited but not held: the chain may go on there. */
const once = (cites) => cites.filter((c, i) => cites.findIndex((o) => o.cited === c.cited) === i);
const ofNation = (c) => /国务院|中共中央|中办|国办|国家/.test(c.quote + c.title);
const nameOf = (c) => `${c.title}${c.doc_number && !c.title.includes(c.doc_number) ? `（${c.doc_number}）` : ""}`;

show(Lineage);
