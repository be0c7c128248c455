// Saved views: a search under a name. Whether a ticket is in one only the server knows.
import { find, fragment, get, post, say, toast, verbs } from "./ui.js";
import { list, showView } from "./list.js";
import { live } from "./live.js";

const COUNT_EVERY = 3000;
const dialog = () => find("#regroup");
const group = () => find("#saved-views");

async function ask(url) {
  dialog().replaceChildren();
  dialog().showModal();
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  const text = (await answer?.text()) ?? "";
  if (!answer?.ok || answer.redirected) {
    dialog().close();
    return toast(answer?.status === 422 ? text.trim() : say("wrong"));
  }
  dialog().replaceChildren(fragment(text));
  find("[autofocus]", dialog())?.focus();
}

const shown = () => encodeURIComponent(list().dataset.view);

verbs.saveview = ({ dataset }) =>
  ask(`${dataset.url}?view=${shown()}&q=${encodeURIComponent(list().dataset.q)}`);
verbs.editview = ({ dataset }) => ask(`${dataset.url}?view=${shown()}`);

verbs.dropview = async ({ dataset }) => {
  const form = new FormData(find("[data-keep-view]"));
  form.delete("saved");
  const keep = find("[data-keep-view]").getAttribute("action");
  const answer = await post(dataset.url, {}).catch(() => null);
  if (!answer?.ok || answer.redirected) return refused(answer, "");
  dialog().close();
  await recount();
  showView(find(".view[data-view=open]"));
  toast(say("view-removed"), { label: say("undo"), run: () => keepView(keep, [...form]) });
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-keep-view]")) return;
  event.preventDefault();
  keepView(form.getAttribute("action"), [...new FormData(form)]);
});

async function keepView(url, fields) {
  const answer = await post(url, fields).catch(() => null);
  const text = (await answer?.text()) ?? "";
  if (!answer?.ok || answer.redirected) return refused(answer, text);
  if (dialog().open) dialog().close();
  const { keptView } = fragment(text).firstElementChild.dataset;
  await recount();
  verbs["close-search"]({ quietly: true });
  showView(find(`.view[data-view="${keptView}"]`));
}

function refused(answer, text) {
  const reason = answer?.status === 422 ? text.trim() : say("wrong");
  const place = dialog().open && find("#regroup-said");
  if (place) place.textContent = reason;
  else toast(reason);
}

// --- counts ------------------------------------------------------------------------------------

async function recount() {
  const html = await get(`${group().dataset.url}?view=${shown()}`).catch(() => null);
  if (html !== null) group().replaceChildren(fragment(html));
}

let waiting;
live.addEventListener("counts", () => {
  if (!group()?.querySelector(".view")) return;
  waiting ??= setTimeout(() => {
    waiting = undefined;
    recount();
  }, COUNT_EVERY);
});
