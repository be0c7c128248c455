// Merging, splitting and moving: a dialog that asks, a toast that takes it back, and history whose
// entries take it back later.
import { find, findAll, fragment, get, newKey, post, say, toast, verbs } from "./ui.js";
import { show, thread } from "./thread.js";
import { refreshList } from "./list.js";

const dialog = () => find("#regroup");
const part = (client, number) => `/tickets/all/${client}/${number}/part`;

// It opens at once, so that no key typed meanwhile does something to the ticket behind it.
async function ask(url) {
  dialog().replaceChildren();
  if (!dialog().open) dialog().showModal();
  const html = await get(url).catch(() => null);
  if (html === null) return close(), toast(say("wrong"));
  dialog().replaceChildren(fragment(html));
  find("[autofocus], [type=checkbox]", dialog())?.focus();
}

function close() {
  if (dialog()?.open) dialog().close();
  findAll(":popover-open").forEach((menu) => menu.hidePopover());
}

const about = (url, button) => `${url}?message=${button.dataset.message}`;

verbs.merge = () => ask(thread().dataset.merging);
verbs.move = (button) => ask(about(thread().dataset.merging, button));
verbs.split = (button) => ask(about(thread().dataset.splitting, button));
verbs.ask = (button, event) => {
  event?.preventDefault(); // a file's link: without a script it is a download
  ask(button.dataset.url);
};
verbs.mergeinto = (button) => tell(thread().dataset.merge, [["into", button.dataset.number]]);
verbs.splitoff = (button) => tell(thread().dataset.split, [["first", button.dataset.message]]);
verbs.unregroup = (button) => takeBack(thread().dataset.undo, button.dataset.regrouping);

/** Tell the story; on success go where the messages are and offer to take it back. */
async function tell(url, fields) {
  const here = thread().dataset;
  const answer = await post(url, [...fields, ["key", newKey()]]).catch(() => null);
  const text = (await answer?.text()) ?? "";
  if (!answer?.ok || answer.redirected) return refused(answer, text);
  close();
  const { told, regrouping, number, client } = fragment(text).firstElementChild.dataset;
  toast(told, { label: say("undo"), run: () => takeBack(here.undo, regrouping, here.part) });
  if (url === here.merge) await lead(part(client, number));
  else await show(here.part);
  refreshList();
}

// a page that is loaded again, or an address that is copied, is where the messages are
async function lead(there) {
  history.replaceState({}, "", there.replace(/\/part(\?.*)?$/, ""));
  await show(there);
}

function refused(answer, text) {
  const reason = answer?.status === 422 ? text.trim() : say("wrong");
  const place = dialog()?.open && find("#regroup-said");
  if (place) place.textContent = reason;
  else toast(reason);
}

async function takeBack(url, regrouping, back = thread().dataset.part) {
  const answer = await post(url, { regrouping }).catch(() => null);
  if (!answer?.ok) return refused(answer, (await answer?.text()) ?? "");
  await lead(back);
  refreshList();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-regroup]")) return;
  event.preventDefault();
  const fields = [...new FormData(form)].filter(([name]) => name !== "choice");
  tell(form.getAttribute("action"), fields);
});

// Choosing a row fills in its number, so that one field says what will happen.
document.addEventListener("change", ({ target }) => {
  if (target.name === "choice" && target.closest("[data-regroup]")) {
    find("#regroup-q").value = target.value;
    find("#regroup-said").textContent = "";
  }
});

let pause;
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-find]")) return;
  clearTimeout(pause);
  pause = setTimeout(() => look(target), 200);
});

async function look(field) {
  const words = field.value.trim();
  const url = new URL(field.dataset.find, location.href);
  url.searchParams.set("q", words);
  const html = await get(url).catch(() => null);
  if (html !== null && field.value.trim() === words)
    find("#regroup-rows").replaceChildren(fragment(html));
}
