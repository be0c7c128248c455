// What is being written is kept: on this device at once, on the server a moment later, so that
// another device, or this one after a crash, goes on with it.
import { find, fragment, get, page, post, recall, remember, say } from "./ui.js";
import { fileIds, showFiles } from "./files.js";
import { besides, mentions, showBesides, showMentions } from "./besides.js";
import { chosenReaders, showReaders } from "./recipients.js";
import { thread } from "./thread.js";

const PAUSE = 700;

const composer = () => find("form#composer");
const chosen = ({ cc, forwards }) => Boolean(cc || forwards);
const nameOf = (ticket) => `draft:${page.me}:${ticket}`;
let waiting;
let saving = Promise.resolve();

function told(word) {
  const place = find("[data-kept]");
  if (place) place.textContent = word && say(word);
}

/** Keep what stands in the composer. */
export function keepDraft() {
  const form = composer();
  const { text, kind } = Object.fromEntries(new FormData(form));
  form.elements.text.placeholder = form.elements.text.dataset[kind];
  const { ticket } = thread().dataset;
  const draft = { text, kind, uploads: fileIds(), besides: besides(), mentions: mentions(), ...chosenReaders() };
  if (!text && !draft.uploads && !chosen(draft) && !("held" in form.dataset)) return;
  form.dataset.held = "";
  if (waiting && waiting.ticket !== ticket) save();
  remember(nameOf(ticket), JSON.stringify(draft));
  clearTimeout(waiting?.timer);
  waiting = { url: form.dataset.draft, ticket, draft, timer: setTimeout(save, PAUSE) };
  told("");
}

function save(options) {
  if (!waiting) return;
  const { url, ticket, draft, timer } = waiting;
  clearTimeout(timer);
  waiting = undefined;
  saving = saving.then(() => post(url, draft, options)).then(
    (answer) => answer.ok && !answer.redirected && saved(ticket, draft),
    () => {},
  );
}

// this device forgets what the server has, unless more was typed meanwhile
function saved(ticket, draft) {
  if (recall(nameOf(ticket)) !== JSON.stringify(draft)) return;
  remember(nameOf(ticket), "");
  if (thread()?.dataset.ticket === ticket) told(draft.text || draft.uploads || chosen(draft) ? "draft" : "");
}

/** When all that was on its way to the server is there, or was given up. */
export const kept = () => saving;

/** It is being sent: the server drops it with that. */
export function dropDraft() {
  clearTimeout(waiting?.timer);
  waiting = undefined;
  remember(nameOf(thread().dataset.ticket), "");
  delete composer().dataset.held;
  told("");
}

let coming;

async function put({ text, kind, uploads = "", besides: said = "", mentions: named, ...people }) {
  composer().dataset.held = "";
  composer().elements.text.value = text;
  showMentions(named);
  const choice = find(`[name=kind][value="${kind}"]`, composer());
  if (choice) choice.checked = true;
  const other = people.to || chosen(people) || chosen(chosenReaders());
  coming = Promise.all([showFiles(uploads), showBesides(said), other && showReaders(people)]);
  await coming.finally(() => (coming = undefined));
}

/** While the files and readers of what came back are on their way: a promise that they are there. */
export const stillComing = () => coming;

/** Put something into the composer that its author goes on writing. */
export async function fill(draft) {
  await put(draft);
  if (composer()) keepDraft();
}

/** Bring back what was being written here: what this device knows, else what the server has. */
export async function restoreDraft() {
  const form = composer();
  if (!form) return;
  save();
  const local = recall(nameOf(thread().dataset.ticket));
  if (local) return fill(JSON.parse(local));
  await kept();
  const draft = fragment(await get(form.dataset.draft).catch(() => "")).firstElementChild;
  if (!draft || composer() !== form || form.elements.text.value) return;
  await put({ ...draft.dataset, text: draft.textContent });
  told("draft");
}

document.addEventListener("threering:files", keepDraft);
addEventListener("pagehide", () => save({ keepalive: true }));
