// The page on which a saved reply is written: languages come and go, and it is read while typed.
import { find, findAll, fragment, post, verbs } from "./ui.js";

const PAUSE = 250;

const form = () => find("form[data-saved-reply]");
const words = () => findAll("textarea[name=text]", form());
let last; // the words that were typed in last
let pause;

const current = () => (last?.isConnected ? last : words()[0]);

async function read() {
  const place = find("[data-read]", form());
  const text = current()?.value ?? "";
  const data = { text, place: form().elements.place.value };
  const answer = await post(form().dataset.preview, data).catch(() => null);
  if (answer?.ok && !answer.redirected && text === (current()?.value ?? ""))
    place.replaceChildren(fragment(await answer.text()));
}

function soon() {
  clearTimeout(pause);
  pause = setTimeout(read, PAUSE);
}

verbs["add-wording"] = () => {
  const made = find("[data-wording-template]", form()).content.cloneNode(true);
  const used = new Set(findAll("[name=language]", form()).map((one) => one.value));
  const choice = find("select", made);
  const free = [...choice.options].find((option) => !used.has(option.value));
  if (free) choice.value = free.value;
  find("[data-wordings]", form()).append(made);
  last = words().at(-1);
  last.closest("[data-wording]").querySelector("select").focus();
  read();
};

verbs["drop-wording"] = (button) => {
  if (words().length > 1) button.closest("[data-wording]").remove();
  else words()[0].value = "";
  words().at(-1).focus();
  read();
};

verbs["insert-variable"] = ({ dataset }) => {
  const place = current();
  place.focus();
  if (!document.execCommand("insertText", false, dataset.variable))
    place.setRangeText(dataset.variable, place.selectionStart, place.selectionEnd, "end");
  soon();
};

document.addEventListener("focusin", ({ target }) => {
  if (!form() || !target.matches("textarea[name=text]") || target === last) return;
  last = target;
  read();
});
for (const kind of ["input", "change"])
  document.addEventListener(kind, ({ target }) => {
    if (!form() || target.form !== form()) return;
    if (target.name === "language")
      find("textarea", target.closest("[data-wording]")).lang = target.value;
    soon();
  });

if (form()) read();
