// The drawing itself: Cytoscape in the page's colours, nodes as labelled boxes, relations as curves with their names.
import { HEIGHT, REACH, WIDTH, apart, place } from "./graph-layout.js";
import { t } from "./words.js";

let library;
/** Loads the library once. */
export function cytoscape() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("../vendor/cytoscape.min.js", import.meta.url).href;
    script.onload = () => done(globalThis.cytoscape);
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
}

const LINE = 12; // characters of a line of a label

const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** A name in at most two lines; of a clause its path over its heading. */
function label(node) {
  const name = node.name.replace(/\s+/g, " ");
  const space = name.indexOf(" ");
  if (node.label === "Clause" && space > 0) return `${name.slice(0, space)}\n${short(name.slice(space + 1), LINE)}`;
  if (name.length <= LINE) return name;
  const cut = short(name, LINE * 2);
  const half = cut.length > LINE + 4 ? LINE : Math.ceil(cut.length / 2);
  return `${cut.slice(0, half)}\n${cut.slice(half)}`;
}

function style() {
  const css = getComputedStyle(document.documentElement);
  const c = (name) => css.getPropertyValue(`--${name}`).trim();
  const font = getComputedStyle(document.body).fontFamily;
  const node = (name, more) => ({ selector: `node[label = "${name}"]`, style: more });
  return [
    { selector: "node", style: { shape: "round-rectangle", width: WIDTH, height: HEIGHT, content: "data(text)", "text-wrap": "wrap", "text-valign": "center", "text-halign": "center", "font-family": font, "font-size": 12.5, "line-height": 1.3, color: c("ink"), "background-color": c("surface"), "border-width": 1, "border-color": c("line-2") } },
    node("Document", { "background-color": c("accent-wash"), "border-color": c("accent-line") }),
    node("Unit", { "border-color": c("ink-3") }),
    node("Target", { "background-color": c("mark"), "border-color": c("mark-line") }),
    node("Sector", { shape: "cut-rectangle", "background-color": c("inset"), color: c("ink-2") }),
    node("Jurisdiction", { shape: "cut-rectangle", "background-color": c("inset"), color: c("ink-2") }),
    { selector: "node[?centre]", style: { "background-color": c("accent"), "border-color": c("accent"), color: c("on-accent"), "font-weight": 600 } },
    { selector: "node:selected, node.on", style: { "border-width": 2.5, "border-color": c("accent") } },
    { selector: "edge", style: { width: 1.2, "line-color": c("line-2"), "curve-style": "bezier", "target-arrow-shape": "triangle", "target-arrow-color": c("line-2"), "arrow-scale": 0.8, content: "data(text)", "font-family": font, "font-size": 10.5, color: c("ink-3"), "text-background-color": c("paper"), "text-background-opacity": 1, "text-background-padding": 2 } },
    { selector: 'edge[type = "DERIVES_FROM"]', style: { "line-color": c("accent"), "target-arrow-color": c("accent"), color: c("accent") } },
    { selector: "edge.on", style: { content: "data(name)", width: 2.4, "line-color": c("accent"), "target-arrow-color": c("accent"), color: c("ink"), "z-index": 9 } },
    { selector: ".dim", style: { opacity: 0.28 } },
    { selector: ".gone", style: { display: "none" } },
  ];
}

