// Who else is at the open ticket, and telling them that we are: two answers to one question are one
// too many. What is told here is also the time that the work on a ticket took.
import { find, findAll, fragment, page, post } from "./ui.js";
import { thread } from "./thread.js";
import { live } from "./live.js";

const BEAT = 20_000;
const IDLE = 60_000;
const TYPING_EVERY = 5_000;

let at;
let active = Date.now();
let typed = 0;

const present = () =>
  document.visibilityState === "visible" && document.hasFocus() && Date.now() - active < IDLE;

async function tell(doing, options) {
  const { url, ticket } = at;
  const answer = await post(url, { doing }, options).catch(() => null);
  if (answer?.ok && !answer.redirected) show(ticket, await answer.text());
}

function show(ticket, html) {
  const place = find("[data-attending]");
  if (!place || thread().dataset.ticket !== ticket) return;
  const people = findAll("[data-agent]", fragment(html));
  place.replaceChildren(...people.filter((one) => one.dataset.agent !== page.me));
}

function leave(options) {
  if (at) tell("gone", options);
  at = undefined;
}

function arrive() {
  const data = thread()?.dataset;
  if (at && at.ticket !== data?.ticket) leave();
  if (!data || !present()) return;
  at = { ticket: data.ticket, url: data.attend };
  tell("looking");
}

function move() {
  const slept = Date.now() - active >= IDLE;
  active = Date.now();
  if (slept || !at) arrive();
}

for (const sign of ["keydown", "pointerdown", "pointermove", "wheel", "focus"])
  addEventListener(sign, move, { capture: true, passive: true });

document.addEventListener("input", ({ target }) => {
  if (!at || !target.closest("#composer") || Date.now() - typed < TYPING_EVERY) return;
  typed = Date.now();
  tell("typing");
});

document.addEventListener("threering:opened", arrive);
document.addEventListener("threering:closed", arrive);
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : arrive()));
addEventListener("pagehide", () => leave({ keepalive: true }));
live.addEventListener("hello", arrive);
live.addEventListener("reset", arrive);
live.addEventListener("attending", ({ detail }) => show(detail.ticket, detail.html));
// what happens under the eyes is seen
live.addEventListener("ticket", ({ detail }) => at?.ticket === detail.ticket && present() && tell("looking"));
setInterval(() => at && present() && tell("looking"), BEAT);
