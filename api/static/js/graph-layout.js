// Where nodes stand in the picture: what is above a node on its left, what follows from it on its right, what it lies in
// over it, what it holds under it. So the picture can be read, and is the same each time.

const SIDES = {
  DERIVES_FROM: ["left", "right"],
  CITES: ["left", "right"],
  COUNTERPART_OF: ["left", "right"],
  ISSUED_BY: ["top", "right"],
  APPLIES_IN: ["top", "bottom"],
  WITHIN: ["top", "bottom"],
  PART_OF: ["top", "bottom"],
  HAS_CLAUSE: ["bottom", "top"],
  CONCERNS: ["bottom", "right"],
  RESPONSIBLE_FOR: ["right", "bottom"],
  QUANTIFIES: ["left", "bottom"],
};

export const WIDTH = 168;
export const HEIGHT = 46;
const STEP_X = 188;
const STEP_Y = 60;
const GAP = 96; // between a node and the first of those around it
export const REACH = HEIGHT + GAP + STEP_Y / 2; // from a node to the first row around it, and not to the second
const IN_COLUMN = 8;
const inRow = (narrow) => (narrow ? 2 : 4);
const ORDER = ["DERIVES_FROM", "CITES", "COUNTERPART_OF", "ISSUED_BY", "APPLIES_IN", "WITHIN", "HAS_CLAUSE", "PART_OF", "RESPONSIBLE_FOR", "QUANTIFIES", "CONCERNS"];

const UPRIGHT = { left: "top", right: "bottom", top: "top", bottom: "bottom" };

/** The side of a node on which an edge's other end stands. */
export const sideOf = (edge, node) => (SIDES[edge.type] || ["right", "left"])[edge.source === node ? 0 : 1];

/** Places `nodes`, newly found around `centre`, which stands at `at`; `outward` keeps an expansion away from the middle,
 * `narrow` keeps all above and below. */
export function place(centre, at, nodes, edges, { outward, narrow } = {}) {
  const sides = { left: [], right: [], top: [], bottom: [] };
  for (const node of nodes) {
    const edge = edges.filter((e) => (e.source === centre && e.target === node.id) || (e.target === centre && e.source === node.id)).sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type))[0];
    const wanted = outward || (edge ? sideOf(edge, centre) : "bottom");
    const side = narrow ? UPRIGHT[wanted] : wanted;
    sides[side].push({ node, rank: edge ? ORDER.indexOf(edge.type) : 99 });
  }
  const found = new Map();
  for (const [side, members] of Object.entries(sides)) {
    members.sort((a, b) => a.rank - b.rank || a.node.id.localeCompare(b.node.id));
    members.forEach(({ node }, i) => found.set(node.id, side === "left" || side === "right" ? column(at, side, i, members.length) : row(at, side, i, members.length, inRow(narrow))));
  }
  return found;
}

function column(at, side, i, n) {
  const [line, pos] = [Math.floor(i / IN_COLUMN), i % IN_COLUMN];
  const inLine = Math.min(IN_COLUMN, n - line * IN_COLUMN);
  const away = WIDTH + GAP + line * STEP_X;
  return { x: at.x + (side === "left" ? -away : away), y: at.y + (pos - (inLine - 1) / 2) * STEP_Y };
}

function row(at, side, i, n, most) {
  const [line, pos] = [Math.floor(i / most), i % most];
  const inLine = Math.min(most, n - line * most);
  const away = HEIGHT + GAP + line * STEP_Y;
  return { x: at.x + (pos - (inLine - 1) / 2) * STEP_X, y: at.y + (side === "top" ? -away : away) };
}

/** Pushes nodes apart that stand on each other; those of `fixed` keep their place. */
export function apart(positions, fixed) {
  const ids = [...positions.keys()];
  for (let round = 0; round < 60; round += 1) {
    let moved = false;
    for (let i = 0; i < ids.length; i += 1)
      for (let j = i + 1; j < ids.length; j += 1) {
        const [a, b] = [positions.get(ids[i]), positions.get(ids[j])];
        const over = { x: STEP_X - 6 - Math.abs(a.x - b.x), y: STEP_Y - 6 - Math.abs(a.y - b.y) };
        if (over.x <= 0 || over.y <= 0) continue;
        const axis = over.y <= over.x ? "y" : "x";
        const sign = a[axis] <= b[axis] ? 1 : -1;
        const [fa, fb] = [fixed.has(ids[i]), fixed.has(ids[j])];
        if (fa && fb) continue;
        const share = fa || fb ? 1 : 0.5;
        if (!fa) a[axis] -= sign * over[axis] * share;
        if (!fb) b[axis] += sign * over[axis] * share;
        moved = true;
      }
    if (!moved) return;
  }
}
