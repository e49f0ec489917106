// Gaps: a place's plan against the one above it: what was taken up, what was not, what is new, how the targets compare.
import { html, useEffect } from "../vendor/htm-preact.module.js";
import { inPlace, useAddress } from "./address.js";
import { toClause, toDocument, toGaps, toPair } from "./addresses.js";
import { GoalPairs } from "./comparison.js";
import { terms, valueText } from "./facts.js";
import { PlaceSide } from "./filters.js";
import { address, get } from "./service.js";
import { Empty, Loaded, show, useLoaded } from "./states.js";
import { figure, t } from "./words.js";

function Gaps() {
  const [parameters, go] = useAddress();
  const facets = useLoaded((signal) => get("/api/facets", {}, { signal }), []);
  const place = parameters.in;
  const gaps = useLoaded((signal) => (place ? get("/api/gaps", { jurisdiction: place }, { signal }) : Promise.resolve(null)), [place]);
  return html`<div class="with-side">
    <${PlaceSide} facets=${facets} chosen=${place} go=${(c) => go({ in: c.in, tab: null })} />
    <div class="stack" aria-busy=${String(gaps.busy)}>
      ${!place
        ? html`<${Choose} places=${facets.value?.answering} go=${go} />`
        : html`<${Loaded} state=${gaps} lines=${10}>${(value) => value && html`<${Place} key=${value.place.code} gaps=${value} tab=${parameters.tab} go=${go} />`}</${Loaded}>`}
    </div>
  </div>`;
}

/** Nothing chosen yet: the places that have a plan above to be set against. */
const Choose = ({ places, go }) =>
  places?.length === 0
    ? html`<${Empty} title=${t("lineage.empty")} text=${t("lineage.empty.text")} />`
    : html`<${Empty} title=${t("gaps.choose")} text=${t("gaps.choose.text")}>
        <ul class="chips">${(places || []).map((place) => html`<li key=${place}><a class="chip" ...${inPlace(go, { in: place })}>${place}</a></li>`)}</ul></${Empty}>`;

function Place({ gaps, tab, go }) {
  useEffect(() => {
    document.title = `${gaps.place.name} · ${t("title.gaps")} · ${t("brand")}`;
  }, [gaps]);
  if (!gaps.above.length && !gaps.below.length)
    return html`<${Empty} title=${gaps.without.length ? t("gaps.alone", { place: gaps.place.name }) : t("gaps.nothing", { place: gaps.place.name })} text=${gaps.without.length ? t("gaps.alone.text") : t("gaps.nothing.text")}>
      ${gaps.without.length > 0 && html`<ul>${gaps.without.map((d) => html`<li key=${d.id}><a href=${toDocument(d.id)}>${d.title}</a></li>`)}</ul>`}</${Empty}>`;
  return html`
    ${gaps.above.map((plan, i) => html`<${Plan} key=${plan.child.id + plan.parent.id} plan=${plan} place=${gaps.place} number=${i} tab=${tab} go=${go} />`)}
    ${gaps.below.length > 0 && html`<section class="card" aria-labelledby="below"><div class="card-head"><h2 id="below">${t("gaps.below", { place: gaps.place.name })}</h2></div><${Below} plans=${gaps.below} /></section>`}
    ${gaps.without.length > 0 && html`<p class="small soft">${t("gaps.without")}${gaps.without.map((d, i) => html`${i ? t("comma") : ""}<a key=${d.id} href=${toDocument(d.id)}>${d.title}</a>`)}</p>`}`;
}

const percent = (part, whole) => (whole ? Math.round((100 * part) / whole) : 0);

/** A plan against the one above it; which of its lists is open is in the address. */
function Plan({ plan, place, number, tab: asked, go }) {
  const tabs = [
    ["missing", plan.missing.length],
    ["taken", plan.taken_up.length],
    ["added", plan.added.length],
    ["goals", plan.goals.length + plan.goals_missing.length + plan.goals_added.length],
  ];
  const tab = tabs.some(([name]) => name === asked) ? asked : "missing";
  const setTab = (name) => go({ tab: name === "missing" ? null : name }, { replace: true });
  const idOf = (name) => `${name}-${number}`;
  return html`<article class="card plan-gaps">
    <header class="card-body">
      <p class="crumbs"><span>${t("comparison.child")}</span><a href=${toDocument(plan.child.id)}>${plan.child.title}</a></p>
      <p class="crumbs"><span>${t("comparison.parent")}</span><a href=${toDocument(plan.parent.id)}>${plan.parent.title}</a></p>
      <div class="sum">
        <p class="rate"><b class="number">${percent(plan.taken, plan.asked)}<small>%</small></b><span>${t("gaps.rate")}</span></p>
        <dl>
          <div><dt>${t("gaps.asked")}</dt><dd class="number">${figure(plan.asked)}</dd></div>
          <div><dt>${t("gaps.taken")}</dt><dd class="number">${figure(plan.taken)}</dd></div>
          <div><dt>${t("gaps.missing")}</dt><dd class="number">${figure(plan.asked - plan.taken)}</dd></div>
          <div><dt>${t("gaps.added")}</dt><dd class="number">${figure(plan.added.length)}</dd></div>
          <div><dt>${t("gaps.goals")}</dt><dd class="number">${figure(plan.goals.length)}</dd></div>
        </dl>
        <a class="button small no-print" href=${address("/api/gaps", { jurisdiction: place.name, format: "xlsx" })} download>${t("export.gaps")}</a>
      </div>
      <meter class="share" min="0" max=${plan.asked || 1} value=${plan.taken} aria-label=${t("gaps.rate")}></meter>
    </header>
    <div class="tabs" role="tablist" aria-label=${t("title.gaps")}>
      ${tabs.map(([name, n]) => html`<button type="button" key=${name} role="tab" id=${idOf(name)} aria-selected=${String(tab === name)} aria-controls=${idOf("panel")} tabindex=${tab === name ? 0 : -1} onClick=${() => setTab(name)} onKeyDown=${(e) => arrow(e, tabs, tab, setTab)}>${t(`gaps.tab.${name}`)} <span class="number quiet">${n}</span></button>`)}
    </div>
    <div id=${idOf("panel")} role="tabpanel" aria-labelledby=${idOf(tab)}>
      ${tab === "goals" ? html`<${Goals} plan=${plan} />` : tab === "taken" ? html`<${TakenUp} plan=${plan} />` : html`<${Clauses} clauses=${plan[tab]} none=${t(`gaps.none.${tab}`)} />`}
    </div>
  </article>`;
}

