// The open ticket: opening it, keeping it fresh, and never moving what is being read.
import htmx from "./htmx.js";
import { find, findAll, fragment, get, say, toast, verbs } from "./ui.js";
import { inView, link, list, markOpen, neighbour, rows } from "./list.js";
import { live } from "./live.js";

const SLOW = 150;
const NEAR_THE_END = 160;
// messages came or went anywhere in the thread: it is drawn anew, and the draft is kept
const REGROUPED = new Set([
  ...["tickets_merged", "ticket_merged_away", "ticket_split", "message_moved_away"],
  ...["message_moved_here", "regrouping_undone", "customers_merged", "customers_parted"],
]);
const UNSETTLED = "[data-state=queued], [data-state=sending], [data-state=uncertain]";

const main = () => find("#main");
export const thread = () => find("#thread");
export const log = () => find("#log");

// --- opening -----------------------------------------------------------------------------------

let opening;

/** Show the ticket of a row; the newest wish wins. */
export async function open(row, { push = true } = {}) {
  const anchor = link(row);
  markOpen(row.dataset.ticket);
  row.scrollIntoView({ block: "nearest" });
  if (push) history.pushState({ ticket: row.dataset.ticket }, "", anchor.getAttribute("href"));
  await show(anchor.dataset.part);
  warm(neighbour(1));
}

/** Show a ticket by the address of its part. */
export function show(part) {
  shown = fetched(part);
  return shown;
}

let shown = Promise.resolve();

async function fetched(part) {
  opening?.abort();
  const mine = (opening = new AbortController());
  const slow = setTimeout(() => main().setAttribute("aria-busy", "true"), SLOW);
  try {
    put(await get(part, { signal: mine.signal }));
  } catch (problem) {
    if (!mine.signal.aborted) failed(problem);
  }
  clearTimeout(slow);
  if (opening === mine) main().removeAttribute("aria-busy");
}

function put(html) {
  main().replaceChildren(fragment(html));
  htmx.process(main());
  document.title = `${thread().dataset.title} · Threering`;
  document.dispatchEvent(new CustomEvent("threering:opened"));
}

function failed(problem) {
  const gone = [403, 404].includes(problem.status);
  if (gone) showEmpty();
  toast(gone ? say("gone") : say("wrong"));
}

function showEmpty() {
  main().replaceChildren(find("#empty-template").content.cloneNode(true));
  document.dispatchEvent(new CustomEvent("threering:closed"));
}

/** Close the ticket: the list again on a phone, the hint elsewhere. */
export function close() {
  markOpen("");
  showEmpty();
  const view = find(".view[aria-current]");
  if (view) history.pushState({}, "", view.href);
}

/** Fetch a ticket before it is wished for; its address changes with its version. */
function warm(row) {
  if (row)
    fetch(link(row).dataset.part, { priority: "low", headers: { "HX-Request": "true" } }).catch(
      () => {},
    );
}

const rowOf = (event) => event.target.closest?.("#list .row");
const plainClick = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.button);

document.addEventListener("mousedown", (event) => warm(rowOf(event)));
document.addEventListener("click", (event) => {
  const row = rowOf(event);
  if (!row || !main() || !plainClick(event) || !event.target.closest("a")) return;
  event.preventDefault();
  open(row);
});

addEventListener("popstate", () => {
  const row = rows().find((one) => link(one).pathname === location.pathname);
  if (row) open(row, { push: false });
  else if (main()) location.reload();
});

verbs.next = () => step(1);
verbs.previous = () => step(-1);
verbs.close = (_, event) => {
  event?.preventDefault();
  close();
};

function step(by) {
  const row = list() && neighbour(by);
  if (row) open(row);
}

// --- staying fresh -----------------------------------------------------------------------------

/** Put entries in place by their ids: known ones are replaced, new ones come last. */
function merge(html) {
  const near = nearEnd();
  let added = false;
  for (const entry of [...fragment(html).children]) {
    const known = document.getElementById(entry.id);
    if ("gone" in entry.dataset) {
      known?.remove();
      continue;
    }
    if (known?.isEqualNode(entry)) continue;
    if (known) known.replaceWith(entry);
    else log().insertBefore(entry, find("[data-local]", log()));
    htmx.process(entry);
    added ||= !known;
  }
  if (added) near ? toEnd() : (find(".jump").hidden = false);
  if (near) allSeen();
}

// Ask from before the first message whose delivery is still open, so that its state comes along.
function lastSettled() {
  let last = "";
  for (const message of findAll("[data-message]", log())) {
    if (message.matches(UNSETTLED)) break;
    last = message.dataset.message;
  }
  return last;
}

