// Writing: a message is on screen before it leaves, and nothing that was typed is ever lost.
import htmx from "./htmx.js";
import { find, findAll, fragment, newKey, page, post, recall, remember, say, verbs } from "./ui.js";
import { alertFiles, fileIds, showFiles, uploading } from "./files.js";
import { log, refreshEntries, thread, toEnd } from "./thread.js";
import { dropDraft, fill, keepDraft, kept, restoreDraft, stillComing } from "./drafts.js";
import { besides, mentions, showBesides, showMentions, together } from "./besides.js";
import { addReader, beginsReader, chosenReaders, fitReaders, readers, showReaders } from "./recipients.js";
import { offerUndo } from "./undo.js";

const composer = () => find("form#composer");
const unsentName = (ticket) => `unsent:${page.me}:${ticket}`;

// what is being written stays below what comes back
document.addEventListener("threering:unsaid", ({ detail: gone }) => {
  if (!composer()) return;
  const text = [gone.dataset.text, composer().elements.text.value].filter(Boolean).join("\n\n");
  const files = findAll("[data-file]", gone).map((chip) => chip.dataset.file);
  const uploads = [...files, ...fileIds().split(",").filter(Boolean)].join(",");
  const said = together(gone.dataset.besides, besides());
  const { kind = "reply", to, cc, forwards } = gone.dataset.to ? gone.dataset : chosenReaders();
  fill({ text, kind, uploads, besides: said, mentions: mentions(), to, cc, forwards });
  composer().elements.text.focus();
});

document.addEventListener("input", ({ target }) => {
  if (target.form !== composer() || !composer()) return;
  fitReaders();
  keepDraft();
});

verbs.write = () => {
  const field = composer()?.elements.text;
  field?.focus();
  if (!field) return;
  fitReaders();
  keepDraft();
};

verbs.reuse = (button) => {
  const message = button.closest(".msg");
  const text = find(".msg__body", message)?.dataset.typed ?? "";
  fill({ kind: "reply", ...button.dataset, text });
  verbs.write();
};

// --- sending -----------------------------------------------------------------------------------

const unsent = (ticket) => JSON.parse(recall(unsentName(ticket)) || "{}");

function keepUnsent(letter, keep) {
  const all = unsent(letter.ticket);
  if (keep) all[letter.data.key] = letter;
  else delete all[letter.data.key];
  remember(unsentName(letter.ticket), Object.keys(all).length ? JSON.stringify(all) : "");
}

function bubble({ data }) {
  const message = find("#message-template").content.firstElementChild.cloneNode(true);
  message.id = `m-${data.key}`;
  message.classList.add(`msg--${data.kind === "reply" ? "agent" : data.kind}`);
  find("[data-note]", message).hidden = data.kind !== "note";
  find(".msg__body", message).textContent = data.text;
  const files = findAll("[data-file] .cut", composer());
  if (data.uploads && files.length) message.append(fileNames(files));
  return message;
}

function fileNames(names) {
  const box = document.createElement("div");
  box.className = "msg__files";
  for (const { textContent } of names) {
    const file = document.createElement("span");
    file.className = "file";
    file.dir = "auto";
    file.textContent = textContent;
    box.append(file);
  }
  return box;
}

/** Send a letter: {url, ticket, data: {text, kind, key}}. The same key is only ever sent once. */
async function send(letter, message) {
  message.dataset.state = "sending";
  find(".msg__state", message).textContent = say("sending");
  keepUnsent(letter, true);
  await kept();  // a draft that arrives later would be there again
  const answer = await post(letter.url, letter.data).catch(() => null);
  if (answer?.status === 200 && !answer.redirected) return held(letter, message, await answer.text());
  if (answer?.ok && !answer.redirected) return arrived(letter, message, await answer.text());
  const reason = answer?.status === 422 ? fragment(await answer.text()).textContent.trim() : "";
  unsuccessful(letter, message, reason);
}

function arrived(letter, message, html) {
  keepUnsent(letter, false);
  if (!message.isConnected) return;
  for (const entry of [...fragment(html).children]) {
    // the stream may have brought it first
    const known = document.getElementById(entry.id);
    if (known && known !== message) known.replaceWith(entry);
    else message.before(entry);
    htmx.process(entry);
    offerUndo(entry.matches("[data-message]") ? entry : null);
  }
  message.remove();
}

function unsuccessful(letter, message, reason) {
  message.dataset.state = "failed";
  const again = button(say("retry"), () => send(letter, message));
  const edit = button(say("edit"), () => takeBack(letter, message));
  find(".msg__state", message).replaceChildren(reason || say("unsent"), again, edit);
}

// The customer wrote something that was not on this screen: now it is, and the author decides.
function held(letter, message, html) {
  const why = fragment(html).firstElementChild;
  const anyway = button(say("send-anyway"), () => {
    letter.data.seen = why.dataset.latest;
    send(letter, message);
  });
  const edit = button(say("edit"), () => takeBack(letter, message));
  message.dataset.state = "held";
  find(".msg__state", message).replaceChildren(why, anyway, edit);
  if (message.isConnected) refreshEntries().then(toEnd, () => {});
}

function takeBack(letter, message) {
  keepUnsent(letter, false);
  message.remove();
  fill(letter.data);
  verbs.write();
}

function button(label, run) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", run);
  return element;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form !== composer()) return;
  event.preventDefault();
  const { text, kind } = Object.fromEntries(new FormData(form));
  const reply = kind === "reply";
  const leaves = kind !== "note";
  if (!text.trim() && kind !== "forward") return form.elements.text.focus();
  if (stillComing()) return stillComing().then(() => form.requestSubmit(event.submitter));
  if (uploading()) return alertFiles(say("uploading"));
  if (leaves && beginsReader())
    return addReader().then((added) => added && form.requestSubmit(event.submitter));
  const status = (reply && event.submitter?.name === "status" && event.submitter.value) || "";
  const also = { uploads: fileIds(), ...(leaves ? readers() : { mentions: mentions() }) };
  if (reply) Object.assign(also, { besides: besides(), status });
  if (kind === "forward" && !also.to) return find("[data-more]", form).focus();
  const seen = thread().dataset.seen ?? "";
  const data = { text: text.trim(), kind, key: newKey(), seen, ...also };
  const letter = { url: form.getAttribute("action"), ticket: thread().dataset.ticket, data };
  const message = bubble(letter);
  log().append(message);
  form.elements.text.value = "";
  showMentions();
  if (also.uploads) showFiles("");
  if (reply) showBesides("");
  if (leaves) showReaders();
  if (kind === "forward") answerAgain(form);
  findAll(":popover-open").forEach((menu) => menu.hidePopover());
  alertFiles();
  dropDraft();
  toEnd();
  send(letter, message);
});

function answerAgain({ elements: { kind, text } }) {
  kind.value = "reply";
  text.placeholder = text.dataset.reply;
}

verbs.send = () => composer()?.requestSubmit();
verbs["send-done"] = () =>
  composer()?.requestSubmit(find("[name=status][value=solved]", composer()));

// --- opening a ticket: what was written here before comes back ---------------------------------

function restoreUnsent() {
  for (const letter of Object.values(unsent(thread().dataset.ticket))) {
    // the answer was lost on the way, the message was not
    if (document.getElementById(`m-${letter.data.key}`)) {
      keepUnsent(letter, false);
      continue;
    }
    const message = bubble(letter);
    log().append(message);
    unsuccessful(letter, message, "");
  }
}

function opened() {
  if (!thread()) return;
  restoreDraft();
  restoreUnsent();
}

document.addEventListener("threering:opened", opened);
opened();
