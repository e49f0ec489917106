// What narrows the clauses: a tree of places, the level, the sector, the unit. Each choice is a link, so it can be shared.
import { html, useState } from "../vendor/htm-preact.module.js";
import { inPlace } from "./address.js";
import { Typeahead } from "./typeahead.js";
import { t } from "./words.js";

const SHOWN_SECTORS = 8;
export const FILTERS = ["in", "exact", "level", "sector", "unit"];

export function Filters({ facets, parameters, go }) {
  return html`<div class="filters">
    <section aria-labelledby="filter-place">
      <h2 id="filter-place">${t("filter.place")}<${Counted} what=${t("filter.documents")} /></h2>
      <${PlaceTree} places=${facets.places} chosen=${parameters.in} go=${go} />
      ${parameters.in && html`<label class="check"><input type="checkbox" checked=${Boolean(parameters.exact)} onChange=${(e) => go({ exact: e.target.checked ? "1" : null })} />${t("filter.exact")}</label>`}
    </section>
    <section aria-labelledby="filter-level">
      <h2 id="filter-level">${t("filter.level")}<${Counted} what=${t("filter.documents")} /></h2>
      <ul class="choices">${facets.levels.map(({ level, documents }) => html`<li key=${level}><${Choice} name="level" value=${level} label=${t(`level.${level}`)} count=${documents} parameters=${parameters} go=${go} /></li>`)}</ul>
    </section>
    <section aria-labelledby="filter-sector">
      <h2 id="filter-sector">${t("filter.sector")}<${Counted} what=${t("filter.clauses")} /></h2>
      <${Sectors} sectors=${facets.sectors} parameters=${parameters} go=${go} />
    </section>
    <section aria-labelledby="filter-unit">
      <h2 id="filter-unit">${t("filter.unit")}</h2>
      <${Typeahead} id="unit" label=${t("filter.unit")} value=${parameters.unit} placeholder=${t("filter.unit.placeholder")} kinds=${["unit"]}
        choose=${(one) => go({ unit: one.text })} submit=${(text) => go({ unit: text || null })} />
    </section>
  </div>`;
}

/** What the numbers beside the choices count. */
const Counted = ({ what }) => html` <span class="counted">${what}</span>`;

function Choice({ name, value, label, count, parameters, go }) {
  const on = parameters[name] === value;
  return html`<a class="choice" aria-current=${on ? "true" : undefined} ...${inPlace(go, { [name]: on ? null : value })}>
    <span>${label}</span>${count !== undefined && html`<span class="count">${count}</span>`}</a>`;
}

function Sectors({ sectors, parameters, go }) {
  const [all, setAll] = useState(false);
  const chosen = sectors.filter((s) => s.name === parameters.sector);
  const shown = all ? sectors : [...new Set([...chosen, ...sectors.slice(0, SHOWN_SECTORS)])];
  return html`<ul class="choices">${shown.map((s) => html`<li key=${s.name}><${Choice} name="sector" value=${s.name} label=${s.name} count=${s.clauses} parameters=${parameters} go=${go} /></li>`)}</ul>
    ${sectors.length > SHOWN_SECTORS && html`<button type="button" class="button plain small" aria-expanded=${String(all)} onClick=${() => setAll(!all)}>${all ? t("answer.fewer") : t("filter.all-sectors", { n: sectors.length })}</button>`}`;
}

/** The tree of places beside a list; on a narrow window behind its title. */
export function PlaceSide({ facets, chosen, go }) {
  const [wide] = useState(() => matchMedia("(min-width: 901px)").matches);
  return html`<aside class="side filters" aria-label=${t("filter.label")}><details open=${wide}>
    <summary><h2>${t("filter.place")}<${Counted} what=${t("filter.documents")} /></h2><span class="chosen-place">${chosen || t("documents.all")}</span></summary>
    ${facets.value && html`<${PlaceTree} places=${facets.value.places} chosen=${chosen} go=${go} />`}
  </details></aside>`;
}

const OPEN = 40; // places that are all shown at once; of more, the branches are closed at first

/** Places with documents, under the places they lie within; each with the documents of all that lies within it. */
export function PlaceTree({ places, chosen, go, name = "in" }) {
  const [turned, setTurned] = useState(() => new Set());
  const below = new Map();
  for (const place of places) below.set(place.parent, [...(below.get(place.parent) || []), place]);
  const codes = new Set(places.map((p) => p.code));
  const total = (place) => place.documents + (below.get(place.code) || []).reduce((n, p) => n + total(p), 0);
  const holds = (place) => is(place, chosen) || (below.get(place.code) || []).some(holds);
  const open = (place) => (places.length <= OPEN || (below.get(place.code) || []).some(holds)) !== turned.has(place.code);
  const turn = (code) => setTurned((now) => (now.has(code) ? new Set([...now].filter((c) => c !== code)) : new Set([...now, code])));
  const branch = (list, depth) => html`<ul class=${depth ? "branch" : "tree"}>
    ${list.map((place) => {
      const on = is(place, chosen);
      const more = below.has(place.code);
      return html`<li key=${place.code}>
        <div class="place-line">
          <a class="choice" aria-current=${on ? "true" : undefined} ...${inPlace(go, { [name]: on ? null : place.name, exact: null })}>
            <span>${place.name}</span><span class="count">${total(place)}</span></a>
          ${more && places.length > OPEN && html`<button type="button" class="turn" aria-expanded=${String(open(place))} aria-label=${t("filter.turn", { place: place.name })} onClick=${() => turn(place.code)}></button>`}
        </div>
        ${more && open(place) && branch(below.get(place.code), depth + 1)}
      </li>`;
    })}
  </ul>`;
  return branch(places.filter((p) => !codes.has(p.parent)), 0);
}

const is = (place, chosen) => chosen === place.name || chosen === place.code;
