// Notes about a customer: reached by a key, kept with Ctrl+Enter, and half of one is not lost.
import { find, findAll, recall, remember, verbs } from "./ui.js";

verbs.notecustomer = (field) => {
  if (!field.checkVisibility()) find("#side")?.showPopover();
  field.focus();
};

// before the composer hears of it: what is meant is this note, not the reply
document.addEventListener(
  "keydown",
  (event) => {
    const form = event.target.closest?.("textarea") && event.target.closest(".knows form");
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  },
  { capture: true },
);

document.addEventListener("input", ({ target: { dataset, value } }) => {
  if (dataset?.half) remember(dataset.half, value);
});
document.addEventListener("reset", ({ target }) => {
  const field = find("[data-half]", target);
  if (field) remember(field.dataset.half, "");
});
document.addEventListener("toggle", ({ target }) => find(":scope[open] textarea", target)?.focus(), {
  capture: true,
});

function goOn() {
  for (const field of findAll("[data-half]")) field.value ||= recall(field.dataset.half);
}
document.addEventListener("threering:opened", goOn);
goOn();
