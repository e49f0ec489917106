// Targets: the list of indicators, and one indicator across places as a chart and a table.
import { html, useEffect, useState } from "../vendor/htm-preact.module.js";
import { inPlace, useAddress } from "./address.js";
import { toClause, toTargets } from "./addresses.js";
import { BarChart } from "./bar-chart.js";
import { date, terms, valueText } from "./facts.js";
import { Pager } from "./pager.js";
import { address, get } from "./service.js";
import { Empty, Loaded, show, useLoaded } from "./states.js";
import { figure, known, t } from "./words.js";

const PAGE = 50;
const TOLD = 3; // figures that the service tells of an indicator at most
const PAUSE = 200; // milliseconds of rest before a filter is applied

function Targets() {
  const [parameters, go] = useAddress();
  return parameters.indicator ? html`<${OneIndicator} key=${parameters.indicator} name=${parameters.indicator} go=${go} />` : html`<${AllIndicators} parameters=${parameters} go=${go} />`;
}

// -- all ------------------------------------------------------------------------------------------------------------

function AllIndicators({ parameters, go }) {
  const { q = "", from } = parameters;
  const page = useLoaded((signal) => get("/api/targets/indicators", { q, limit: PAGE, offset: from }, { signal }), [q, from]);
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text === q) return undefined;
    const timer = setTimeout(() => go({ q: text, from: null }, { replace: true }), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return html`<header class="page-head"><h1>${t("title.targets")}</h1><p>${t("lead.targets")}</p></header>
    <section class="card" aria-label=${t("title.targets")} aria-busy=${String(page.busy)}>
      <div class="tools"><input class="input" type="search" value=${text} maxlength="200" aria-label=${t("targets.filter")} placeholder=${t("targets.filter")} onInput=${(e) => setText(e.target.value)} />
        <div class="end"><a class="button small" href=${address("/api/targets", { indicator: q, format: "xlsx" })} download>${t("export.targets")}</a></div></div>
      <${Loaded} state=${page} lines=${8}>${(value) => (value.items.length ? html`<${Indicators} page=${value} /><${Pager} page=${value} go=${go} />` : html`<div class="card-body"><${Empty} title=${t("targets.none")} text=${t("targets.none.text")} /></div>`)}</${Loaded}>
    </section>`;
}

const Indicators = ({ page }) => html`<div class="table-frame"><table class="stacks">
  <thead><tr><th>${t("pair.indicator")}</th><th>${t("targets.value")}</th><th>${t("targets.places")}</th><th>${t("targets.years")}</th><th class="num">${t("targets.count")}</th></tr></thead>
  <tbody>${page.items.map((one) => html`<tr key=${one.name}>
    <td><a class="name" href=${toTargets(one.name)}>${one.name}</a></td>
    <td data-label=${t("targets.value")}>${one.figures.map(valueText).join(t("comma"))}${one.targets > one.figures.length && one.figures.length === TOLD ? " …" : ""}</td>
    <td data-label=${t("targets.places")}>${one.places.join(t("comma"))}</td>
    <td class="nowrap" data-label=${t("targets.years")}>${one.years.join(t("comma")) || html`<span class="quiet">${t("none")}</span>`}</td>
    <td class="num" data-label=${t("targets.count")}>${figure(one.targets)}</td>
  </tr>`)}</tbody></table></div>`;

// -- one ------------------------------------------------------------------------------------------------------------

function OneIndicator({ name, go }) {
  const found = useLoaded((signal) => get("/api/targets/compare", { indicator: name }, { signal }), [name]);
  useEffect(() => {
    document.title = `${name} · ${t("title.targets")} · ${t("brand")}`;
  }, [name]);
  return html`<p class="crumbs"><a ...${inPlace(go, { indicator: null })}>${t("nav.targets")}</a></p>
    <${Loaded} state=${found} lines=${8}>${({ indicators }) =>
      indicators.length ? html`<div class="stack">${indicators.map((one) => html`<${Indicator} key=${one.name} one=${one} />`)}</div>` : html`<${Empty} title=${t("targets.none")} text=${t("targets.none.text")} />`}</${Loaded}>`;
}

