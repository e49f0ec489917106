// The graph page: the picture around a node, and beside it every relation with its reason.
import { html, useEffect, useRef, useState } from "../vendor/htm-preact.module.js";
import { inPlace, useAddress } from "./address.js";
import { toClause, toDocument, toLineage, toTargets, toUnit } from "./addresses.js";
import { picture } from "./graph-picture.js";
import { get } from "./service.js";
import { Bones, Empty, Fault, show, useLoaded } from "./states.js";
import { Typeahead } from "./typeahead.js";
import { language, t } from "./words.js";

const NODES = matchMedia("(max-width: 600px)").matches ? 17 : 33; // drawn at once, so that they can be read
const MANY = 12; // relations of one kind that are hidden at first where there are more
const LABELS = { unit: "Unit", heading: "Clause", document: "Document", sector: "Sector", place: "Jurisdiction" };

function Graph() {
  const [parameters, go] = useAddress();
  const first = useLoaded((signal) => (parameters.id ? Promise.resolve(null) : start(signal)), [Boolean(parameters.id)]);
  const { label, id } = parameters.id ? parameters : first.value || {};
  return html`
    <div class="picker"><${Typeahead} id="node" label=${t("graph.pick")} placeholder=${t("graph.pick")} kinds=${Object.keys(LABELS)}
      choose=${(one) => go({ label: LABELS[one.kind], id: one.id })} /></div>
    ${first.fault ? html`<${Fault} fault=${first.fault} again=${first.again} />` : id ? html`<${Around} key=${`${label}:${id}`} label=${label} id=${id} go=${go} />` : first.busy ? html`<${Bones} lines=${6} />` : html`<${Empty} title=${t("documents.none")} text=${t("documents.none.text")} />`}`;
}

/** Where to begin: a clause that derives from another, else a document. */
async function start(signal) {
  const { lineages } = await get("/api/facets", {}, { signal });
  if (lineages?.length) return { label: "Clause", id: lineages[0].clause_id };
  const { items } = await get("/api/documents", { limit: 1 }, { signal });
  return items.length ? { label: "Document", id: items[0].id } : {};
}

function Around({ label, id, go }) {
  const loaded = useLoaded((signal) => get("/api/graph", { node: id, label, limit: NODES, lang: language }, { signal }), [label, id]);
  if (loaded.fault) return html`<${Fault} fault=${loaded.fault} again=${loaded.again} />`;
  if (!loaded.value) return html`<${Bones} lines=${6} />`;
  return html`<${Picture} first=${loaded.value} go=${go} />`;
}

/** A picture with what an expansion has added; how much a node still hides is what the expansion says. */
const merge = (a, b) => ({
  ...a,
  nodes: [...new Map([...b.nodes, ...a.nodes].map((n) => [n.id, n.id === b.centre ? b.nodes.find((m) => m.id === n.id) : n])).values()],
  edges: [...new Map([...a.edges, ...b.edges].map((e) => [e.id, e])).values()],
});

function Picture({ first, go }) {
  const place = useRef(null);
  const drawn = useRef(null);
  const [graph, setGraph] = useState(first);
  const [chosen, setChosen] = useState(first.centre);
  const [edge, setEdge] = useState(null);
  const [opened, setOpened] = useState(() => new Set([first.centre]));
  const [hidden, setHidden] = useState(() => tooMany(first));
  useEffect(() => {
    let gone = false;
    const pick = (id) => { setChosen(id); setEdge(null); };
    picture(place.current, { choose: pick, edge: (id) => setEdge(id) }).then((made) => {
      if (gone) return made.close();
      drawn.current = made;
      made.show(first, hidden);
      return undefined;
    });
    return () => {
      gone = true;
      drawn.current?.close();
      drawn.current = null;
    };
  }, []);
  useEffect(() => drawn.current?.select(edge || chosen), [chosen, edge]);
  useEffect(() => {
    drawn.current?.hide(hidden);
    drawn.current?.fit();
  }, [hidden]);
  const nodes = new Map(graph.nodes.map((n) => [n.id, n]));
  const expand = async (node) => {
    const known = graph.edges.filter((e) => e.source === node.id || e.target === node.id).length;
    const more = await get("/api/graph", { node: node.ref, label: node.label, limit: Math.min(300, known + NODES), lang: language });
    const fewer = { ...more, edges: more.edges.filter((e) => !hidden.has(e.type)) };
    const ends = new Set(fewer.edges.flatMap((e) => [e.source, e.target]));
    fewer.nodes = more.nodes.filter((n) => ends.has(n.id));
    drawn.current.add(fewer, node.id);
    setGraph((now) => merge(now, fewer));
    setOpened((now) => new Set([...now, node.id]));
    drawn.current.select(node.id);
  };
  const kinds = [...new Set(graph.edges.map((e) => e.type))];
  const toggle = (type) => setHidden((now) => (now.has(type) ? new Set([...now].filter((x) => x !== type)) : new Set([...now, type])));
  return html`<div class="graph">
    <section class="card picture" aria-label=${t("title.graph")}>
      <div class="tools"><div class="kinds" role="group" aria-label=${t("graph.kinds")}>
        ${kinds.map((type) => html`<button type="button" class="button small" key=${type} aria-pressed=${String(!hidden.has(type))} onClick=${() => toggle(type)}>${t(`edge.${type}`)} <span class="number">${graph.edges.filter((e) => e.type === type).length}</span></button>`)}</div>
        <div class="end"><button type="button" class="button small" onClick=${() => drawn.current?.fit()}>${t("graph.fit")}</button></div></div>
      <div class="canvas" ref=${place} role="img" aria-label=${t("graph.label", { name: nodes.get(graph.centre).name, n: graph.nodes.length - 1 })}></div>
      ${nodes.get(graph.centre).hidden > 0 && html`<p class="small quiet cut">${t("graph.cut")}</p>`}
    </section>
    <${Panel} node=${nodes.get(chosen)} nodes=${nodes} edges=${graph.edges} edge=${edge} centre=${graph.centre} opened=${opened.has(chosen) && !nodes.get(chosen).hidden} expand=${expand} choose=${(id) => { setChosen(id); setEdge(null); }} go=${go} />
  </div>`;
}