/** A picture in an element: `show(graph)`, `add(graph, from)`, `select(id)`, `hide(types)`, `close()`. */
export async function picture(element, { choose, edge: chooseEdge }) {
  const make = await cytoscape();
  const cy = make({ container: element, style: style(), minZoom: 0.25, maxZoom: 2.2, boxSelectionEnabled: false });
  const positions = new Map();
  const narrow = element.clientWidth < 600;
  const data = (node, centre) => ({ data: { ...node, text: label(node), centre: node.id === centre }, position: { ...positions.get(node.id) } });
  // On a phone a line to a row further out runs behind nearer nodes: its name would, too, and shows when it is chosen.
  const behind = (edge) => narrow && Math.abs(positions.get(edge.source).y - positions.get(edge.target).y) > REACH;
  const link = (edge) => ({ data: { ...edge, name: t(`edge.${edge.type}`), text: behind(edge) ? "" : t(`edge.${edge.type}`) } });
  const settle = () => cy.nodes().forEach((n) => n.position({ ...positions.get(n.id()) }));
  const view = () => {
    const shown = cy.elements().not(".gone");
    cy.fit(shown, 28);
    if (cy.zoom() > 1.1) cy.zoom({ level: 1.1, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    if (cy.zoom() > 1.1 || shown.length < 3) cy.center(shown);
  };
  cy.on("tap", "node", (event) => choose(event.target.id()));
  cy.on("tap", "edge", (event) => chooseEdge(event.target.id()));
  const repaint = () => cy.style(style());
  addEventListener("theme", repaint);
  const paper = Object.assign(new Image(), { className: "paper-picture", alt: "" });
  const toPaper = () => {
    paper.src = cy.png({ full: true, scale: 2, maxWidth: 2400, bg: "#fff" });
    element.append(paper);
  };
  const toScreen = () => paper.remove();
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  const resize = new ResizeObserver(() => {
    cy.resize();
    view();
  });
  resize.observe(element);
  return {
    show(graph, hidden) {
      positions.clear();
      positions.set(graph.centre, { x: 0, y: 0 });
      const seen = new Set(graph.edges.filter((e) => !hidden.has(e.type)).flatMap((e) => [e.source, e.target]));
      const near = graph.nodes.filter((n) => n.id !== graph.centre);
      const first = near.filter((n) => seen.has(n.id));
      for (const [id, at] of place(graph.centre, { x: 0, y: 0 }, first, graph.edges.filter((e) => !hidden.has(e.type)), { narrow })) positions.set(id, at);
      for (const [id, at] of place(graph.centre, { x: 0, y: 900 }, near.filter((n) => !seen.has(n.id)), graph.edges, { outward: "bottom", narrow })) positions.set(id, at);
      apart(positions, new Set([graph.centre]));
      cy.elements().remove();
      cy.add([...graph.nodes.map((n) => data(n, graph.centre)), ...graph.edges.map(link)]);
      this.hide(hidden);
      view();
    },
    add(graph, from) {
      const at = positions.get(from);
      const fresh = graph.nodes.filter((n) => !positions.has(n.id));
      const outward = Math.abs(at.x) >= Math.abs(at.y) ? (at.x < 0 ? "left" : "right") : at.y < 0 ? "top" : "bottom";
      for (const [id, where] of place(from, at, fresh, graph.edges, { outward: at.x || at.y ? outward : undefined, narrow })) positions.set(id, where);
      apart(positions, new Set([from]));
      cy.add([...fresh.map((n) => data(n)), ...graph.edges.filter((e) => cy.getElementById(e.id).empty()).map(link)]);
      settle();
      view();
      return fresh.length;
    },
    hide(types) {
      cy.batch(() => {
        cy.elements().removeClass("gone");
        cy.edges().forEach((e) => e.toggleClass("gone", types.has(e.data("type"))));
        cy.nodes().forEach((n) => n.toggleClass("gone", !n.data("centre") && n.connectedEdges().not(".gone").empty()));
      });
    },
    fit: view,
    select(id) {
      cy.batch(() => {
        cy.elements().removeClass("on dim");
        const one = cy.getElementById(id);
        if (one.empty()) return;
        const near = one.isNode() ? one.closedNeighborhood() : one.union(one.connectedNodes());
        one.addClass("on");
        if (one.isNode() && !one.data("centre")) cy.elements().not(near).addClass("dim");
      });
    },
    close() {
      removeEventListener("theme", repaint);
      removeEventListener("beforeprint", toPaper);
      removeEventListener("afterprint", toScreen);
      resize.disconnect();
      cy.destroy();
    },
  };
}
