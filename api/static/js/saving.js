// Lists to take along: a file is fetched first, so that a refusal is said on the page and not saved as a file.
import { file } from "./service.js";
import { said } from "./states.js";
import { t } from "./words.js";

const KEPT = 60_000; // milliseconds after which a file that was saved is given up

/** Saves what a link leads to; while it is made the link says so. */
export async function save(link) {
  if (link.getAttribute("aria-busy")) return;
  document.querySelector(".toast")?.remove();
  link.setAttribute("aria-busy", "true");
  try {
    const { blob, name } = await file(link.href);
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), KEPT);
  } catch (fault) {
    if (!("problem" in fault)) throw fault;
    tell(fault, link);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

/** Says what went wrong where it can be seen from anywhere on the page; of a list too long for a sheet a csv can be had. */
function tell(fault, link) {
  const words = document.createElement("p");
  words.textContent = [said(fault), fault.problem.allowed && document.documentElement.lang === "zh-CN" ? t("fault.allowed") + fault.problem.allowed : ""].filter(Boolean).join(" ");
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: t("export.close") });
  const toast = Object.assign(document.createElement("div"), { className: "toast" });
  toast.setAttribute("role", "alert");
  toast.append(words);
  if (fault.status === 422 && link.href.includes("format=xlsx")) {
    const csv = Object.assign(document.createElement("a"), { className: "button small", textContent: t("export.csv"), href: link.href.replace("format=xlsx", "format=csv"), download: "" });
    toast.append(csv);
  }
  toast.append(close);
  document.body.append(toast);
  close.addEventListener("click", () => toast.remove());
}
