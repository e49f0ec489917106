// The words of the page in the reader's language; one request, kept by the browser for as long as they do not change.
export const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";
const words = (await import(`./words.${language}.js`)).default;

/** The phrase of a key with its values put in: t("answer.all-clauses", {n: 3}). */
export function t(key, values) {
  const phrase = words[key];
  if (phrase === undefined) throw new Error(`no words for ${key}`);
  return values ? phrase.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "")) : phrase;
}

/** Whether there are words for a key. */
export const known = (key) => key in words;

/** A number as it is read: 1,234.5 */
export const figure = (value) => (Number.isFinite(value) ? value.toLocaleString("en-US", { maximumFractionDigits: 4 }) : "");
