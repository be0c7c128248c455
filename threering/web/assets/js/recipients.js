// Whom a reply goes to: chips that the server draws, because it judges every address.
import { find, findAll, fragment, get, post, say, toast, verbs } from "./ui.js";
import { live } from "./live.js";
import { addFiles } from "./files.js";

const composer = () => find("form#composer");
const box = () => find("[data-people]", composer() ?? document);
const field = () => find("[data-more]", box());
const into = () => (box().dataset.forwards ? "to" : "cc"); // where the next address goes
const listed = () => box().dataset[into()].split(",").filter(Boolean);

/** Those who get what is written, and the message that is passed on to them. */
export function readers() {
  const { to = "", cc = "", forwards = "" } = box()?.dataset ?? {};
  return { to, cc, forwards };
}

/** The same where somebody chose them. */
export const chosenReaders = () => (box()?.hasAttribute("data-chosen") ? readers() : {});

/** Whether an address was begun and is no chip yet. */
export const beginsReader = () => Boolean(box() && field().value.trim());

// one after the other: each counts with those before it
let drawing = Promise.resolve();
let replacing = false;

/** Show these people, or those whom it goes to as usual; false when the server says no. */
export function showReaders({ to = "", cc = "", forwards = "" } = {}) {
  drawing = drawing.then(() => draw({ to, cc, forwards }));
  return drawing;
}

async function draw(wanted) {
  const place = box();
  if (!place) return true;
  const html = await get(`${place.dataset.url}?${new URLSearchParams(wanted)}`).catch(refused);
  if (!html || !place.isConnected) return false;
  put(fragment(html));
  return true;
}

// what is being typed goes on in the new field
function put(fresh) {
  const { value } = field();
  const active = document.activeElement === field();
  replacing = true;
  box().replaceWith(fresh);
  replacing = false;
  field().value = value;
  if (active) field().focus();
  tell("");
}

const tell = (text) => (find("[data-alert]", composer()).textContent = text);

async function refused(problem) {
  if (problem?.status === 422) tell(fragment(await problem.text()).textContent.trim());
}

const changed = () =>
  composer().dispatchEvent(new CustomEvent("threering:files", { bubbles: true }));

async function change(wanted) {
  const done = await showReaders({ ...readers(), ...wanted });
  if (done) changed();
  return done;
}

const choose = (addresses) => change({ [into()]: addresses.join(",") });

/** Make a chip of the address that was begun; false when it is none. */
export async function addReader() {
  const { value } = field();
  const done = await choose([...listed(), value]);
  if (done && field().value === value) field().value = "";
  return done;
}

verbs["reply-all"] = async ({ dataset }) => {
  find("[value=reply]", composer()).checked = true;
  if (await choose([...listed(), dataset.others])) verbs.write();
};

verbs["write-to"] = ({ dataset }) => change({ to: dataset.address });

verbs["drop-reader"] = (button) => {
  field().focus();
  choose(listed().filter((one) => one !== button.dataset.address));
};

/** Begin to pass a message on. */
verbs.forward = async ({ dataset }) => {
  const form = composer();
  if (!box()) return;
  findAll(":popover-open").forEach((menu) => menu.hidePopover());
  const answer = await post(form.dataset.forward, { forwards: dataset.message }).catch(() => null);
  if (composer() !== form) return;
  if (!answer?.ok || answer.redirected) return toast(say("wrong"));
  const found = fragment(await answer.text());
  addFiles(findAll("[data-file]", found));
  put(find("[data-people]", found));
  find("[value=forward]", form).checked = true;
  field().focus();
  changed();
};

/** A reply goes to the customer again, also after something was to be passed on. */
export const fitReaders = () =>
  box()?.dataset.forwards && find("[value=reply]:checked", composer()) && showReaders();

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!target.matches?.("[data-more]") || event.isComposing) return;
  if (key === "Backspace" && !target.value && listed().length) choose(listed().slice(0, -1));
  if (!["Enter", ",", ";"].includes(key) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (target.value.trim()) addReader();
});

document.addEventListener("focusout", ({ target }) => {
  if (!replacing && target.matches?.("[data-more]") && target.value.trim()) addReader();
});

// who reads it when all do changes with every mail
const MAILS = ["message_received", "reply_written", "reply_taken_back"];
live.addEventListener("ticket", ({ detail: event }) => {
  const here = find("#thread")?.dataset.ticket === event.ticket;
  if (here && MAILS.some((kind) => event.kinds.includes(kind))) showReaders(chosenReaders());
});
