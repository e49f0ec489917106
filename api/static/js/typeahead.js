// A field with suggestions under it: the combobox of the ARIA practices, fed by /api/suggest.
import { html, useEffect, useRef, useState } from "../vendor/htm-preact.module.js";
import { Marked } from "./facts.js";
import { get } from "./service.js";
import { t } from "./words.js";

const SHOWN = 8;
const PAUSE = 60; // milliseconds of rest before suggestions are asked for

/** Suggestions for a text, newest request wins. `kinds` are those wanted, all if none are given. */
function useSuggestions(text, kinds, on) {
  const [found, setFound] = useState([]);
  useEffect(() => {
    const typed = text.trim();
    if (!on || !typed) {
      setFound([]);
      return undefined;
    }
    const leaving = new AbortController();
    const timer = setTimeout(() => {
      get("/api/suggest", { q: typed.slice(0, 100), kind: kinds, limit: SHOWN }, { signal: leaving.signal }).then(
        (answer) => setFound(answer.suggestions),
        () => setFound([]),
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [text, on]);
  return found;
}

/** `choose(suggestion)` is called for a suggestion taken, `submit(text)` for Enter without one. */
export function Typeahead({ id, label, value, placeholder, kinds, choose, submit, autofocus, big }) {
  const [text, setText] = useState(value || "");
  const [typing, setTyping] = useState(false);
  const [at, setAt] = useState(-1);
  const field = useRef(null);
  const found = useSuggestions(text, kinds, typing);
  const open = typing && found.length > 0;
  useEffect(() => setText(value || ""), [value]);
  useEffect(() => setAt(-1), [found]);
  useEffect(() => {
    if (autofocus && matchMedia("(hover: hover)").matches) field.current?.focus();
  }, []);

  const close = () => {
    setTyping(false);
    setAt(-1);
  };
  const take = (suggestion) => {
    close();
    setText(suggestion.text);
    choose(suggestion);
  };
  const press = (event) => {
    if (event.isComposing) return;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((now) => ((now + 1 + step + found.length + 1) % (found.length + 1)) - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open && at >= 0) take(found[at]);
      else {
        close();
        submit?.(text.trim());
      }
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  };

  return html`<div class="combo ${big ? "big" : ""}">
    <label class="unseen" for=${id}>${label}</label>
    <input id=${id} ref=${field} type="search" role="combobox" maxlength="500" autocomplete="off" spellcheck=${false} enterkeyhint="search"
      aria-autocomplete="list" aria-expanded=${String(open)} aria-controls="${id}-options" aria-activedescendant=${at >= 0 ? `${id}-${at}` : undefined}
      placeholder=${placeholder} value=${text}
      onInput=${(event) => { setText(event.target.value); setTyping(true); }} onKeyDown=${press} onBlur=${close} />
    <ul class="options" id="${id}-options" role="listbox" aria-label=${t("suggest.label")} hidden=${!open}>
      ${found.map((one, i) => html`<li key=${one.kind + one.id} id="${id}-${i}" role="option" aria-selected=${String(i === at)}
        onMouseDown=${(event) => { event.preventDefault(); take(one); }}>
        <span><${Marked} text=${one.text} spans=${one.match[1] ? [one.match] : []} /></span>
        ${one.extra && html`<span class="quiet small">${one.extra}</span>`}
        <span class="what">${t(`kind.${one.kind}`)}</span>
      </li>`)}
    </ul>
    <p class="unseen" role="status">${open ? t("suggest.count", { n: found.length }) : ""}</p>
  </div>`;
}
