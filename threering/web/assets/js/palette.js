// Everything there is, behind one key: the commands and views of the page, and all tickets.
import { find, findAll, fragment, get, say, verbs } from "./ui.js";
import { elementOf, keycaps, press } from "./keys.js";
import { link, list, searchFor } from "./list.js";

const PAUSE = 200;
const MOST_TICKETS = 6;
const SHORTEST = 2;

const palette = () => find("#palette");
const field = () => find("input", palette());
const box = () => find("[role=listbox]", palette());
const options = () => findAll("[role=option]", box());
const chosen = () => find("[aria-selected=true]", box());
const runs = new WeakMap(); // what each option does

let known = []; // what the page offers, as it was when the palette was opened
let pause;

verbs.palette = () => {
  if (palette().open) return palette().close();
  findAll(":popover-open").forEach((menu) => menu.hidePopover());
  known = [...commands(), ...views()];
  field().value = "";
  palette().showModal();
  look();
};

// --- what there is -----------------------------------------------------------------------------

function commands() {
  const named = new Map(findAll("[data-cmd]").map((one) => [nameOf(one), one.dataset]));
  named.delete("mod+k");
  return [...named].map(([name, { cmd, key }]) => ({
    label: cmd,
    key,
    run: () => press(key ? elementOf(key) : findAll("[data-cmd]").find((one) => nameOf(one) === name)),
  }));
}

// what has no key is told apart by what it sends: two colleagues may have one name
const nameOf = ({ dataset: { key, cmd, send } }) => key ?? `${cmd} ${send}`;

const views = () =>
  findAll(".view[data-view]").map((view) => ({
    label: find(".cut", view).textContent,
    run: () => view.click(),
  }));

const words = () => field().value.trim();

/** How well a label fits what was typed: 0 begins so, 1 a word of it does, 2 it stands in there. */
function fit(label, typed) {
  const [low, wanted] = [label.toLowerCase(), typed.toLowerCase()];
  if (low.startsWith(wanted)) return 0;
  if (low.includes(` ${wanted}`)) return 1;
  return wanted.split(" ").every((word) => low.includes(word)) ? 2 : undefined;
}

function fitting(typed) {
  const found = known.map((one) => ({ ...one, fit: fit(one.label, typed) }));
  return found.filter((one) => one.fit !== undefined).sort((one, other) => one.fit - other.fit);
}

function searchAll(typed) {
  const label = say("in-all").replace("{words}", typed);
  if (!list()) {
    const url = `${palette().dataset.page}?q=${encodeURIComponent(typed)}`;
    return { label, run: () => location.assign(url) };
  }
  return { label, run: () => (verbs.search(), searchFor(typed)) };
}

// --- showing it --------------------------------------------------------------------------------

function look() {
  clearTimeout(pause);
  const typed = words();
  box().replaceChildren(...fitting(typed).map(option));
  if (typed) box().append(option(searchAll(typed)));
  mark(options()[0]);
  if (typed.length >= SHORTEST) pause = setTimeout(() => lookForTickets(typed), PAUSE);
}

// Tickets come last, so that nothing moves under the hand when they come.
async function lookForTickets(typed) {
  const url = `${palette().dataset.list}?q=${encodeURIComponent(typed)}`;
  const found = fragment(await get(url).catch(() => ""));
  if (words() !== typed) return;
  box().append(...findAll(".row", found).slice(0, MOST_TICKETS).map(ofTicket));
  mark(chosen() ?? options()[0]);
}

function ofTicket(row) {
  const who = find(".row__who bdi", row).textContent;
  const subject = find(".row__subject bdi", row).textContent;
  const { href } = link(row);
  return option({ label: `${who}: ${subject}`, run: () => location.assign(href) });
}

function option({ label, key, run }) {
  const made = find("#command-template").content.firstElementChild.cloneNode(true);
  const text = made.firstElementChild;
  text.textContent = label;
  text.dir = "auto";
  if (key) made.append(...keycaps(key));
  made.id = `command-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  runs.set(made, run);
  return made;
}

function mark(wanted) {
  for (const one of options()) one.setAttribute("aria-selected", one === wanted);
  if (!wanted) return field().removeAttribute("aria-activedescendant");
  field().setAttribute("aria-activedescendant", wanted.id);
  wanted.scrollIntoView({ block: "nearest" });
}

// --- choosing ----------------------------------------------------------------------------------

function step(by) {
  const all = options();
  mark(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
}

// Closed first: what is done may put the keyboard elsewhere.
function choose(wanted) {
  if (!wanted) return;
  palette().close();
  runs.get(wanted)();
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: () => choose(chosen()),
};

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#palette") || event.isComposing) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
document.addEventListener("input", ({ target }) => {
  if (target.closest("#palette")) look();
});
document.addEventListener("mousemove", ({ target }) => {
  const over = target.closest?.("#palette [role=option]");
  if (over && over !== chosen()) mark(over);
});
document.addEventListener("click", ({ target }) => {
  const one = target.closest("#palette [role=option]");
  if (one) choose(one);
});
