// A menu in which one types: what there is comes when it opens, and each word keeps to what it fits.
import { find, findAll, fragment, get, say } from "./ui.js";

let all = []; // in the order of the server, which knows what is used most
let looking = Promise.resolve();

const list = (box) => find("[role=listbox]", box);
const field = (box) => find("input", box);
const chosen = (box) => find("[aria-selected=true]", box);
const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// "toggle" would come after the first letters of whoever types at once, and wipe them away
document.addEventListener("beforetoggle", ({ target, newState }) => {
  if (newState !== "open" || !target.matches("[data-pick]")) return;
  field(target).value = "";
  all = []; // those of another menu
  look(target);
  looking = load(target).catch(() => tell(target, say("wrong")));
}, { capture: true });

async function load(box) {
  const found = fragment(await get(box.dataset.pick));
  all = findAll("[role=option]", found);
  look(box);
  const empty = find("[data-empty]", found);
  if (empty) tell(box, empty.textContent);
}

const tell = (box, words) => (find("[role=status]", box).textContent = words);

/** How well an option fits: 0 words of its own name begin so, 1 of its path, 2 they stand in there. */
function fit({ dataset }, typed) {
  const path = plain(dataset.words);
  const begins = (text) => typed.every((one) => ` ${text}`.includes(` ${one}`));
  if (begins(path.split(" › ").at(-1))) return 0;
  if (begins(path)) return 1;
  return typed.every((one) => path.includes(one)) ? 2 : 3;
}

function look(box) {
  const typed = plain(field(box).value).split(/[\s›>]+/).filter(Boolean);
  const fits = all.map((one) => [fit(one, typed), one]).filter(([worth]) => worth < 3);
  fits.sort(([one], [other]) => one - other);
  list(box).replaceChildren(...fits.map(([, one]) => one));
  tell(box, all.length && !fits.length ? box.dataset.none : "");
  mark(box, fits[0]?.[1]);
}

function mark(box, wanted) {
  for (const one of all) one.setAttribute("aria-selected", one === wanted);
  if (!wanted) return field(box).removeAttribute("aria-activedescendant");
  field(box).setAttribute("aria-activedescendant", wanted.id);
  wanted.scrollIntoView({ block: "nearest" });
}

function step(box, by) {
  const shown = findAll("[role=option]", box);
  mark(box, shown.at((shown.indexOf(chosen(box)) + by) % shown.length));
}

const KEYS = {
  ArrowDown: (box) => step(box, 1),
  ArrowUp: (box) => step(box, -1),
  // whoever is faster than the list gets what they typed
  Enter: async (box) => (await looking, look(box), chosen(box)?.click()),
};

document.addEventListener("input", ({ target }) => {
  const box = target.closest("[data-pick]");
  if (box) look(box);
});
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-pick]");
  if (!box || event.isComposing || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key](box);
});

// What a plain field offers comes when one goes there: most tickets are left without.
document.addEventListener("focusin", async ({ target: { list: offers } }) => {
  const url = offers?.dataset.offered;
  if (!url || offers.options.length) return;
  const found = await get(url).catch(() => ""); // one can type without
  offers.replaceChildren(fragment(found));
});
