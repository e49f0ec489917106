// Adding and removing documents: a key, files dropped or chosen, what becomes of them, the notices from reading them.
import { html, useEffect, useRef, useState } from "../vendor/htm-preact.module.js";
import { toDocument } from "./addresses.js";
import { notice } from "./facts.js";
import { Held } from "./held.js";
import { get, send } from "./service.js";
import { Empty, Fault, Loaded, said, show, useLoaded } from "./states.js";
import { figure, language, t } from "./words.js";

const KEY = "policykg-key";
const SHOWN = 20; // jobs
const OPEN = ["no-paper", "no-title", "links-missing"]; // notices that are read without being asked for
const TWINS = 5; // other files of one paper that are named
const EVERY = 500; // milliseconds between two looks at a job

function Add() {
  const about = useLoaded((signal) => get("/api/about", {}, { signal }), []);
  return html`<${Loaded} state=${about} lines=${5}>${(value) => (value.read_only ? html`<${ReadOnly} again=${about.again} />` : html`<${Desk} about=${value} />`)}</${Loaded}>`;
}

/** No key was ever made: say so, and how one is made. */
const ReadOnly = ({ again }) => html`<div class="add"><${Empty} title=${t("add.read-only")} text=${t("add.read-only.text")}>
  <p><code>policykg key create ${t("add.read-only.name")}</code></p>
  <button type="button" class="button small" onClick=${again}>${t("fault.again")}</button></${Empty}></div>`;

const withKey = (key) => ({ Authorization: `Bearer ${key}` });

function Desk({ about }) {
  const [key, setKey] = useState(() => sessionStorage.getItem(KEY) || "");
  const [jobs, setJobs] = useState([]);
  const [fault, setFault] = useState(null);
  const [sending, setSending] = useState(false);
  const [replace, setReplace] = useState(false);
  const checked = useLoaded((signal) => (key ? rest(signal).then(() => send("GET", "/api/key", { headers: withKey(key), signal })) : Promise.resolve(null)), [key]);
  const good = Boolean(key && checked.value && !checked.busy);
  useEffect(() => {
    if (good) send("GET", "/api/jobs", { headers: withKey(key) }).then((latest) => setJobs((now) => [...now, ...latest.jobs.filter((j) => !now.some((o) => o.job === j.job))]), () => {});
  }, [good]);
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
    body.append("replace", String(replace));
    try {
      const job = await send("POST", "/api/documents", { body, headers: withKey(key) });
      setJobs((now) => [job, ...now]);
    } catch (refused) {
      if (!("problem" in refused)) throw refused;
      setFault(refused);
    } finally {
      setSending(false);
    }
  };
  const follow = (job) => setJobs((now) => now.map((one) => (one.job === job.job ? job : one)));
  return html`<div class="add ${good ? "with-held" : ""}"><div class="stack">
    <section class="card" aria-labelledby="key-title"><form class="card-body key" onSubmit=${(e) => e.preventDefault()}>
      <h2 id="key-title">${t("add.key")}</h2>
      <p class="soft small">${t("add.key.text")}</p>
      <input class="input" id="key" type="password" autocomplete="off" spellcheck=${false} value=${key} aria-labelledby="key-title" aria-describedby="key-said" placeholder=${t("add.key.placeholder")} onInput=${(e) => keep(e.target.value.trim())} />
      <p id="key-said" class="small ${checked.fault ? "problem" : "good"}" role="status">${!key ? "" : checked.busy ? t("loading") : checked.fault ? said(checked.fault) : t("add.key.good", { name: checked.value?.name ?? "" })}</p>
    </form></section>
    <${Drop} on=${good && !sending} sending=${sending} add=${add} about=${about} replace=${replace} setReplace=${setReplace} />
    ${fault && html`<${Fault} fault=${fault} />`}
    ${jobs.slice(0, SHOWN).map((job) => html`<${Job} key=${job.job} job=${job} follow=${follow} />`)}
    </div>
    ${good && html`<${Held} headers=${withKey(key)} done=${jobs.filter(over).length} ordered=${(job) => setJobs((now) => [job, ...now])} />`}
  </div>`;
}