function arrow(event, tabs, tab, setTab) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const names = tabs.map(([name]) => name);
  const next = names[(names.indexOf(tab) + step + names.length) % names.length];
  setTab(next);
  event.currentTarget.parentElement.children[names.indexOf(next)].focus();
}

const Clauses = ({ clauses, none }) =>
  clauses.length
    ? html`<ul class="clause-list">${clauses.map((c) => html`<li key=${c.id}>
        <h3><a href=${toClause(c.id)}><span class="path">${c.path}</span> ${c.heading || c.text.slice(0, 24)}</a></h3>
        ${c.text && html`<p class="snippet serif">${c.text}</p>`}
        <p class="small quiet">${c.responsibility}</p></li>`)}</ul>`
    : html`<p class="card-body soft">${none}</p>`;

const nameOf = (clause) => clause.heading || clause.text.slice(0, 24);

/** What became of each clause above: the local clauses beside it, each with how closely it follows. */
const TakenUp = ({ plan }) =>
  plan.taken_up.length
    ? html`<div class="table-frame"><table class="stacks taken-up"><thead><tr><th>${t("comparison.parent")}</th><th>${t("gaps.became")}</th></tr></thead><tbody>
        ${plan.taken_up.map(({ clause, by }) => html`<tr key=${clause.id}>
          <td><a href=${toClause(clause.id)}><span class="path">${clause.path}</span> ${nameOf(clause)}</a></td>
          <td><ul>${by.map((one) => html`<li key=${one.clause.id + one.parent}><a href=${toPair(one.clause.id, one.parent)}><span class="path">${one.clause.path}</span> ${nameOf(one.clause)}</a> <span class="tag">${t(`strength.${one.strength}`)}</span></li>`)}</ul></td></tr>`)}
      </tbody></table></div>`
    : html`<p class="card-body soft">${t("gaps.none.taken")}</p>`;

const Goals = ({ plan }) => html`
  ${plan.goals.length > 0 && html`<${GoalPairs} pairs=${plan.goals} />`}
  <${Targets} title=${t("gaps.goals.missing")} targets=${plan.goals_missing} />
  <${Targets} title=${t("gaps.goals.added")} targets=${plan.goals_added} />`;

const Targets = ({ title, targets }) => targets.length > 0 && html`<section class="goal-list"><h3>${title} <span class="number quiet">${targets.length}</span></h3>
  <div class="table-frame"><table class="stacks"><thead class="unseen"><tr><th>${t("pair.indicator")}</th><th>${t("targets.value")}</th><th>${t("targets.quote")}</th></tr></thead><tbody>${targets.map((x) => html`<tr key=${x.id}>
    <td><b>${x.indicator}</b></td><td class="nowrap"><span><b class="number">${valueText(x)}</b> <span class="quiet">${terms(x)}</span></span></td>
    <td><a class="soft" href=${toClause(x.clause_id)}><span class="path">${x.path}</span> ${x.heading}</a></td></tr>`)}</tbody></table></div></section>`;

const Below = ({ plans }) => html`<div class="table-frame"><table class="stacks">
  <thead><tr><th>${t("filter.place")}</th><th>${t("documents.title")}</th><th class="num">${t("gaps.asked")}</th><th class="num">${t("gaps.taken")}</th><th class="num">${t("gaps.added")}</th><th class="num">${t("gaps.rate")}</th></tr></thead>
  <tbody>${plans.map((p) => html`<tr key=${p.child.id}>
    <td class="nowrap"><a href=${toGaps(p.child.jurisdiction?.name)}>${p.child.jurisdiction?.name}</a></td><td>${p.child.title}</td>
    <td class="num" data-label=${t("gaps.asked")}>${p.asked}</td><td class="num" data-label=${t("gaps.taken")}>${p.taken}</td><td class="num" data-label=${t("gaps.added")}>${p.added.length}</td><td class="num" data-label=${t("gaps.rate")}>${percent(p.taken, p.asked)}%</td></tr>`)}</tbody></table></div>`;

show(Gaps);
