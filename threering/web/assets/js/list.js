// The list of tickets: views, search, live rows. Which ticket is open is thread.js's business.
import htmx from "./htmx.js";
import { find, findAll, fragment, get, page, verbs } from "./ui.js";
import { live } from "./live.js";

const ALL_SHOWN = ["all", "solved"];

export const list = () => find("#list");
export const rows = () => (list() ? findAll(".row", list()) : []);
export const link = (row) => row && find("a", row);
export const openRow = () => rows().find((row) => link(row).hasAttribute("aria-current"));

/** The row `step` places from the open one; the first row when none is open. */
export function neighbour(step) {
  const all = rows();
  const here = all.indexOf(openRow());
  return here < 0 ? all[0] : all[here + step];
}

// which ticket is open, or about to be; the row may come and go
let opened = find("#thread")?.dataset.ticket ?? "";

/** Mark the row of this ticket as the open one, and no other. */
export function markOpen(ticket) {
  opened = ticket;
  for (const row of rows()) {
    const open = row.dataset.ticket === ticket;
    link(row).toggleAttribute("aria-current", open);
    if (open) link(row).setAttribute("aria-current", "true");
    else if ("left" in row.dataset) row.remove();
  }
}

// counts what changed on screen, so that an answer that is older than a change is asked for again
let changes = 0;

/** Take a row away at once where its ticket no longer belongs. */
export function dropRow(row) {
  changes += 1;
  if (row && !list().dataset.q && !ALL_SHOWN.includes(list().dataset.view)) row.remove();
}

// --- views and search --------------------------------------------------------------------------

const address = ({ url, q }) => `${url}?q=${encodeURIComponent(q)}`;

/** Show the list as it is now. Who has scrolled down goes on reading: rows change where they are. */
export async function refreshList() {
  if (!list()) return;
  if (find("#list-scroll").scrollTop < 1) return freshTop();
  behind = true;
  const shown = rows();
  for (let n = 0; n < shown.length; n += AT_A_TIME) await compare(shown.slice(n, n + AT_A_TIME));
}

// what has come above them waits until the reader is at the top again
const AT_A_TIME = 100;
let behind = false;

document.addEventListener("scroll", ({ target }) => {
  if (!behind || target.id !== "list-scroll" || target.scrollTop >= 1) return;
  freshTop().catch(() => {});
}, { capture: true, passive: true });

// the first page of the list that is shown, put in place row by row
async function freshTop() {
  behind = false;
  const [asked, before] = [address(list().dataset), changes];
  await fetchInto(asked, "innerMorph");
  if (asked !== address(list().dataset)) return load();
  markOpen(opened);
  told("threering:relisted");
  if (changes !== before) await freshTop();
}

// The list waits for one answer at a time (hx-sync): a newer question ends the one before it.
const fetchInto = (url, swap) => htmx.ajax("GET", url, { source: "#list", target: "#list", swap });

const told = (what) => document.dispatchEvent(new CustomEvent(what));

async function load() {
  told("threering:elsewhere");
  behind = false;
  find("#list-scroll").scrollTop = 0;
  const [asked, before] = [address(list().dataset), changes];
  const busy = setTimeout(() => list().setAttribute("aria-busy", "true"), 150);
  await fetchInto(asked, "innerHTML");
  clearTimeout(busy);
  if (asked !== address(list().dataset)) return load();
  list().removeAttribute("aria-busy");
  markOpen(opened);
  if (changes !== before) await freshTop();
}

/** Show the view of a link in the side list. */
export function showView(view) {
  find(".view[aria-current]")?.removeAttribute("aria-current");
  view.setAttribute("aria-current", "page");
  find("[data-label]").textContent = find(".cut", view).textContent;
  find("#search").action = view.href;
  const { view: name, list: url, selection } = view.dataset;
  Object.assign(list().dataset, { view: name, url, selection });
  if (find("#views").matches(":popover-open")) find("#views").hidePopover();
  history.pushState({}, "", view.href);
  return load();
}

const plainClick = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.button);

document.addEventListener("click", (event) => {
  const view = event.target.closest(".view[data-view]");
  if (!view || !list() || !plainClick(event)) return;
  event.preventDefault();
  showView(view);
});

verbs.search = () => {
  if (find("#views").matches(":popover-open")) find("#views").hidePopover();
  find("#search").hidden = false;
  find("#search input").focus();
};

verbs["close-search"] = ({ quietly = false } = {}) => {
  const form = find("#search");
  form.hidden = true;
  find("input", form).value = "";
  if (quietly) list().dataset.q = "";
  else search("");
};

