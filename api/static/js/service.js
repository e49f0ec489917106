// The JSON API as pages use it: one function to get, one to send, and refusals as Refusal.
import { t } from "./words.js";

/** A refusal (problem+json), or a service that cannot be reached (status 0). */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || "");
    this.status = status;
    this.problem = problem;
  }
}

/** Gets an address of the API with parameters; empty ones are left out. */
export async function get(path, parameters = {}, { signal } = {}) {
  return answer(await reach(address(path, parameters), { signal, headers: { Accept: "application/json" } }));
}

/** Sends a request with a body and headers. */
export async function send(method, path, { body, headers, signal } = {}) {
  return answer(await reach(path, { method, body, headers, signal }));
}

/** A file with the name that the service gives it. */
export async function file(url) {
  const response = await reach(url, {});
  if (!response.ok) return answer(response);
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") || "");
  return { blob: await response.blob(), name: named ? decodeURIComponent(named[1]) : "export" };
}

/** The address with its parameters: a list gives the parameter several times. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null && one !== "" && one !== false) query.append(name, one);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** An id as one part of an address; its slashes stay, as the API takes the rest of the path as the id. */
export const part = (id) => encodeURIComponent(id).replaceAll("%2F", "/");

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, { title: t("fault.unreachable"), detail: t("fault.unreachable.text") });
  }
}

async function answer(response) {
  const isJson = /json/.test(response.headers.get("Content-Type") || "");
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = isJson ? await response.json().catch(() => ({})) : {};
  throw new Refusal(response.status, problem);
}
