// The page is the registry of commands: data-key="e" is pressed by that key, and data-cmd is its
// line in the help. Nothing is registered twice.
import { find, findAll, say, verbs } from "./ui.js";
import { singleKeys } from "./preferences.js";
import { barToCome } from "./select.js";

const PREFIX_LASTS = 1000;
const FIELDS = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
const OF_THE_BAR = ["a", "A", "e", "m", "p", "t", "w", "z", "!"]; // never the open ticket's, once others are selected
let prefix = "";

const typing = (target) => target.matches?.(FIELDS);

/** The key as on a Latin keyboard: other layouts count by the place of the key. */
export function latin({ key, code, shiftKey }) {
  if (key.length > 1) return key;
  const letter = /^[\x20-\x7e]$/.test(key) ? key : physical(code, shiftKey);
  if (!/^[a-z]$/i.test(letter)) return letter;
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

function physical(code, shiftKey) {
  if (code.startsWith("Key")) return code.slice(3);
  if (code === "Slash") return shiftKey ? "?" : "/";
  return "";
}

/** Do what the key of an element does. */
export function press(element) {
  if (element.tagName === "LABEL") find("input", element).checked = true;
  const drawer = element.popoverTargetElement && element.closest("[popover]");
  if (drawer && !element.checkVisibility()) bringDrawer(element, drawer);
  if (element.dataset.do) verbs[element.dataset.do]?.(element);
  else element.click();
}

// a menu of a drawer that is folded away brings the drawer along, and takes it away again
function bringDrawer({ popoverTargetElement: menu }, drawer) {
  drawer.showPopover();
  menu.addEventListener("toggle", function fold({ newState }) {
    if (newState !== "closed") return;
    menu.removeEventListener("toggle", fold);
    if (drawer.isConnected) drawer.hidePopover();
  });
}

document.addEventListener("keydown", (event) => {
  const { target, altKey, isComposing, defaultPrevented } = event;
  if (isComposing || defaultPrevented || altKey || !event.key) return;
  const held = event.metaKey || event.ctrlKey;
  const key = latin(event);
  if (key === "Escape" && typing(target)) return leave(target);
  if (held) return withMod(key, event);
  if (!singleKeys() || typing(target) || target.closest?.("dialog")) return;
  if (pressed(prefix + key, event)) return;
  prefix = key === "g" ? "g " : "";
  if (prefix) setTimeout(() => (prefix = ""), PREFIX_LASTS);
});

// in a field with words in it, undo is the field's own
function withMod(key, event) {
  if (key === "Enter") return pressed(event.shiftKey ? "mod+shift+Enter" : "mod+Enter", event);
  if (key === "k") return pressed("mod+k", event);
  if (event.target.form?.id === "composer" && (key === "b" || key === "i")) return pressed(`mod+${key}`, event);
  const busy = typing(event.target) && event.target.value;
  return key === "z" && !busy && pressed("mod+z", event);
}

/** What a key presses. The last one counts: of several replies, the latest is taken back. */
export function elementOf(combination) {
  const wanted = `[data-key="${CSS.escape(combination)}"]`;
  return find(`#selection:not([hidden]) ${wanted}`) ?? findAll(wanted).at(-1);
}

// what is selected goes first
function pressed(combination, event) {
  const bar = OF_THE_BAR.includes(combination) && barToCome();
  if (bar) {
    event.preventDefault();
    // where a menu has opened meanwhile, what was typed since was for the menu
    bar.then((there) => there && !find(":popover-open") && pressed(combination, event));
    return true;
  }
  const element = elementOf(combination);
  if (!element) return false;
  event.preventDefault();
  prefix = "";
  press(element);
  return true;
}

function leave(field) {
  field.blur();
  if (field.closest("#search")) verbs["close-search"]?.();
}

const GLYPHS = { mod: /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : say("ctrl"), Enter: "↵", shift: "⇧" };

/** A combination as caps of keys. */
export function keycaps(combination) {
  return combination.split(/[ +]/).map((key) => {
    const cap = document.createElement("kbd");
    const shifted = /^[A-Z]$/.test(key);
    cap.textContent = GLYPHS[key] ?? `${shifted ? "⇧ " : ""}${key.toUpperCase()}`;
    return cap;
  });
}

function helpLine([key, command]) {
  const term = document.createElement("dt");
  const meaning = document.createElement("dd");
  keycaps(key).forEach((cap) => term.append(cap, " "));
  meaning.textContent = command;
  return [term, meaning];
}

verbs.help = () => {
  const known = new Map(
    findAll("[data-key][data-cmd]").map((el) => [el.dataset.key, el.dataset.cmd]),
  );
  const dialog = find("#help");
  find("dl", dialog).replaceChildren(...[...known].flatMap(helpLine));
  findAll(":popover-open").forEach((menu) => menu.hidePopover());
  dialog.showModal();
};

verbs["close-dialog"] = (button) => button.closest("dialog").close();

// a click on the backdrop
document.addEventListener("click", ({ target }) => {
  if (target.tagName === "DIALOG") target.close();
});
