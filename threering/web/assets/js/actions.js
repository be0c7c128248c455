// Buttons and small forms that change something: data-post, data-send="status=solved", data-undo="status=open".
import { find, findAll, freshPage, newKey, post, say, toast } from "./ui.js";
import { dropRow, neighbour, openRow, refreshList } from "./list.js";
import { close, open, refreshFrame, thread } from "./thread.js";

async function act(button) {
  const { post: url, undo, toast: done, refresh } = button.dataset;
  const key = button.elements?.key; // what is sent again after a failure is done once
  if (key) key.value ||= newKey();
  const send = button.matches("form") ? new FormData(button) : (button.dataset.send ?? "");
  button.closest(":popover-open:not(#side)")?.hidePopover();
  if ("next" in button.dataset) openNext();
  const answer = await post(url, send).catch(() => null);
  if (!answer?.ok) return regret(answer);
  if (button.matches("form:not([data-auto])")) button.reset();
  button.closest("dialog")?.close();
  const back = answer.headers.get("Undo") ?? undo; // as it was when the server changed it
  toast(done, undo !== undefined && { label: say("undo"), run: () => takeBack(url, back, refresh) });
  if (refresh) return replaceParts(refresh);
  await upToDate(url);
}

function openNext() {
  const row = openRow();
  const next = neighbour(1) !== row && (neighbour(1) ?? neighbour(-1));
  dropRow(row);
  if (next) open(next);
  else close();
}

async function takeBack(url, undo, refresh) {
  const answer = await post(url, undo).catch(() => null);
  if (!answer?.ok) return regret();
  if (refresh) return replaceParts(refresh);
  await upToDate(url);
}

// what cannot be is said by the server
async function regret(answer) {
  toast((answer?.status === 422 && (await answer.text()).trim()) || say("wrong"));
  refreshList();
}

// The stream tells every other screen; this one need not wait for it.
async function upToDate(url) {
  const mine = `[data-post="${CSS.escape(url)}"]`;
  if (!thread() || !find(`:is(#thread-head, #side) ${mine}`)) return;
  await refreshFrame().catch(() => {});
}

// Parts of a page that has no stream, exchanged for what the server shows now.
async function replaceParts(selectors) {
  const page = await freshPage();
  const { post: url, send } = document.activeElement?.dataset ?? {};
  for (const selector of selectors.split(", ")) {
    const fresh = find(selector, page);
    if (fresh) find(selector).replaceWith(fresh);
    else find(`${selector} [data-post]`)?.remove();
  }
  backTo(url, send);
}

// The keyboard goes on where it was, or with what else can be done there.
function backTo(url, send) {
  const same = url && findAll(`button[data-post="${CSS.escape(url)}"]`);
  (same?.find((one) => one.dataset.send === send) ?? same?.[0])?.focus();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-post]");
  if (button) act(button);
});
// some are sent as soon as one leaves the field
document.addEventListener("change", ({ target }) => target.form?.matches("[data-auto]") && target.form.requestSubmit());
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-post]")) return;
  event.preventDefault();
  act(event.target);
});
