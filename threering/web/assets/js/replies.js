// What opens over the composer: "/" at the beginning of a line searches the saved replies while one
// types on, "@" before a word of a note the colleagues who may read it.
import { find, findAll, fragment, get, say, verbs } from "./ui.js";
import { addChips, addMention } from "./besides.js";

const BEFORE = { "/": /(^|\n)$/, "@": /(^|[\s(])$/ };

const composer = () => find("form#composer");
const pickerOf = (key) => find(`[data-picker="${key}"]`, composer() ?? document);
const picker = () => find("[data-picker]:not([hidden])", composer() ?? document);
const field = () => find("input", picker());
const options = () => findAll("[role=option]", picker());
const chosen = () => find("[role=option][aria-selected=true]", picker());

let place; // where in the text it was opened, and whether by typing
let looking = Promise.resolve();

// --- opening and closing -----------------------------------------------------------------------

function open(which, { typed }) {
  const { selectionStart, selectionEnd } = composer().elements.text;
  place = { start: selectionStart, end: selectionEnd, typed };
  showAs(which, true);
  field().value = "";
  field().focus();
  look();
}

function showAs(which, open) {
  which.hidden = !open;
  find(`[data-opens="${which.dataset.picker}"]`, composer())?.setAttribute("aria-expanded", open);
}

// What was typed to open it is not lost: it is text, where nothing was chosen.
function close({ keep, focus = true }) {
  const { text } = composer().elements;
  const words = keep && place.typed ? picker().dataset.picker + field().value : "";
  showAs(picker(), false);
  if (focus) backTo(text);
  if (!words) return;
  if (focus) insert(text, words);
  else put(text, words, place.start, place.end);
}

function backTo(text) {
  text.focus();
  text.setSelectionRange(place.start, place.end);
}

// as if it were typed, so that the browser's own undo takes it back
function insert(text, words) {
  if (document.execCommand("insertText", false, words)) return;
  put(text, words, text.selectionStart, text.selectionEnd);
}

function put(text, words, start, end) {
  text.setRangeText(words, start, end, "end");
  text.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

document.addEventListener("beforeinput", (event) => {
  const { target, data, isComposing } = event;
  const which = !isComposing && data in BEFORE && pickerOf(data);
  if (!which || target !== composer().elements.text) return;
  if (data === "@" && composer().elements.kind.value !== "note") return;
  if (!BEFORE[data].test(target.value.slice(0, target.selectionStart))) return;
  event.preventDefault();
  open(which, { typed: true });
});

function toggle({ dataset }) {
  const which = pickerOf(dataset.opens);
  if (which.hidden) open(which, { typed: false });
  else close({ keep: true });
}
verbs["saved-replies"] = toggle;
verbs.mention = toggle;

// --- looking -----------------------------------------------------------------------------------

function look() {
  const [which, words] = [picker(), field().value];
  const still = () => picker() === which && field().value === words;
  looking = get(`${which.dataset.url}?q=${encodeURIComponent(words)}`).then(
    (html) => still() && list(html),
    () => still() && (find(".picker__found", which).textContent = say("wrong")),
  );
}

function list(html) {
  const found = fragment(html);
  const told = find("[data-found]", found);
  find(".picker__found", picker()).textContent = told.textContent;
  told.remove();
  find("[role=listbox]", picker()).replaceChildren(found);
  mark(chosen());
}

function mark(option) {
  for (const one of options()) one.setAttribute("aria-selected", one === option);
  const preview = find("[data-shown]", picker());
  preview?.replaceChildren();
  if (!option) return field().removeAttribute("aria-activedescendant");
  field().setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
  if (!preview) return;
  preview.append(find("[data-preview]", option).content.cloneNode(true));
  preview.scrollTop = 0;
}

document.addEventListener("input", ({ target }) => {
  if (!picker() || target !== field()) return;
  if (target.value === " ") close({ keep: true }); // at last no name: "see you @ 5"
  else look();
});

// --- choosing ----------------------------------------------------------------------------------

/** Put it where the caret is. Whoever is faster than the list gets what they typed. */
async function choose(option) {
  await looking;
  const wanted = option ?? (picker() && chosen());
  if (!picker()) return;
  if (!wanted) return close({ keep: true });
  close({ keep: false });
  const chips = find("[data-chips]", wanted);
  if (chips) addChips(chips.content);
  else addMention(wanted.dataset.chosen);
  insert(composer().elements.text, wanted.dataset.text);
}

function step(by) {
  const all = options();
  const next = all[(all.indexOf(chosen()) + by + all.length) % all.length];
  if (next) mark(next);
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: () => choose(),
  Escape: () => close({ keep: true }),
};

// before the page's own keys: in here Escape means back to the text
function pressed(event) {
  if (!picker() || event.isComposing || !picker().contains(event.target)) return;
  const alone = event.key === "Backspace" && place.typed && !field().value;
  const act = alone ? () => close({ keep: false }) : KEYS[event.key];
  const held = event.metaKey || event.ctrlKey || event.altKey;
  if (!act || (held && event.key !== "Enter")) return; // nothing is sent while one chooses
  event.preventDefault();
  act();
}
document.addEventListener("keydown", pressed, { capture: true });

// the field keeps the focus while the mouse is in the list
const OFFERED = ".picker__list [role=option]";
document.addEventListener("mousedown", (event) => {
  if (event.target.closest(".picker__list")) event.preventDefault();
});
document.addEventListener("mousemove", ({ target }) => {
  const option = target.closest?.(OFFERED);
  if (option && option !== chosen()) mark(option);
});
document.addEventListener("click", ({ target }) => {
  const option = target.closest(OFFERED);
  if (option) choose(option);
});
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  if (!picker()?.contains(target) || picker().contains(relatedTarget)) return;
  if (relatedTarget?.dataset.opens === picker().dataset.picker || !document.hasFocus()) return;
  close({ keep: true, focus: false });
});
