// Small tools every other module uses. Words come from the page: data-say-* on <body>.
export const find = (selector, root = document) => root.querySelector(selector);
export const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
export const fragment = (html) => document.createRange().createContextualFragment(html);
export const page = document.body.dataset;

export const say = (word) =>
  page[`say${word.replace(/(^|-)(\w)/g, (_, dash, letter) => letter.toUpperCase())}`] ?? "";

/** Verbs of the page: an element with data-do="theme" runs verbs.theme(element, event). */
export const verbs = {};

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-do]");
  if (element) verbs[element.dataset.do]?.(element, event);
});

const meta = () => find("meta[name=csrf-token]");
export const token = () => meta()?.content ?? "";

/** Whether an answer is the sign-in page instead of what was asked; then it offers the way back. */
export function signedOut(response) {
  if (!response?.redirected) return false;
  if (new URL(response.url).pathname !== page.login) return false;
  toast(say("signed-out"), { label: say("sign-in"), run: () => location.reload() });
  return true;
}

/** The text behind an address; throws the response when it is not a good one. */
export async function get(url, options = {}) {
  const response = await fetch(url, { ...options, headers: { "HX-Request": "true" } });
  if (!response.ok || signedOut(response)) throw response;
  return response.text();
}

const postOnce = (url, data, options) =>
  fetch(url, {
    ...options,
    method: "POST",
    body: new URLSearchParams(data),
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
  });

/** Post a file. No answer is waited for longer than the browser wants to. */
export const upload = (url, data) =>
  fetch(url, {
    method: "POST",
    body: data,
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
  });

/** Post a form. A token that grew old in this tab is renewed once, so that nothing is typed twice. */
export async function post(url, data, options) {
  const response = await postOnce(url, data, options);
  if (response.status !== 403 || !(await renewToken())) return response;
  return postOnce(url, data, options);
}

/** This very page, as the server would send it now. */
export async function freshPage() {
  return new DOMParser().parseFromString(await get(location.href), "text/html");
}

async function renewToken() {
  const fresh = await freshPage().catch(() => null);
  const content = fresh && find("meta[name=csrf-token]", fresh)?.content;
  if (content) meta().content = content;
  return Boolean(content);
}

const SHOWN_FOR = 10_000;

/** One short sentence at the edge, past tense, with at most one way on. */
export function toast(text, { label, run, leaves } = {}) {
  const box = find("#toast-template").content.firstElementChild.cloneNode(true);
  box.firstElementChild.textContent = text;
  if (leaves) box.append(countdown(leaves));
  if (run) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => (box.remove(), run()));
    box.append(button);
  }
  find("#toasts").replaceChildren(box);
  setTimeout(() => box.remove(), leaves ? leaves * 1000 : SHOWN_FOR);
}

// the seconds are for the eye: a reader of screens has heard the sentence
function countdown(seconds) {
  const left = document.createElement("small");
  left.setAttribute("aria-hidden", "true");
  left.dataset.leaves = seconds;
  return left;
}

// Storage may be switched off or full; the console works without it.
export function remember(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // nothing depends on it
  }
}

export function recall(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

// crypto.randomUUID is missing on plain http, where small shops run this
/** A key under which something is only ever done once. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
