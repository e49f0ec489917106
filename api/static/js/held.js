// The documents held, each to be taken out again by whoever has a key; a second press is asked for.
import { html, useEffect, useRef, useState } from "../vendor/htm-preact.module.js";
import { toDocument } from "./addresses.js";
import { get, part, send } from "./service.js";
import { Fault, Loaded, useLoaded } from "./states.js";
import { t } from "./words.js";

const PAGE = 10;
const PAUSE = 200; // milliseconds of rest before a filter is applied

/** `done` changes whenever a job has ended, `ordered(job)` is called for a removal that was taken on. */
export function Held({ headers, done, ordered }) {
  const [text, setText] = useState("");
  const [q, setQ] = useState("");
  const [most, setMost] = useState(PAGE);
  const [asked, setAsked] = useState(null);
  const [fault, setFault] = useState(null);
  const page = useLoaded((signal) => get("/api/documents", { q, limit: most }, { signal }), [q, most, done]);
  useEffect(() => {
    const timer = setTimeout(() => setQ(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const remove = async (id) => {
    setAsked(null);
    setFault(null);
    try {
      ordered(await send("DELETE", `/api/documents/${part(id)}`, { headers }));
    } catch (refused) {
      if (!("problem" in refused)) throw refused;
      setFault(refused);
    }
  };
  return html`<section class="card held" aria-labelledby="held-title">
    <div class="card-head"><h2 id="held-title">${t("held.title")}</h2>
      <input class="input" type="search" value=${text} maxlength="200" aria-label=${t("documents.filter")} placeholder=${t("documents.filter")} onInput=${(e) => setText(e.target.value)} /></div>
    ${fault && html`<div class="card-body"><${Fault} fault=${fault} /></div>`}
    <${Loaded} state=${page} lines=${4}>${(value) => html`<ul>${value.items.map((d) => html`<li key=${d.id}>
        <div><a href=${toDocument(d.id)}>${d.title}</a><p class="small quiet">${[d.jurisdiction?.name, d.doc_number, d.source_file].filter(Boolean).join(" · ")}</p></div>
        <${Remove} name=${d.title} asked=${asked === d.id} ask=${() => setAsked(d.id)} no=${() => setAsked(null)} yes=${() => remove(d.id)} />
      </li>`)}</ul>
      ${value.items.length === 0 && html`<p class="card-body soft">${t("documents.none")}</p>`}
      ${value.total > most && html`<p class="card-body"><button type="button" class="button small" onClick=${() => setMost(Math.min(200, most + 50))}>${t("clauses.more")}</button></p>`}`}</${Loaded}>
  </section>`;
}

/** Removing asks once more, in place. */
const Remove = ({ name, asked, ask, no, yes }) =>
  asked ? html`<${Sure} name=${name} no=${no} yes=${yes} />` : html`<button type="button" class="button small" aria-label=${t("held.remove.of", { name })} onClick=${ask}>${t("held.remove")}</button>`;

function Sure({ name, no, yes }) {
  const button = useRef(null);
  useEffect(() => button.current.focus(), []);
  return html`<div class="chips" role="group" aria-label=${t("held.sure", { name })}><span class="small soft">${t("held.sure.short")}</span>
    <button type="button" class="button small danger" ref=${button} onClick=${yes}>${t("held.yes")}</button><button type="button" class="button small" onClick=${no}>${t("held.no")}</button></div>`;
}
