// The bar at the top: language, light or dark, the menu of a narrow window, the key that goes to the search box.
import { changed, read } from "./address.js";

const YEAR = 31536000;
const keep = (name, value) => (document.cookie = `${name}=${value};path=/;max-age=${value ? YEAR : 0};samesite=lax`);

const switchLanguage = document.getElementById("language");
switchLanguage.addEventListener("click", (event) => {
  event.preventDefault();
  keep("policykg-language", switchLanguage.hreflang.startsWith("en") ? "en" : "zh");
  location.replace(changed({}, read()) + location.hash);
});

const root = document.documentElement;
document.getElementById("theme").addEventListener("click", () => {
  const dark = (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  root.dataset.theme = dark ? "light" : "dark";
  keep("policykg-theme", root.dataset.theme);
  dispatchEvent(new Event("theme"));
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event("theme")));

// Paper is white, also where the screen is dark: charts and pictures are drawn again in the colours of light.
const screen = {};
addEventListener("beforeprint", () => {
  screen.theme = root.dataset.theme;
  root.dataset.theme = "light";
  dispatchEvent(new Event("theme"));
});
addEventListener("afterprint", () => {
  if (screen.theme) root.dataset.theme = screen.theme;
  else delete root.dataset.theme;
  dispatchEvent(new Event("theme"));
});

const nav = document.getElementById("nav");
const menu = document.getElementById("menu");
const openMenu = (open) => {
  nav.toggleAttribute("data-open", open);
  menu.setAttribute("aria-expanded", String(open));
};
menu.addEventListener("click", () => openMenu(!nav.hasAttribute("data-open")));
document.addEventListener("click", (event) => {
  if (!nav.contains(event.target) && !menu.contains(event.target)) openMenu(false);
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[download]");
  if (!link || link.protocol === "blob:" || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  (await import("./saving.js")).save(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") openMenu(false);
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.metaKey && !event.ctrlKey && !event.altKey) {
    const box = document.getElementById("q") || document.getElementById("bar-q");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
});
