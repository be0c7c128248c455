// Whom a reply goes to: chips that the server draws, because it judges every address.
import { find, findAll, fragment, get, post, say, toast, verbs } from "./ui.js";
import { live } from "./live.js";
import { addFiles } from "./files.js";

const composer = () => find("form#composer");
const box = () => find("[data-people]", composer() ?? document);
const field = () => find("[data-more]", box());
const listed = (kind) => findAll(`[data-${kind}]`, box()).map((chip) => chip.dataset[kind]);

const nobody = { to: "", cc: "", forwards: "" };
const forwards = () => box()?.dataset.forwards ?? "";
const into = () => (forwards() ? "to" : "cc"); // where the next address goes

/** Those who get what is written, and the message that is passed on to them. */
export const readers = () =>
  box()
    ? { to: listed("to").join(","), cc: listed("cc").join(","), forwards: forwards() }
    : nobody;

/** The same where somebody chose them; nobody where it goes as usual. */
export const chosenReaders = () => (box() && "chosen" in box().dataset ? readers() : nobody);

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
  const typed = field().value;
  const active = document.activeElement === field();
  const html = await get(`${place.dataset.url}?${new URLSearchParams(wanted)}`).catch(refused);
  if (!place.isConnected || html === undefined) return false;
  tell("");
  put(fragment(html));
  field().value = typed;
  if (active) field().focus();
  return true;
}

function put(fresh) {
  replacing = true; // the field loses the focus only for a moment
  box().replaceWith(fresh);
  replacing = false;
}

const tell = (text) => (find("[data-alert]", composer()).textContent = text);

async function refused(problem) {
  if (problem?.status === 422) tell(fragment(await problem.text()).textContent.trim());
}

async function change(wanted) {
  if (!(await showReaders({ ...readers(), ...wanted }))) return false;
  composer().dispatchEvent(new CustomEvent("threering:files", { bubbles: true }));
  return true;
}

/** Make a chip of the address that was begun; false when it is none. */
export async function addReader() {
  const typed = field().value;
  if (!(await change({ [into()]: [...listed(into()), typed].join(",") }))) return false;
  if (field().value === typed) field().value = "";
  return true;
}

verbs["reply-all"] = async ({ dataset }) => {
  find("[value=reply]", composer()).checked = true;
  const cc = [...listed("cc"), dataset.others].join(",");
  if (await change({ cc })) verbs.write();
};

verbs["write-to"] = ({ dataset }) => change({ to: dataset.address });

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
  tell("");
  field().focus();
  form.dispatchEvent(new CustomEvent("threering:files", { bubbles: true }));
};

/** A reply goes to the customer again, also after something was to be passed on. */
export const fitReaders = () =>
  forwards() && find("[value=reply]:checked", composer()) && showReaders();

verbs["drop-reader"] = (button) => drop(button.closest("li"));

function drop(chip) {
  chip.remove();
  field().focus();
  return change({});
}

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-more]") || event.isComposing) return;
  const { key, target } = event;
  const last = findAll(`[data-${into()}]`, box()).at(-1);
  if (key === "Backspace" && !target.value && last) return drop(last);
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
