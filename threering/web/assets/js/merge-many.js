// Merging the selected tickets: one after the other into the one that is chosen.
import { find, findAll, fragment, get, newKey, post, say, toast, verbs } from "./ui.js";
import { refreshList } from "./list.js";
import { selected, unselect } from "./select.js";

const dialog = () => find("#regroup");

verbs.mergemany = async (button) => {
  const { tickets = "" } = selected();
  const url = `${button.dataset.url}?only=${tickets || "-"}`;
  const html = await get(url).catch(() => null);
  if (html === null) return toast(say("wrong"));
  dialog().replaceChildren(fragment(html));
  dialog().showModal();
};

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-merge-many]")) return;
  event.preventDefault();
  merge(event.target);
});

async function merge(form) {
  const into = find("[name=into]:checked", form);
  const others = findAll("[name=into]", form).filter((one) => one !== into);
  find("footer .btn--primary", form).disabled = true;
  const done = [];
  for (const { dataset } of others) {
    const answer = await post(dataset.merge, { into: into.value, key: newKey() }).catch(() => null);
    if (!answer?.ok || answer.redirected) break;
    const { regrouping } = fragment(await answer.text()).firstElementChild.dataset;
    done.unshift({ url: dataset.undo, regrouping });
  }
  dialog().close();
  unselect();
  const told = form.dataset.told.replace("{n}", into.value);
  if (done.length) toast(told, { label: say("undo"), run: () => takeBack(done) });
  if (done.length < others.length) toast(say("wrong"), done.length && { label: say("undo"), run: () => takeBack(done) });
  refreshList();
}

// the last one first: each leaves the target as the one before it had found it
async function takeBack(done) {
  for (const { url, regrouping } of done) {
    const answer = await post(url, { regrouping }).catch(() => null);
    if (!answer?.ok) return toast(say("wrong")), refreshList();
  }
  refreshList();
}