function search(text) {
  if (text === list().dataset.q) return;
  list().dataset.q = text;
  load();
}

/** Put other words into the field and search for them. */
export function searchFor(words) {
  const input = find("#search input");
  input.value = words;
  search(words.trim());
}

verbs["search-again"] = ({ dataset }) => searchFor(dataset.q);

verbs["search-with"] = ({ dataset }) => {
  const input = find("#search input");
  const typed = input.value.trim();
  const phrase = dataset.operator.startsWith('"');
  const added = phrase ? '""' : dataset.operator;
  find("#search-help").hidePopover();
  input.value = typed ? `${typed} ${added}` : added;
  input.focus();
  const end = input.value.length - (phrase ? 1 : 0);
  input.setSelectionRange(end, end);
  if (/:\w+$/.test(added)) search(input.value);
};

let pause;
document.addEventListener("input", ({ target }) => {
  if (!target.closest("#search")) return;
  clearTimeout(pause);
  pause = setTimeout(() => search(target.value.trim()), 200);
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "search") return;
  event.preventDefault();
  search(find("input", event.target).value.trim());
});

// --- live --------------------------------------------------------------------------------------

/** Whether a ticket stands in the view on screen. Whose "mine" it is only this browser knows. */
function belongs({ views, assignee, unsolved }, view) {
  return view === "mine" ? unsolved && assignee === page.me : views.includes(view);
}

function freshRow(event, old) {
  const row = fragment(event.row).firstElementChild;
  const anchor = link(row);
  anchor.href = inView(anchor.getAttribute("href"));
  anchor.dataset.part = inView(anchor.dataset.part);
  if (old && link(old).hasAttribute("aria-current")) anchor.setAttribute("aria-current", "true");
  return row;
}

/** The stream does not know which view is shown; addresses on it name the view "open". */
export const inView = (url) =>
  url.replace(/\/tickets\/[^/]+\//, `/tickets/${list().dataset.view}/`);

live.addEventListener("ticket", ({ detail: event }) => {
  if (!list()) return;
  changes += 1;
  const old = rows().find((row) => row.dataset.ticket === event.ticket);
  const row = freshRow(event, old);
  if (list().dataset.q) return old?.replaceWith(row); // hits are of all views
  if (isSaved()) return lookFor(event, old);
  if (!belongs(event, list().dataset.view)) return leave(old, row);
  if (old && (old === openRow() || when(row) <= when(old))) return old.replaceWith(row);
  old?.remove();
  place(row);
});

// A ticket stands by its last message: what else becomes of it moves nothing, and never what is
// read. What stands further down than the list was fetched comes with its page.
const when = (row) => Date.parse(find("time", row).dateTime);

function place(row) {
  const below = rows().find((one) => when(one) <= when(row)) ?? find(".more", list());
  if (below?.matches(".more")) return;
  below ? below.before(row) : list().append(row);
}

// Whether a ticket is in a view that somebody saved only the server knows, and where it stands
// there, too: a list that is not read far down is fetched anew, in another its row changes.
const isSaved = () => list().dataset.view.startsWith("saved-");
let looking;

function lookFor(event, old) {
  if (old) compare([old]).catch(() => {});
  if (find("#list-scroll").scrollTop >= 1) return;
  clearTimeout(looking);
  looking = setTimeout(() => isSaved() && freshTop().catch(() => {}), 300);
}

// The open ticket stays where it is until the reader moves on; anything else goes at once.
function leave(old, row) {
  if (old !== openRow()) return old?.remove();
  row.dataset.left = "";
  row.classList.remove("is-new");
  old?.replaceWith(row);
}

live.addEventListener("counts", ({ detail }) => {
  for (const count of findAll("[data-count]")) {
    if (!count.dataset.count.startsWith("saved-"))
      count.textContent = detail[count.dataset.count] || "";
  }
});

// Many tickets changed at once, or the stream was away.
async function compare(shown) {
  const before = changes;
  const only = shown.map((row) => row.dataset.ticket).join();
  const fresh = fragment(await get(`${address(list().dataset)}&only=${only}`));
  if (changes !== before) return;
  for (const old of shown.filter((row) => row.isConnected)) {
    const row = fresh.getElementById(old.id);
    if (!row) leave(old, old);
    else if (link(row).dataset.part !== link(old).dataset.part) old.replaceWith(row);
  }
  markOpen(opened);
}

for (const kind of ["again", "hello", "reset"])
  live.addEventListener(kind, () => refreshList().catch(() => {}));
