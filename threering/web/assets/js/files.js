// Files of a message: chosen, dropped or pasted, each uploaded at once, shown as a chip.
import { find, findAll, fragment, get, say, signedOut, upload, verbs } from "./ui.js";

const composer = () => find("form#composer");
const chips = () => find("[data-files]", composer());

/** The ids of the files that go with what is being written, with commas between them. */
export const fileIds = () =>
  findAll("[data-file]", chips())
    .map((chip) => chip.dataset.file)
    .join(",");

/** Whether a file is still on its way to the server. */
export const uploading = () => Boolean(composer() && find("[aria-busy]", chips()));

/** Show the files of a draft, as far as the server still has them. They go with it from now on. */
export async function showFiles(ids) {
  if (!composer() || ids === fileIds()) return;
  const list = chips();
  list.replaceChildren(...ids.split(",").filter(Boolean).map(unnamed));
  if (!ids) return;
  const html = await get(`${list.dataset.files}?kept=${ids}`).catch(() => null);
  if (html !== null && list.isConnected) list.replaceChildren(fragment(html));
}

// the server tells what it is called; whoever sends before that sends it too
function unnamed(id) {
  const chip = document.createElement("li");
  chip.className = "chip";
  chip.dataset.file = id;
  chip.textContent = "…";
  return chip;
}

/** Put files to those that are there, each once. */
export function addFiles(more) {
  const known = new Set(fileIds().split(","));
  chips().append(...more.filter((chip) => !known.has(chip.dataset.file)));
}

/** Say what is wrong, or that nothing is. */
export function alertFiles(text = "") {
  find("[data-alert]", composer()).textContent = text;
}

const changed = () => composer().dispatchEvent(new CustomEvent("threering:files", { bubbles: true }));

function waiting(file) {
  const chip = document.createElement("li");
  chip.className = "chip";
  chip.setAttribute("aria-busy", "true");
  const name = document.createElement("span");
  name.className = "cut";
  name.dir = "auto";
  name.textContent = file.name;
  const state = document.createElement("small");
  state.textContent = say("uploading");
  chip.append(name, state);
  return chip;
}

async function add(file) {
  const list = chips();
  const chip = waiting(file);
  list.append(chip);
  const data = new FormData();
  data.append("file", file);
  const answer = await upload(`${list.dataset.files}?kept=${fileIds()}`, data).catch(() => null);
  if (!list.isConnected) return;
  if (!answer?.ok || signedOut(answer)) {
    chip.remove();
    const reason = [413, 422].includes(answer?.status) ? await words(answer) : "";
    return alertFiles(reason || `${file.name}: ${say("not-uploaded")}`);
  }
  chip.replaceWith(fragment(await answer.text()));
  changed();
}

async function words(answer) {
  return answer.status === 413
    ? say("too-large")
    : fragment(await answer.text()).textContent.trim();
}

// one after the other: each is counted with those before it
async function addAll(files) {
  alertFiles();
  for (const file of files) await add(file);
}

function takes(transfer) {
  return composer() && transfer?.types.includes("Files");
}

verbs.attach = () => find("[data-attach]", composer()).click();

verbs["drop-file"] = (button) => {
  button.closest("[data-file]").remove();
  alertFiles();
  changed();
  composer().elements.text.focus();
};

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-attach]")) return;
  addAll([...target.files]);
  target.value = "";
});

document.addEventListener("paste", (event) => {
  if (!event.target.closest?.("form#composer") || !takes(event.clipboardData)) return;
  event.preventDefault();
  addAll([...event.clipboardData.files]);
});

const overThread = (event) => event.target.closest?.("#thread") && takes(event.dataTransfer);
const mark = (on) => composer()?.toggleAttribute("data-dropping", on);

document.addEventListener("dragover", (event) => {
  if (!overThread(event)) return mark(false);
  event.preventDefault();
  mark(true);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(false);
});
document.addEventListener("drop", (event) => {
  mark(false);
  if (!overThread(event)) return;
  event.preventDefault();
  addAll([...event.dataTransfer.files]);
});
