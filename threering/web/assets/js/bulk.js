// Changing what is selected: asked once, watched while it runs, taken back.
import { find, fragment, get, newKey, post, say, toast, verbs } from "./ui.js";
import { live } from "./live.js";
import { selected, unselect } from "./select.js";

const LOOK_EVERY = 500;
const TOGETHER = 3000;

const place = () => find("#bulk");
const shown = () => place() && find(".bulk", place());
const isUnderWay = (state) => state === "running" || state === "undoing";

// --- asking ------------------------------------------------------------------------------------

async function ask(what, value, from) {
  from.closest(":popover-open")?.hidePopover();
  const form = { ...selected(), what, value, key: newKey() };
  const answer = await post(place().dataset.url, form).catch(() => null);
  if (!answer || (!answer.ok && answer.status !== 422)) return toast(say("wrong"));
  const told = await answer.text();
  if (answer.status === 422) return toast(told.trim());
  unselect();
  find("#list-scroll").focus();
  put(told);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button[data-bulk][data-value]");
  if (button) ask(button.dataset.bulk, button.dataset.value, button);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-bulk]")) return;
  event.preventDefault();
  ask(event.submitter?.dataset.bulk ?? form.dataset.bulk, find("[name=value]", form).value, form);
});

// --- watching ----------------------------------------------------------------------------------

let looking;

function put(html) {
  const fresh = fragment(html).firstElementChild;
  const before = shown()?.dataset.state;
  if (before === fresh.dataset.state && isUnderWay(before)) return move(fresh);
  place().replaceChildren(fresh);
  if (isUnderWay(fresh.dataset.state)) return watch();
  over(fresh);
}

// only the figures move: a button under the pointer stays the same button
function move(fresh) {
  const [here, there] = [shown(), fresh];
  find("progress", here).value = find("progress", there).value;
  find(".bulk__count", here).textContent = find(".bulk__count", there).textContent;
  watch();
}

function watch() {
  clearTimeout(looking);
  looking = setTimeout(look, LOOK_EVERY);
}

async function look() {
  const box = shown();
  if (!box || !isUnderWay(box.dataset.state)) return;
  const html = await get(box.dataset.progress).catch(() => null);
  if (shown() !== box) return;
  if (html) put(html);
  else watch();
}

function over(box) {
  const { told, undo, state } = box.dataset;
  const back = state === "done" && { label: say("undo"), run: () => takeBack(undo) };
  toast(told, back || undefined);
  if ("quick" in box.dataset) box.remove();
  lookAgain();
}

async function takeBack(url) {
  const answer = await post(url, {}).catch(() => null);
  if (!answer?.ok) return toast(say("wrong"));
  put(await answer.text());
}

verbs.undobulk = () => takeBack(shown().dataset.undo);
verbs.dismissbulk = () => {
  const box = shown();
  post(box.dataset.seen, {}).catch(() => {});
  box.remove();
};

if (shown() && isUnderWay(shown().dataset.state)) watch();

// --- many tickets changed, by whomever ---------------------------------------------------------

let again;

function lookAgain() {
  clearTimeout(again);
  again = undefined;
  live.dispatchEvent(new CustomEvent("again"));
}

// all screens of a house hear it in the same moment; they do not ask in the same moment
live.addEventListener("many", () => {
  again ??= setTimeout(lookAgain, TOGETHER * (0.25 + Math.random() * 0.75));
});
