// Which tickets of the list are selected: one by one, a range, or all of the view.
import { find, findAll, fragment, get, say, toast, verbs } from "./ui.js";
import { list, openRow, rows } from "./list.js";

const picked = new Set();
let all = null; // { total, until, without } once all of the view are selected
let anchor = ""; // where a range begins

const bar = () => find("#selection");
const box = (row) => find(".row__pick input", row);
const isMine = (row) => (all ? !all.without.has(row.dataset.ticket) && !isYounger(row) : picked.has(row.dataset.ticket));

// ids begin with the moment they were made: what came since is not meant
const madeAt = (id) => parseInt(id.replace("-", "").slice(0, 12), 16);
const isYounger = (row) => madeAt(row.dataset.ticket) > all.until;

export const count = () => (all ? all.total - all.without.size : picked.size);

/** What is selected, as the server is asked for it. */
export function selected() {
  if (!all) return { tickets: [...picked].join() };
  const { view, q } = list().dataset;
  return { view, q, until: all.until, without: [...all.without].join() };
}

export function unselect() {
  picked.clear();
  all = null;
  paint();
}

function pick(row, on) {
  const set = all ? all.without : picked;
  if (on === !all) set.add(row.dataset.ticket);
  else set.delete(row.dataset.ticket);
}

// --- showing it --------------------------------------------------------------------------------

function paint() {
  if (!list()) return;
  for (const row of rows()) box(row).checked = isMine(row);
  list().toggleAttribute("data-selecting", count() > 0);
  if (count()) showBar();
  else bar().hidden = true;
}

async function showBar() {
  countUp();
  if (!bar().hidden) return;
  bar().hidden = false;
  await (coming = fetchBar());
  countUp();
}

let coming = null;

/** Whether there will be a bar, as long as there is none yet; a key pressed meanwhile waits for it. */
export const barToCome = () => (bar() && !bar().hidden && !bar().childElementCount ? coming : null);

/** What can be done, and how many there are now; false where the server does not say. */
async function fetchBar() {
  const { selection, q } = list().dataset;
  const html = await get(`${selection}?q=${encodeURIComponent(q)}`).catch(() => null);
  if (html === null) return unselect(), toast(say("wrong")), false;
  if (list().dataset.selection === selection) bar().replaceChildren(fragment(html));
  return true;
}

function countUp() {
  const told = find(".selection__count", bar());
  if (!told) return;
  const n = count().toLocaleString(document.documentElement.lang);
  const words = told.dataset.say.replace("{n}", n);
  if (told.textContent !== words) told.textContent = words;
  const [offer, done] = find(".selection__all", bar()).children;
  offer.hidden = Boolean(all);
  done.hidden = !all || all.without.size > 0;
}

// --- choosing ----------------------------------------------------------------------------------

const here = () => document.activeElement?.closest?.(".row") ?? openRow() ?? rows()[0];

function toggle(row, on = !isMine(row)) {
  pick(row, on);
  anchor = row.dataset.ticket;
  paint();
}

function reach(row, on) {
  const shown = rows();
  const ends = [shown.findIndex((one) => one.dataset.ticket === anchor), shown.indexOf(row)];
  if (ends[0] < 0) return toggle(row, on);
  for (const one of shown.slice(Math.min(...ends), Math.max(...ends) + 1)) pick(one, on);
  paint();
}

verbs.select = () => here() && toggle(here());
verbs.unselect = () => (unselect(), find("#list-scroll").focus());
verbs.selectdown = () => step(1);
verbs.selectup = () => step(-1);
verbs.selectall = async () => {
  if (!list()) return;
  bar().hidden = false;
  if (!(await (coming = fetchBar()))) return;
  const { total, until } = find(".selection__bar", bar()).dataset;
  if (!Number(total)) return unselect();
  picked.clear();
  all = { total: Number(total), until: Number(until), without: new Set() };
  paint();
};

// select the row and go on to the next one, without opening either
function step(by) {
  const row = here();
  if (!row) return;
  const next = rows()[rows().indexOf(row) + by];
  if (!isMine(row)) toggle(row, true);
  else if (next) toggle(next, true);
  const goal = isMine(row) && next ? next : row;
  box(goal).focus();
  goal.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("#list .row");
  if (!row) return;
  if (event.target === box(row)) {
    if (event.shiftKey) reach(row, box(row).checked);
    else toggle(row, box(row).checked);
  } else if (event.target.closest("a") && pointsAtMany(event)) {
    event.preventDefault();
    if (event.shiftKey) reach(row, true);
    else toggle(row);
  }
});

// once something is selected, Shift reaches and Ctrl adds, as in every list
const pointsAtMany = (event) => (event.shiftKey && anchor) || (count() > 0 && (event.ctrlKey || event.metaKey));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !list() || !count()) return;
  if (find("dialog[open], :popover-open") || event.target.matches?.("input:not([type=checkbox]), textarea, select")) return;
  event.preventDefault();
  verbs.unselect();
});

// --- while the list moves ----------------------------------------------------------------------

document.addEventListener("threering:elsewhere", unselect);
document.addEventListener("threering:relisted", () => count() && paint());

const watched = list();
if (watched) {
  const moved = new MutationObserver(() => count() && paint());
  moved.observe(watched, { childList: true });
}
addEventListener("pageshow", () => list() && findAll(".row__pick input").forEach((one) => (one.checked = false)));
