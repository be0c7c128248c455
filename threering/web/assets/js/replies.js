// Saved replies: "/" at the beginning of a line opens a list that is searched while one types on.
import { find, findAll, fragment, get, say, verbs } from "./ui.js";
import { addChips } from "./besides.js";

const composer = () => find("form#composer");
const picker = () => find("[data-picker]", composer() ?? document);
const field = () => find("input", picker());
const options = () => findAll("[role=option]", picker());
const chosen = () => find("[role=option][aria-selected=true]", picker());
const isOpen = () => Boolean(picker()) && !picker().hidden;

let place; // where in the text it was opened, and whether by typing
let looking = Promise.resolve();

// --- opening and closing -----------------------------------------------------------------------

function open({ typed }) {
  const { selectionStart, selectionEnd } = composer().elements.text;
  place = { start: selectionStart, end: selectionEnd, typed };
  showAs(true);
  field().value = "";
  field().focus();
  look();
}

function showAs(open) {
  picker().hidden = !open;
  find("[data-do=saved-replies]", composer())?.setAttribute("aria-expanded", open);
}

// What was typed after "/" is not lost: it is text, where no reply was chosen.
function close({ keep, focus = true }) {
  const { text } = composer().elements;
  const words = keep && place.typed ? `/${field().value}` : "";
  showAs(false);
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

const beginsLine = ({ value, selectionStart }) =>
  selectionStart === 0 || value[selectionStart - 1] === "\n";

document.addEventListener("beforeinput", (event) => {
  const { target, data, isComposing } = event;
  if (data !== "/" || isComposing || !picker()) return;
  if (target !== composer().elements.text || !beginsLine(target)) return;
  event.preventDefault();
  open({ typed: true });
});

verbs["saved-replies"] = () => (isOpen() ? close({ keep: true }) : open({ typed: false }));

// --- looking -----------------------------------------------------------------------------------

function look() {
  const [words, { url }] = [field().value, picker().dataset];
  looking = get(`${url}?q=${encodeURIComponent(words)}`).then(
    (html) => isOpen() && field().value === words && list(html),
    () => isOpen() && (find(".picker__found", picker()).textContent = say("wrong")),
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
  preview.replaceChildren();
  if (!option) return field().removeAttribute("aria-activedescendant");
  field().setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
  preview.append(find("[data-preview]", option).content.cloneNode(true));
  preview.scrollTop = 0;
}

document.addEventListener("input", ({ target }) => {
  if (isOpen() && target === field()) look();
});

// --- choosing ----------------------------------------------------------------------------------

/** Put a reply where the caret is. Whoever is faster than the list gets what they typed. */
async function choose(option) {
  await looking;
  const wanted = option ?? chosen();
  if (!isOpen()) return;
  if (!wanted) return close({ keep: true });
  close({ keep: false });
  addChips(find("[data-chips]", wanted).content);
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
  if (!isOpen() || event.isComposing || !picker().contains(event.target)) return;
  const alone = event.key === "Backspace" && place.typed && !field().value;
  const act = alone ? () => close({ keep: false }) : KEYS[event.key];
  const held = event.metaKey || event.ctrlKey || event.altKey;
  if (!act || (held && event.key !== "Enter")) return; // nothing is sent while one chooses
  event.preventDefault();
  act();
}
document.addEventListener("keydown", pressed, { capture: true });

// the field keeps the focus while the mouse is in the list
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("#offers")) event.preventDefault();
});
document.addEventListener("mousemove", ({ target }) => {
  const option = target.closest?.("#offers [role=option]");
  if (option && option !== chosen()) mark(option);
});
document.addEventListener("click", ({ target }) => {
  const option = target.closest("#offers [role=option]");
  if (option) choose(option);
});
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  if (!isOpen() || !picker().contains(target) || picker().contains(relatedTarget)) return;
  if (relatedTarget?.dataset.do === "saved-replies" || !document.hasFocus()) return;
  close({ keep: true, focus: false });
});