function tooMany(graph) {
  const counts = new Map();
  for (const e of graph.edges) counts.set(e.type, (counts.get(e.type) || 0) + 1);
  return new Set([...counts].filter(([type, n]) => n > MANY && counts.size > 1 && type !== "RESPONSIBLE_FOR").map(([type]) => type));
}

const OPENS = { Document: (n) => toDocument(n.ref), Clause: (n) => toClause(n.ref), Unit: (n) => toUnit(n.ref), Target: (n) => toTargets(n.name) };

/** The chosen node, and each of its relations in the picture with the reason for it. */
function Panel({ node, nodes, edges, edge, centre, opened, expand, choose, go }) {
  const own = edges.filter((e) => e.source === node.id || e.target === node.id);
  const groups = new Map();
  for (const e of own) {
    const key = `${e.type}.${e.source === node.id ? "out" : "in"}`;
    groups.set(key, [...(groups.get(key) || []), e]);
  }
  const open = OPENS[node.label];
  return html`<aside class="card panel" aria-label=${t("graph.panel")} aria-live="polite">
    <div class="card-body">
      <p><span class="tag">${t(`node.${node.label}`)}</span></p>
      <h2>${node.name}</h2>
      ${node.detail && html`<p class="small soft">${node.detail}${node.detail.length >= 60 ? "……" : ""}</p>`}
      <p class="acts">
        ${open && !node.ref.endsWith("~cited") && html`<a class="button small" href=${open(node)}>${t("graph.open")}</a>`}
        ${node.label === "Clause" && html`<a class="button small" href=${toLineage(node.ref)}>${t("act.lineage")}</a>`}
        ${!opened && html`<button type="button" class="button small" onClick=${() => expand(node)}>${t("graph.expand")}${node.hidden > 0 && html` <span class="number">+${node.hidden}</span>`}</button>`}
        ${node.id !== centre && html`<a class="button small" ...${inPlace(go, { label: node.label, id: node.ref })}>${t("lineage.centre")}</a>`}
      </p>
    </div>
    <div class="relations">${[...groups].map(([key, list]) => {
      const others = byOther(list, node);
      return html`<section key=${key}>
        <h3>${t(`edge.${key}`)} <span class="quiet number">${others.length}</span></h3>
        <ul>${others.map(([id, own]) => nodes.has(id) && html`<li key=${id} class=${own.some((e) => e.id === edge) ? "on" : ""}>
          <button type="button" onClick=${() => choose(id)}>${nodes.get(id).name}</button>
          ${[...new Set(own.map((e) => plain(e.reason)))].map((reason) => html`<p class="small quiet" key=${reason}>${reason}</p>`)}</li>`)}</ul></section>`;
    })}</div>
  </aside>`;
}

/** The relations by the node at their other end. */
function byOther(list, node) {
  const found = new Map();
  for (const e of list) {
    const id = e.source === node.id ? e.target : e.source;
    found.set(id, [...(found.get(id) || []), e]);
  }
  return [...found];
}

/** A reason without the name of the rule, which is for those who keep the rules. */
const plain = (reason) => reason.replace(/（规则 [^）]*）$| \(rule [^)]*\)$/, "");

show(Graph);