function Indicator({ one }) {
  const others = one.names.filter((n) => n !== one.name);
  return html`<article class="indicator">
    <header><div class="head-line"><h1>${one.name}</h1><a class="button small no-print" href=${address("/api/targets/compare", { indicator: one.name, format: "xlsx" })} download>${t("export.compared")}</a></div><p class="soft small">${t("targets.summary", { places: one.places.length, n: one.targets })}${others.length > 0 && html`　${t("targets.names", { names: others.join(t("comma")) })}`}</p></header>
    ${one.groups.map((group, i) => html`<${Group} key=${i} group=${group} one=${one} />`)}
  </article>`;
}

/** What sets a group apart: 增长，%，较 2023 年 */
const groupTitle = (group) =>
  [known(`change.${group.change}`) && t(`change.${group.change}`), group.unit && t("targets.unit", { unit: group.unit }), group.baseline && t("target.against", { date: date(group.baseline) }), group.period && (known(`period.${group.period}`) ? t(`period.${group.period}`) : group.period)].filter(Boolean).join(t("comma.clause"));

function Group({ group, one }) {
  const charted = group.items.filter((x) => x.value !== null);
  const years = new Set(charted.map((x) => x.deadline || ""));
  const parentOf = new Map(one.links.map((l) => [l.child, l]));
  const byId = new Map(one.groups.flatMap((g) => g.items).map((x) => [x.id, x]));
  return html`<section class="card" aria-label=${groupTitle(group)}>
    <div class="card-head"><h2>${groupTitle(group) || t("targets.values")}</h2></div>
    ${charted.length > 1 && html`<${BarChart} title=${`${one.name} ${groupTitle(group)}`} unit=${group.unit || ""}
      bars=${charted.map((x) => ({ key: x.id, place: x.jurisdiction?.name || "", note: years.size > 1 ? date(x.deadline) : "", level: x.jurisdiction?.level, value: x.value, text: valueText(x), detail: `${x.quote}`, parent: byId.get(parentOf.get(x.id)?.parent)?.value ?? null }))} />`}
    <div class="table-frame"><table class="stacks">
      <thead><tr><th>${t("filter.place")}</th><th class="num">${t("targets.value")}</th><th>${t("targets.deadline")}</th><th>${t("targets.baseline")}</th><th>${t("targets.against")}</th><th>${t("targets.quote")}</th></tr></thead>
      <tbody>${group.items.map((x) => html`<${Row} key=${x.id} target=${x} link=${parentOf.get(x.id)} parent=${byId.get(parentOf.get(x.id)?.parent)} />`)}</tbody>
    </table></div>
  </section>`;
}

const TONE = { equal: "", higher: "added", lower: "dropped", changed: "changed" };

const Row = ({ target, link, parent }) => html`<tr>
  <td class="nowrap"><b>${target.jurisdiction?.name || t("place.unnamed")}</b></td>
  <td class="num" data-label=${t("targets.value")}><b>${valueText(target)}</b></td>
  <td class="nowrap" data-label=${t("targets.deadline")}>${target.deadline ? date(target.deadline) : html`<span class="quiet">${t("none")}</span>`}</td>
  <td class="nowrap" data-label=${t("targets.baseline")}>${target.baseline ? date(target.baseline) : html`<span class="quiet">${t("none")}</span>`}</td>
  <td class="nowrap" data-label=${t("targets.against")}>${link ? html`<span class="tag ${TONE[link.comparison]}" title=${parent ? `${parent.jurisdiction?.name} ${valueText(parent)} ${terms(parent)}` : ""}>${t(`pair.${link.comparison}`)}</span>` : html`<span class="quiet">${t("targets.no-parent")}</span>`}</td>
  <td class="quote" data-label=${t("targets.quote")}><a href=${toClause(target.clause_id)} title=${target.title}><span class="serif">${target.quote}</span> <span class="path">${target.path} ${target.heading}</span></a></td>
</tr>`;

show(Targets);
