// Taking words along: a button that copies, also where the service is reached without https, and clauses as reports cite them.
import { html, useState } from "../vendor/htm-preact.module.js";
import { t } from "./words.js";

const SAID = 1500; // milliseconds for which the button says how it went

/** Puts a text on the clipboard; browsers give the newer way only to https and localhost. Says whether it went. */
export async function copied(text) {
  if (navigator.clipboard) {
    const went = await navigator.clipboard.writeText(text).then(() => true, () => false);
    if (went) return true;
  }
  const before = document.activeElement;
  const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, className: "unseen" });
  document.body.append(area);
  area.select();
  const went = document.execCommand("copy");
  area.remove();
  before?.focus({ preventScroll: true });
  return went;
}

/** `text` makes what is copied; `label` names the button for those who do not see what stands beside it. */
export function CopyButton({ text, kind = "button small", label }) {
  const [went, setWent] = useState(null);
  const copy = async () => {
    setWent(await copied(text()));
    setTimeout(() => setWent(null), SAID);
  };
  const words = went === null ? t("copy") : went ? t("copy.done") : t("copy.failed");
  return html`<button type="button" class="${kind} no-print" onClick=${copy} aria-label=${went === null ? label : undefined}><span aria-live="polite">${words}</span></button>`;
}

/** 二/（十六） as a report writes it: 二、（十六）; 四/（二）/20. is 四、（二）20. */
const written = (path) => path.replace(/(^|\/)([一二三四五六七八九十百零〇]+)\//g, "$1$2、").replaceAll("/", "");

/** 《海东市……分工方案》（东政办〔2024〕66号）二、（十六） 完善二手商品交易体系 */
export function citation({ title, doc_number: number, path, heading }) {
  const name = `《${title.replaceAll("《", "〈").replaceAll("》", "〉")}》`;
  const numbered = number && !title.includes(number) ? `（${number}）` : "";
  return `${name}${numbered}${written(path)}${heading && heading !== path ? ` ${heading}` : ""}`;
}
