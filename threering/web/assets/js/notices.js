// Notices: the bell counts them live, and j and k walk through the page of them.
import { find, findAll, freshPage, get, post, verbs } from "./ui.js";
import { live } from "./live.js";

const bell = () => find("[data-notices]");
const list = () => find("#notices");
const links = () => findAll("[data-notice]", list() ?? document);

function count(unread) {
  const place = find(".bell__count", bell());
  place.hidden = !unread;
  place.textContent = unread < 100 ? unread : "99+";
}

// what has the focus keeps it
async function refresh() {
  const { id } = document.activeElement;
  const fresh = find("#notices", await freshPage());
  list().replaceWith(fresh);
  if (id) document.getElementById(id)?.focus();
}

live.addEventListener("notices", ({ detail }) => {
  count(detail.unread);
  detail.news.forEach(show);
  if (list()) refresh().catch(() => {});
});

// what was told while nobody listened
const again = () => get(bell().dataset.notices).then((unread) => count(Number(unread)), () => {});
live.addEventListener("hello", again);
live.addEventListener("reset", again);

// what is about no ticket is read when it is opened; a ticket reads its own when it is looked at
document.addEventListener("click", ({ target }) => {
  const { notice } = target.closest?.("[data-notice]")?.dataset ?? {};
  if (notice) post(list().dataset.read, { one: notice }, { keepalive: true }).catch(() => {});
});

function step(by) {
  const all = links();
  const here = all.indexOf(document.activeElement);
  (here < 0 ? all[0] : all[here + by])?.focus();
}
verbs["next-notice"] = () => step(1);
verbs["previous-notice"] = () => step(-1);

// --- what the browser itself shows -------------------------------------------------------------

// Whether the service worker shows what is told here; unheard, it is believed: nothing comes twice.
async function pushed() {
  const worker = await navigator.serviceWorker?.getRegistration();
  const there = await worker?.pushManager.getSubscription();
  if (!there) return false;
  const answer = await post(bell().dataset.browsers, { endpoint: there.endpoint }).catch(() => null);
  return !answer?.ok || Boolean(await answer.text());
}
pushed(); // whoever signed in again is told here again

// while nobody looks at the page; several tabs show one by its tag
async function show({ said, about, url, tag }) {
  if (!document.hidden || window.Notification?.permission !== "granted" || (await pushed())) return;
  try {
    const shown = new Notification(said, { body: about, tag });
    shown.onclick = () => (window.focus(), location.assign(url));
  } catch {
    // on phones only a service worker may; the bell has it
  }
}
