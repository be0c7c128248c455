// Changing what is selected: asked once, watched while it runs, taken back.
import { find, findAll, fragment, get, newKey, post, say, toast, verbs } from "./ui.js";
import { live } from "./live.js";
import { selected, unselect } from "./select.js";

const LOOK_EVERY = 500;
const TOGETHER = 3000;

const place = () => find("#bulk");
const isUnderWay = ({ dataset }) => dataset.state === "running" || dataset.state === "undoing";

// --- asking ------------------------------------------------------------------------------------

let asking = false;

async function ask(what, value, from) {
  if (asking) return;
  asking = true;
  from.closest(":popover-open")?.hidePopover();
  const form = { ...selected(), what, value, key: newKey() };
  const answer = await post(place().dataset.url, form).catch(() => null);
  asking = false;
  if (!answer || answer.redirected || (!answer.ok && answer.status !== 422)) return toast(say("wrong"));
  const said = await answer.text();
  if (answer.status === 422) return toast(said.trim());
  unselect();
  find("#list-scroll").focus();
  for (const box of findAll(".bulk", place())) if (!isUnderWay(box)) box.remove();
  const box = fragment(said).firstElementChild;
  place().prepend(box);
  follow(box);
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

function follow(box) {
  if (isUnderWay(box)) setTimeout(look, LOOK_EVERY, box);
  else over(box);
}

async function look(box) {
  if (!box.isConnected) return;
  const html = await get(box.dataset.progress).catch(() => null);
  if (html) put(box, html);
  else setTimeout(look, LOOK_EVERY * 4, box);
}

// while it goes on only the figures move: a button under the pointer stays the same button
function put(box, html) {
  if (!box.isConnected) return;
  const fresh = fragment(html).firstElementChild;
  if (fresh.dataset.state === box.dataset.state && isUnderWay(box)) {
    find("progress", box).value = find("progress", fresh).value;
    find(".bulk__count", box).textContent = find(".bulk__count", fresh).textContent;
    return follow(box);
  }
  box.replaceWith(fresh);
  follow(fresh);
}

function over(box) {
  const { told, undo, state } = box.dataset;
  toast(told, state === "done" ? { label: say("undo"), run: () => takeBack(undo) } : undefined);
  if ("quick" in box.dataset) box.remove();
  lookAgain();
}

async function takeBack(url) {
  const answer = await post(url, {}).catch(() => null);
  if (!answer?.ok || answer.redirected) return toast(say("wrong"));
  const fresh = fragment(await answer.text()).firstElementChild;
  const box = find(`.bulk[data-undo="${CSS.escape(url)}"]`);
  if (box) box.replaceWith(fresh);
  else place().prepend(fresh);
  follow(fresh);
}

verbs.undobulk = (button) => takeBack(button.closest(".bulk").dataset.undo);
verbs.dismissbulk = (button) => {
  const box = button.closest(".bulk");
  post(box.dataset.seen, {}).catch(() => {});
  box.remove();
};

for (const box of findAll("#bulk .bulk")) if (isUnderWay(box)) follow(box);

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
