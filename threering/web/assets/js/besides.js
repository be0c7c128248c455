// What a reply does besides being sent: one chip for each thing, each can be taken off before.
import { find, findAll, fragment, get, verbs } from "./ui.js";

const ONCE = new Set(["status", "priority", "assign"]);

const composer = () => find("form#composer");
const list = () => find("[data-besides]", composer() ?? document);
const chips = () => (list() ? findAll("[data-beside]", list()) : []);
const pair = ({ dataset }) => [dataset.beside, dataset.value];

/** All of it as the server reads it: [["status", "solved"], …]; "" for nothing. */
export const besides = () => (chips().length ? JSON.stringify(chips().map(pair)) : "");

/** Put chips to those that are there; a later wish of one kind takes the place of an earlier. */
export function addChips(more) {
  for (const chip of findAll("[data-beside]", more)) {
    const [kind, value] = pair(chip);
    const same = chips().filter((one) => one.dataset.beside === kind);
    if (ONCE.has(kind)) same.forEach((one) => one.remove());
    else if (same.some((one) => one.dataset.value === value)) continue;
    list()?.append(chip.cloneNode(true));
  }
}

/** Show the chips of a draft, and nothing else. */
export async function showBesides(said = "") {
  if (!list() || said === besides()) return;
  list().replaceChildren();
  if (!said) return;
  const place = list();
  const html = await get(`${place.dataset.url}?besides=${encodeURIComponent(said)}`).catch(() => "");
  if (place.isConnected) addChips(fragment(html));
}

/** Both sets of wishes as one. */
export const together = (...said) => {
  const all = said.filter(Boolean).flatMap((one) => JSON.parse(one));
  return all.length ? JSON.stringify(all) : "";
};

const changed = () =>
  composer().dispatchEvent(new CustomEvent("threering:files", { bubbles: true }));

verbs["drop-beside"] = (button) => {
  button.closest("[data-beside]").remove();
  changed();
  composer().elements.text.focus();
};

// whoever deletes all words also means what came with them
document.addEventListener("input", ({ target }) => {
  if (target !== composer()?.elements.text || target.value || !chips().length) return;
  list().replaceChildren();
  changed();
});

// --- who is named in a note --------------------------------------------------------------------

// The name stands in the text; whose it is, in a line here: id, blank, name.
const ID = 36;

/** The lines of those who are still named. */
export function mentions() {
  const { dataset, elements } = composer();
  const named = (line) => line && elements.text.value.includes(`@${line.slice(ID + 1)}`);
  return (dataset.mentions ?? "").split("\n").filter(named).join("\n");
}

/** These are chosen, and nobody else. */
export function showMentions(lines = "") {
  composer().dataset.mentions = lines;
}

/** One more is chosen, who will be named in a moment. */
export const addMention = (line) => showMentions(`${mentions()}\n${line}`);