/** Fetch what came since. */
export async function refreshEntries() {
  const { messages, ticket } = thread().dataset;
  const html = await get(`${messages}?after=${lastSettled()}`);
  if (thread()?.dataset.ticket === ticket) merge(html);
}

/** Fetch head and side anew; the composer and what is being read stay as they are. */
export async function refreshFrame(part = thread().dataset.part) {
  const ticket = thread().dataset.ticket;
  const fresh = fragment(await get(part, { cache: "reload" }));
  if (thread()?.dataset.ticket !== ticket) return;
  const menu = find(":is(#thread-head, #side) :popover-open");
  if (menu) return afterwards(menu);
  Object.assign(thread().dataset, find("#thread", fresh).dataset);
  find("#thread-head").replaceWith(find("#thread-head", fresh));
  const here = document.activeElement;
  const typed = findAll("#side form :is(input, select, textarea)").filter(
    (field) => (field === here && field.checkVisibility()) || (field.value !== field.defaultValue && !field.matches("select")),
  );
  find("#side").replaceChildren(...find("#side", fresh).childNodes);
  for (const field of typed) typeOn(field, field === here);
}

// A menu does not vanish under the hand: the frame is drawn anew when it is closed.
function afterwards(menu) {
  menu.ontoggle = () => refreshFrame().catch(() => {});
}

// What is being typed beside the thread goes on in the new field.
function typeOn({ id, name, value, form, selectionStart, selectionEnd }, here) {
  const place = id ? `#${CSS.escape(id)}` : `[data-post="${CSS.escape(form.dataset.post)}"] [name="${name}"]`;
  const field = find(`#side ${place}`);
  if (!field) return;
  field.value = value;
  field.closest("details")?.setAttribute("open", "");
  if (!here) return;
  field.focus();
  if (selectionStart != null) field.setSelectionRange(selectionStart, selectionEnd);
}

async function refreshAll() {
  if (!thread()) return;
  await Promise.all([refreshEntries(), refreshFrame()]).catch(() => {});
}

live.addEventListener("hello", refreshAll);
live.addEventListener("reset", refreshAll);
live.addEventListener("again", refreshAll);
live.addEventListener("ticket", ({ detail: event }) => {
  if (event.kinds.includes("message_received") && document.hidden) announceInTitle();
  if (thread()?.dataset.ticket !== event.ticket) return;
  const row = fragment(event.row).firstElementChild;
  const part = inView(link(row).dataset.part);
  const any = (kinds) => event.kinds.some((kind) => kinds.has(kind));
  if (any(REGROUPED) && !leavesDraft(event)) return redraw(event.ticket, part);
  refreshEntries().catch(() => {});
  if (changed(row) || any(BESIDE) || event.kinds.some(isOfCustomer)) refreshFrame(part).catch(() => {});
  thread().dataset.part = part;
});

// Whoever is on the way to another ticket is not held back by what happened in this one.
async function redraw(ticket, part) {
  await shown;
  if (thread()?.dataset.ticket === ticket) await show(part);
}

// What is being typed can still be sent: it follows to where the ticket was merged.
const leavesDraft = ({ kinds }) =>
  kinds.includes("ticket_merged_away") && Boolean(find("#composer textarea")?.value);

// of what happened, these show beside the thread
const BESIDE = new Set([
  ...["priority_changed", "team_changed", "reason_set", "field_set", "checklist_kept"],
  ...["ticket_related", "ticket_unrelated"],
  ...["tagged", "untagged", "snoozed", "woken"],
]);
const isOfCustomer = (kind) => kind.startsWith("customer_");
const changed = (row) =>
  ["status", "assignee"].some((name) => row.dataset[name] !== thread().dataset[name]);

function announceInTitle() {
  document.title = `● ${document.title.replace(/^● /, "")}`;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = document.title.replace(/^● /, "");
});

// --- the end of the conversation ---------------------------------------------------------------

// the scroller runs backwards: its end is 0 and further up is negative
const scroller = () => find(".thread__scroll");
const nearEnd = () => !scroller() || scroller().scrollTop > -NEAR_THE_END;

/** Go to the newest message. */
export function toEnd() {
  scroller().scrollTop = 0;
  find(".jump").hidden = true;
  allSeen();
}

// An answer says what its author had seen: the server holds it where there is more.
function allSeen() {
  const last = findAll("[data-message]:not([data-local])", log()).at(-1);
  if (last) thread().dataset.seen = last.dataset.message;
}
const opened = () => thread() && allSeen();
document.addEventListener("threering:opened", opened);
opened();

verbs.jump = toEnd;
document.addEventListener(
  "scroll",
  ({ target }) => {
    if (target !== scroller() || !nearEnd()) return;
    find(".jump").hidden = true;
    allSeen();
  },
  { capture: true, passive: true },
);
