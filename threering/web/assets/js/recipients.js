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
  // whoever would rather reply has not done so by halves: those of the reply are on their way
  const givenUp = forwards && !find("[value=forward]:checked", composer());
  return givenUp ? { to: "", cc: "", forwards: "" } : { to, cc, forwards };
}

/** The same where somebody chose them. */
export const chosenReaders = () => (box()?.hasAttribute("data-chosen") ? readers() : {});

/** Whether an address was begun and is no chip yet. */
export const beginsReader = () => Boolean(box() && (adding || field().value.trim()));

// one after the other: each counts with those before it
let drawing = Promise.resolve();
let replacing = false;
let adding = 0;

/** Show these people, or those whom it goes to as usual; false when the server says no. */
export const showReaders = ({ to = "", cc = "", forwards = "" } = {}) =>
  next(() => ({ to, cc, forwards }));

function next(wanted) {
  drawing = drawing.then(() => draw(wanted()));
  return drawing;
}

async function draw(wanted) {
  const place = box();
  if (!place) return false;
  const html = await get(`${place.dataset.url}?${new URLSearchParams(wanted)}`).catch(() => "");
  if (!html || !place.isConnected) return false;
  const fresh = fragment(html);
  if (find("[data-people]", fresh)) return put(fresh);
  tell(fresh.textContent.trim());
  return false;
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
  return true;
}

const tell = (text) => (find("[data-alert]", composer()).textContent = text);

const changed = () =>
  composer().dispatchEvent(new CustomEvent("threering:files", { bubbles: true }));

async function change(wanted) {
  const done = await next(() => ({ ...readers(), ...wanted() }));
  if (done) changed();
  return done;
}

const choose = (from) => change(() => ({ [into()]: from(listed()).join(",") }));

/** Make a chip of the address that was begun; false when it is none, and it stays to be mended. */
export async function addReader() {
  const { value } = field();
  if (!value.trim()) return drawing;
  field().value = "";
  adding += 1;
  const done = await choose((known) => [...known, value]);
  adding -= 1;
  if (!done && box()) field().value = [value, field().value].filter(Boolean).join(", ");
  return done;
}

verbs["reply-all"] = async ({ dataset }) => {
  find("[value=reply]", composer()).checked = true;
  if (await choose((known) => [...known, dataset.others])) verbs.write();
};

verbs["write-to"] = ({ dataset }) => change(() => ({ to: dataset.address }));

verbs["drop-reader"] = (button) => {
  field().focus();
  choose((known) => known.filter((one) => one !== button.dataset.address));
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
  if (key === "Backspace" && !target.value && listed().length) choose((known) => known.slice(0, -1));
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
