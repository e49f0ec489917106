// Adding documents: a key, files dropped or chosen, what becomes of them, and the notices from reading them.
import { html, useEffect, useRef, useState } from "../vendor/htm-preact.module.js";
import { toDocument } from "./addresses.js";
import { send } from "./service.js";
import { Fault, show } from "./states.js";
import { figure, t } from "./words.js";

const KEY = "policykg-key";
const EVERY = 500; // milliseconds between two looks at a job

function Add() {
  const [key, setKey] = useState(() => sessionStorage.getItem(KEY) || "");
  const [jobs, setJobs] = useState([]);
  const [fault, setFault] = useState(null);
  const [sending, setSending] = useState(false);
  const keep = (value) => {
    setKey(value);
    setFault(null);
    if (value) sessionStorage.setItem(KEY, value);
    else sessionStorage.removeItem(KEY);
  };
  const add = async (files) => {
    if (!files.length) return;
    setFault(null);
    setSending(true);
    const body = new FormData();
    for (const file of files) body.append("files", file, file.name);
    try {
      const job = await send("POST", "/api/documents", { body, headers: { Authorization: `Bearer ${key}` } });
      setJobs((now) => [job, ...now]);
    } catch (refused) {
      if (!("problem" in refused)) throw refused;
      setFault(refused);
    } finally {
      setSending(false);
    }
  };
  const replace = (job) => setJobs((now) => now.map((one) => (one.id === job.id ? job : one)));
  return html`<div class="add">
    <section class="card" aria-labelledby="key-title"><form class="card-body key" onSubmit=${(e) => e.preventDefault()}>
      <h2 id="key-title">${t("add.key")}</h2>
      <p class="soft small">${t("add.key.text")} <code>policykg key</code></p>
      <input class="input" type="password" autocomplete="off" spellcheck=${false} value=${key} aria-label=${t("add.key")} placeholder=${t("add.key.placeholder")} onInput=${(e) => keep(e.target.value.trim())} />
    </form></section>
    <${Drop} on=${Boolean(key) && !sending} sending=${sending} add=${add} />
    ${fault && html`<${Fault} fault=${fault} />`}
    ${jobs.map((job) => html`<${Job} key=${job.id} job=${job} secret=${key} replace=${replace} />`)}
  </div>`;
}

function Drop({ on, sending, add }) {
  const [over, setOver] = useState(false);
  const field = useRef(null);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    if (on) add([...event.dataTransfer.files]);
  };
  return html`<div class="drop ${over ? "over" : ""} ${on ? "" : "off"}" onDragOver=${(e) => { e.preventDefault(); setOver(on); }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <svg viewBox="0 0 24 24" width="32" height="32" fill="none" stroke="currentColor" stroke-width="1.4" aria-hidden="true"><path d="M14 3H6.500A1.500 1.500 0 0 0 5 4.500v15A1.500 1.500 0 0 0 6.500 21h11a1.500 1.500 0 0 0 1.500-1.500V8zM14 3v5h5M12 17.500v-6M9.500 14l2.500-2.500 2.500 2.500"/></svg>
    <p><b>${sending ? t("add.sending") : t("add.drop")}</b></p>
    <p class="small quiet">${t("add.kinds")}</p>
    <button type="button" class="button main" disabled=${!on} onClick=${() => field.current.click()}>${t("add.choose")}</button>
    <input ref=${field} id="files" class="unseen" type="file" multiple disabled=${!on} tabindex="-1" aria-label=${t("add.choose")} onChange=${(e) => { add([...e.target.files]); e.target.value = ""; }} />
    ${!on && !sending && html`<p class="small soft">${t("add.need-key")}</p>`}
  </div>`;
}

function Job({ job, secret, replace }) {
  useEffect(() => {
    if (job.state === "done" || job.state === "failed") return undefined;
    const timer = setTimeout(() => {
      fetchJob(job.id, secret).then(replace, () => replace({ ...job }));
    }, EVERY);
    return () => clearTimeout(timer);
  }, [job]);
  const over = job.state === "done" || job.state === "failed";
  return html`<section class="card job" aria-label=${t("add.job", { time: job.created_at.slice(11, 19) })}>
    <div class="card-head"><h2>${t(`job.${job.state}`)}</h2><p class="small quiet number" role="status">${over ? t("job.seconds", { n: figure(job.seconds ?? 0) }) : `${t(`job.step.${job.step}`)} ${job.doing}`}</p></div>
    ${!over && html`<progress max=${job.total || 1} value=${job.done} aria-label=${t("job.progress")}></progress>`}
    ${job.problem && html`<p class="card-body problem">${job.problem}</p>`}
    <ul>${job.files.map((file) => html`<li key=${file.name}>
      <div class="line"><span class="name">${file.title && file.document_id ? html`<a href=${toDocument(file.document_id)}>${file.title}</a>` : file.name}</span><span class="tag ${{ added: "added", replaced: "changed", renewed: "changed", refused: "dropped" }[file.state] || ""}">${t(`file.${file.state}`)}</span></div>
      <p class="small quiet">${file.title ? file.name : ""}${file.clauses !== null ? `　${t("file.counts", { clauses: file.clauses, targets: file.targets ?? 0 })}` : ""}</p>
      ${file.problem && html`<p class="small problem">${file.problem}</p>`}
      ${file.notices.length > 0 && html`<details class="small"><summary>${t("document.notices", { n: file.notices.length })}</summary><ul>${file.notices.map((n, i) => html`<li key=${i}>${n.message}</li>`)}</ul></details>`}
    </li>`)}</ul>
  </section>`;
}

const fetchJob = (id, secret) => send("GET", `/api/jobs/${encodeURIComponent(id)}`, { headers: { Authorization: `Bearer ${secret}` } });

show(Add);
