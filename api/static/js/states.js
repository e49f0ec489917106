// What a page says while it waits, when there is nothing, and when something went wrong; and the hook that loads.
import { html, render, useEffect, useState } from "../vendor/htm-preact.module.js";
import { known, language, t } from "./words.js";

/** Grey lines while something is fetched; they appear only when it takes longer than a moment. */
export const Bones = ({ lines = 4 }) => html`<div class="bones" role="status" aria-label=${t("loading")}>
  ${Array.from({ length: lines }, (_, i) => html`<span class="bone w${(i % 4) + 1}"></span>`)}
</div>`;

/** Nothing to show, said calmly, with a way on. */
export function Empty({ title, text, children }) {
  const Heading = useHeading();
  return html`<div class="state">
    <${Heading}>${title}</${Heading}>
    ${text && html`<p>${text}</p>`}
    ${children}
  </div>`;
}

/** A state is the page's heading where the page has none of its own. */
const useHeading = () => useState(() => (document.querySelector("h1") ? "h2" : "h1"))[0];

/** A refusal without what only programs need: （no such place）, the addresses of the API. */
const plain = (text = "") => text.replace(/（no such [^）]*）/g, "").replace(/；?[^；。]*(?:\/(?:api|docs)\b|policykg search)[^；。]*/g, "");

/** What a refusal says: the service's own words in Chinese, the kind of refusal in English. */
export function said({ status, problem }) {
  if (language === "zh" || status === 0) return plain(problem.detail);
  const kind = problem.type?.split("/").pop();
  return known(`fault.of.${kind}`) ? t(`fault.of.${kind}`) : t("fault.of.other");
}

/** Something went wrong: what, why, and what can be done. */
export function Fault({ fault, again }) {
  const kind = fault.status === 503 ? "waiting" : fault.status === 404 ? "missing" : "fault";
  const { problem = {} } = fault;
  const Heading = useHeading();
  const allowed = language === "zh" && fault.status !== 503 ? plain(problem.allowed) : "";
  const home = location.pathname === "/read" ? "/documents" : location.pathname;
  const title = fault.status === 503 ? t("fault.waiting") : fault.status === 404 ? t("fault.missing") : problem.title?.split(" / ")[language === "en" ? 1 : 0] || t("fault.title");
  return html`<div class="state ${kind}" role="alert">
    <${Heading}>${title}</${Heading}>
    ${problem.detail && html`<p>${said(fault)}</p>`}
    ${allowed && html`<p class="reason">${t("fault.allowed")}${allowed}</p>`}
    ${fault.status === 503 && html`<p class="reason" role="status">${t("fault.retrying")}</p>`}
    ${problem.request_id && html`<p class="reason">${t("fault.request")}${problem.request_id}</p>`}
    ${[404, 422].includes(fault.status) && html`<a class="button small" href=${home}>${home === "/" ? t("fault.back") : t("fault.list")}</a>`}
    ${again && ![404, 422].includes(fault.status) && html`<button type="button" class="button small" onClick=${again}>${t("fault.again")}</button>`}
  </div>`;
}

/** Loads something whenever `keys` change: {value, fault, busy, again}. The last value stays while the next is fetched. */
export function useLoaded(load, keys) {
  const [state, setState] = useState({ busy: true });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    let retry;
    setState((now) => ({ ...now, busy: true }));
    Promise.resolve(load(leaving.signal)).then(
      (value) => leaving.signal.aborted || setState({ value, busy: false }),
      (fault) => {
        if (leaving.signal.aborted) return;
        if (!("problem" in fault)) throw fault;
        setState({ fault, busy: false });
        if (fault.status === 503) retry = setTimeout(() => setTries((n) => n + 1), 3000);
      },
    );
    return () => {
      leaving.abort();
      clearTimeout(retry);
    };
  }, [...keys, tries]);
  return { ...state, again: () => setTries((n) => n + 1) };
}

/** Shows what was loaded, or the state it is in. */
export function Loaded({ state, lines, children }) {
  if (state.fault) return html`<${Fault} fault=${state.fault} again=${state.again} />`;
  if (state.value === undefined) return html`<${Bones} lines=${lines} />`;
  return children(state.value);
}

/** Puts a page's component in its place. */
export function show(component) {
  const place = document.getElementById("page");
  place.replaceChildren();
  place.removeAttribute("aria-busy");
  render(html`<${component} />`, place);
}