/** A moment without typing. */
const rest = (signal) => new Promise((done, left) => {
  setTimeout(done, 250);
  signal.addEventListener("abort", () => left(new DOMException("", "AbortError")));
});

function Drop({ on, sending, add, about, replace, setReplace }) {
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
    <p class="small quiet">${t("add.kinds", { size: figure(about.upload_file_bytes / 1e6), n: about.upload_files })}</p>
    <p class="small quiet">${t("add.kinds.not")}</p>
    <button type="button" class="button main" disabled=${!on} onClick=${() => field.current.click()}>${t("add.choose")}</button>
    <input ref=${field} id="files" class="unseen" type="file" multiple disabled=${!on} tabindex="-1" aria-label=${t("add.choose")} onChange=${(e) => { add([...e.target.files]); e.target.value = ""; }} />
    <label class="check"><input type="checkbox" checked=${replace} onChange=${(e) => setReplace(e.target.checked)} />${t("add.replace")}</label>
    ${!on && !sending && html`<p class="small soft">${t("add.need-key")}</p>`}
  </div>`;
}

const over = (job) => ["done", "failed", "lost"].includes(job.state);
/** A service that was started anew knows nothing of an earlier job; one that cannot be reached may come back. */
const missed = (job, fault) => ({ ...job, state: fault.status === 404 ? "lost" : job.state });
/** How far a job is, or how long it took. */
const progress = (job) => (over(job) ? (job.seconds === null ? "" : t("job.seconds", { n: figure(job.seconds) })) : `${t(`job.step.${job.step}`)} ${job.step === "reading" ? job.doing : ""}`);
const TAGS = { added: "added", replaced: "changed", renewed: "changed", refused: "dropped" };

function Job({ job, follow }) {
  useEffect(() => {
    if (over(job)) return undefined;
    const timer = setTimeout(() => {
      get(`/api/jobs/${encodeURIComponent(job.job)}`).then(follow, (fault) => follow(missed(job, fault)));
    }, EVERY);
    return () => clearTimeout(timer);
  }, [job]);
  return html`<section class="card job" aria-label=${t(`job.of.${job.kind}`, { time: job.created_at.slice(11, 19) })}>
    <div class="card-head"><h2>${t(`job.${job.kind}.${job.state}`)}</h2><p class="small quiet number" role="status">${progress(job)}</p></div>
    ${!over(job) && html`<progress max=${job.total || 1} value=${job.done} aria-label=${t("job.progress")}></progress>`}
    ${job.problem && html`<p class="card-body problem">${language === "en" ? t("fault.of.job") : job.problem}</p>`}
    ${job.state === "lost" && html`<p class="card-body problem">${t("job.lost")}</p>`}
    ${job.title && html`<p class="card-body">${job.title}</p>`}
    <ul>${job.files.map((file) => html`<li key=${file.name}>
      <div class="line"><span class="name">${file.title && file.document_id ? html`<a href=${toDocument(file.document_id)}>${file.title}</a>` : file.name}</span>${!(job.state === "lost" && file.state === "waiting") && html`<span class="tag ${TAGS[file.state] || ""}">${t(`file.${file.state}`)}</span>`}</div>
      <p class="small quiet">${file.title ? file.name : ""}${file.clauses !== null ? `　${t("file.counts", { clauses: file.clauses, targets: file.targets ?? 0 })}` : ""}</p>
      ${file.problem && html`<p class="small problem">${language === "en" ? t("fault.of.file") : file.problem.replace(`${file.name}：`, "")}</p>`}
      ${file.same_as.slice(0, TWINS).map((same) => html`<p key=${same.document_id} class="small same">${t(same.verbatim ? "file.same" : "file.same.nearly")} <a href=${toDocument(same.document_id)}>${same.file}</a></p>`)}
      ${file.notices.length > 0 && html`<details class="small" open=${file.notices.some((n) => OPEN.includes(n.code))}><summary>${t("document.notices", { n: file.notices.length })}</summary><ul>${file.notices.map((n, i) => html`<li key=${i}>${notice(n)}</li>`)}</ul></details>`}
    </li>`)}</ul>
  </section>`;
}

show(Add);
