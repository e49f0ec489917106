// Pages of a long list, by the offset in the address.
import { html } from "../vendor/htm-preact.module.js";
import { inPlace } from "./address.js";
import { figure, t } from "./words.js";

export function Pager({ page, go, name = "from" }) {
  const { total, limit, offset } = page;
  if (total <= limit && offset === 0) return html`<p class="pager"><span class="number">${t("pager.total", { n: figure(total) })}</span></p>`;
  const step = (to, label) => (to === null ? html`<span class="button small" aria-disabled="true">${label}</span>` : html`<a class="button small" ...${inPlace(go, { [name]: to || null })}>${label}</a>`);
  return html`<nav class="pager" aria-label=${t("pager.label")}>
    <span class="number">${t("pager.range", { from: figure(Math.min(offset + 1, total)), to: figure(Math.min(offset + limit, total)), n: figure(total) })}</span>
    <div>${step(offset > 0 ? Math.max(0, offset - limit) : null, t("pager.before"))}${step(offset + limit < total ? offset + limit : null, t("pager.after"))}</div>
  </nav>`;
}
