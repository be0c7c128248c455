// My settings: being notified in this browser, also while no tab is open. Asked for by a click only.
import { find, findAll, fragment, get, post, verbs } from "./ui.js";

const box = () => find("#browsers");
const all = find("[data-browsers]").dataset.browsers;
let failed = false;

// which of what is said fits
function fit() {
  const able = navigator.serviceWorker && window.PushManager && window.Notification;
  const now = able ? (failed ? "failed" : Notification.permission) : "missing";
  for (const one of findAll("[data-when]", box())) one.hidden = !one.matches(`[data-when~="${now}"]`);
}
fit();
// what is exchanged after a removal has to fit, too
new MutationObserver(fit).observe(box().parentElement, { childList: true });

// anew each time: one that its push service gave up is of no use, nor one for another key
async function subscribe() {
  const { worker, keyOfHouse } = box().dataset;
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  await old?.unsubscribe();
  const fresh = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyOfHouse });
  const { endpoint, keys } = fresh.toJSON();
  const answer = await post(all, { endpoint, ...keys, instead: old?.endpoint ?? "" });
  if (answer.status !== 201) throw answer;
}

verbs["notify-here"] = async (button) => {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") return;
    await subscribe();
    box().replaceWith(fragment(await get(all)));
    find(".browsers__on").focus();
  } catch {
    failed = true;
  } finally {
    button.disabled = false;
    fit();
  }
};
