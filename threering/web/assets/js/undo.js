// A reply waits a moment before it leaves: the seconds count down, and it can be taken back.
import { find, findAll, fragment, post, say, toast, verbs } from "./ui.js";

const SECOND = 1000;
const over = new WeakMap();

// counted from when it was seen: the reader's clock may be wrong
function left(element) {
  if (!over.has(element)) over.set(element, Date.now() + element.dataset.leaves * SECOND);
  return Math.ceil((over.get(element) - Date.now()) / SECOND);
}

function tick() {
  for (const element of findAll("[data-leaves]")) {
    const seconds = left(element);
    const text = seconds > 0 ? say("leaves").replace("{n}", seconds) : say("leaving");
    if (element.textContent !== text) element.textContent = text;
    if (seconds <= 0) element.parentElement.querySelector("[data-do=take-back]")?.remove();
  }
}

setInterval(tick, SECOND / 4);

/** Offer the way back for a reply that has just been written. */
export function offerUndo(message) {
  const button = message && find("[data-do=take-back]", message);
  if (!button) return;
  const seconds = Number(find("[data-leaves]", message)?.dataset.leaves) || 0;
  if (!seconds) return;
  const run = () => verbs["take-back"](document.getElementById(message.id)?.querySelector("[data-do=take-back]"));
  toast(say("sent"), { label: say("undo"), run, leaves: seconds });
}

verbs["take-back"] = async (button) => {
  if (!button) return toast(say("too-late"));
  const message = button.closest(".msg");
  const answer = await post(button.dataset.url, {}).catch(() => null);
  if (answer?.status === 409) return toast(say("too-late"));
  if (!answer?.ok || answer.redirected) return toast(say("wrong"));
  const gone = fragment(await answer.text()).firstElementChild;
  document.getElementById(message.id)?.remove();
  document.dispatchEvent(new CustomEvent("threering:unsaid", { detail: gone }));
  toast(say("taken-back"));
};
