// The search page: a question in the address, the answer first, then the clauses that say so.
import { html, useEffect, useState } from "../vendor/htm-preact.module.js";
import { inPlace, useAddress } from "./address.js";
import { toDocument } from "./addresses.js";
import { AnswerCard } from "./answer-card.js";
import { Examples } from "./examples.js";
import { Entry } from "./facts.js";
import { FILTERS, Filters } from "./filters.js";
import { address, get } from "./service.js";
import { Bones, Empty, Fault, Loaded, show, useLoaded } from "./states.js";
import { Typeahead } from "./typeahead.js";
import { known, t } from "./words.js";

const FIRST = 10;
const MORE = 30;

function Search() {
  const [parameters, go] = useAddress();
  const facets = useLoaded((signal) => get("/api/facets", {}, { signal }), []);
  const q = (parameters.q || "").trim();
  useEffect(() => {
    document.title = `${q || t("title.search")} · ${t("brand")}`;
  }, [q]);
  const box = html`<${Box} q=${q} go=${go} home=${!q} />`;
  if (!q) return html`<div class="home"><div class="hero"><p class="claim">${t("search.claim")}</p><p class="lead">${t("lead.search")}</p>${box}</div><${Examples} facets=${facets} go=${go} /></div>`;
  return html`<div class="results">
    <div class="top">${box}</div>
    <aside class="side" aria-label=${t("filter.label")}><${Side} facets=${facets} parameters=${parameters} go=${go} /></aside>
    <${Results} q=${q} parameters=${parameters} go=${go} places=${facets.value?.places || []} />
  </div>`;
}

function Box({ q, go, home }) {
  const submit = (text) => text && go({ q: text, in: null, exact: null, level: null, sector: null, unit: null });
  const choose = (one) => (one.kind === "document" ? location.assign(toDocument(one.id)) : submit(one.text));
  const send = (event) => {
    event.preventDefault();
    submit(document.getElementById("q").value.trim());
  };
  return html`<form class="box" role="search" action="/" onSubmit=${send}>
    <${Typeahead} id="q" big label=${t("search.label")} value=${q} placeholder=${t("search.placeholder")} choose=${choose} submit=${submit} autofocus=${home} />
    <button type="submit" class="button main">${t("search.go")}</button>
  </form>`;
}

/** Filters: beside the results where there is room, behind a button where there is not. */
function Side({ facets, parameters, go }) {
  const [open, setOpen] = useState(false);
  const used = FILTERS.filter((name) => parameters[name] && name !== "exact").length;
  return html`<button type="button" class="button filter-button" aria-expanded=${String(open)} aria-controls="filters" onClick=${() => setOpen(!open)}>
      ${t("filter.label")}${used > 0 && html`<span class="tag accent">${used}</span>`}</button>
    <div id="filters" class=${open ? "open" : ""}>
      ${facets.value ? html`<${Filters} facets=${facets.value} parameters=${parameters} go=${go} />` : facets.fault ? null : html`<${Bones} />`}
    </div>`;
}

function Results({ q, parameters, go, places }) {
  const { in: jurisdiction, exact, level, sector, unit } = parameters;
  const narrowed = FILTERS.some((name) => parameters[name]);
  const [limit, setLimit] = useState(FIRST);
  useEffect(() => setLimit(FIRST), [q]);
  const answer = useLoaded((signal) => get("/api/ask", { q, jurisdiction }, { signal }), [q, jurisdiction]);
  const hits = useLoaded(
    (signal) => (narrowed || limit > FIRST ? get("/api/search", { q, jurisdiction, exact: exact ? "true" : "", level, sector, unit, limit }, { signal }) : Promise.resolve(null)),
    [q, jurisdiction, exact, level, sector, unit, limit],
  );
  const found = hits.value?.hits || (!narrowed && limit === FIRST && answer.value ? answer.value.evidence : undefined);
  if (answer.fault) return html`<div class="found"><${Chosen} parameters=${parameters} go=${go} /><${Fault} fault=${answer.fault} again=${answer.again} /></div>`;
  return html`<div class="found" aria-busy=${String(answer.busy)}>
    <${Chosen} parameters=${parameters} go=${go} />
    <${Loaded} state=${answer} lines=${5}>${(value) => html`<${AnswerCard} key=${value.question} answer=${value} places=${places} />`}</${Loaded}>
    ${!(answer.value && !answer.value.answered && found?.length === 0 && !narrowed) && html`<section class="clauses" aria-labelledby="clauses-title">
      <div class="clauses-head"><h2 id="clauses-title">${t("clauses.title")}</h2>${found?.length > 0 && html`<a class="button small no-print" href=${address("/api/search", { q, jurisdiction, exact: exact ? "true" : "", level, sector, unit, limit: MORE, format: "xlsx" })} download>${t("export.clauses")}</a>`}</div>
      ${hits.fault
        ? html`<${Fault} fault=${hits.fault} again=${hits.again} />`
        : found === undefined
          ? html`<${Bones} lines=${8} />`
          : html`<${Found} key=${q + limit} found=${found} narrowed=${narrowed} more=${found.length >= limit && limit < MORE ? () => setLimit(MORE) : null} />`}
    </section>`}
  </div>`;
}

const weak = (one) => one.score < 0.3 && !one.matched_by.some((m) => m !== "vector");

/** The clauses; those that are only faintly near stay behind a button. */
function Found({ found, narrowed, more }) {
  const strong = found.filter((one) => !weak(one));
  const first = strong.length ? strong : found.slice(0, 3);
  const [all, setAll] = useState(false);
  if (!found.length) return html`<${Empty} title=${t("clauses.none")} text=${narrowed ? t("clauses.none.narrowed") : t("clauses.none.text")} />`;
  const shown = all ? found : first;
  const rest = found.length - first.length;
  return html`<ol>${shown.map((one) => html`<li key=${one.clause_id}><${Entry} found=${one} /></li>`)}</ol>
    ${!all && rest > 0 && html`<button type="button" class="button" onClick=${() => setAll(true)}>${t("clauses.weak", { n: rest })}</button>`}
    ${(all || rest === 0) && more && html`<button type="button" class="button" onClick=${more}>${t("clauses.more")}</button>`}`;
}

/** The filters in force, each to be taken off. */
function Chosen({ parameters, go }) {
  const names = FILTERS.filter((name) => parameters[name] && name !== "exact");
  if (!names.length) return null;
  return html`<ul class="chosen" aria-label=${t("filter.chosen")}>
    ${names.map((name) => {
      const label = name === "level" && known(`level.${parameters[name]}`) ? t(`level.${parameters[name]}`) : parameters[name];
      return html`<li key=${name}><a class="chip" ...${inPlace(go, { [name]: null, ...(name === "in" ? { exact: null } : {}) })} aria-label=${t("filter.remove", { label })}>${label}<span aria-hidden="true">×</span></a></li>`;
    })}
    <li><a class="small" ...${inPlace(go, Object.fromEntries(FILTERS.map((name) => [name, null])))}>${t("filter.clear")}</a></li>
  </ul>`;
}

show(Search);
