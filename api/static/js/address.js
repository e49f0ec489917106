// The address of the page is its state: read it, change it, follow the back button.
import { useEffect, useState } from "../vendor/htm-preact.module.js";

/** The parameters of the present address as a plain object; of a repeated one the last. */
export const read = () => Object.fromEntries(new URLSearchParams(location.search));

/** The present parameters with changes put in; null takes one out. */
export function changed(changes, from = read()) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...from, ...changes }))
    if (name !== "lang" && value !== null && value !== undefined && value !== "" && value !== false) query.set(name, value);
  const text = query.toString();
  return text ? `${location.pathname}?${text}` : location.pathname;
}

/** [parameters, go]: `go(changes)` makes an entry in the history, `go(changes, {replace: true})` does not. */
export function useAddress() {
  const [parameters, setParameters] = useState(read);
  useEffect(() => {
    const follow = () => setParameters(read());
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const go = (changes, { replace = false } = {}) => {
    const next = changed(changes);
    if (next !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", next);
    setParameters(read());
  };
  return [parameters, go];
}

/** A link inside the page: moves without loading, but opens in a new tab where the reader asks for one. */
export const inPlace = (go, changes) => ({
  href: changed(changes),
  onClick: (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(changes);
  },
});
