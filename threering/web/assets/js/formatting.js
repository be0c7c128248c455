// Marks around what is selected in the composer, and how it will look.
import { find, fragment, post, verbs } from "./ui.js";

const ADDRESS = "https://";
const composer = () => find("form#composer");
const preview = () => find("[data-preview]", composer());

verbs.format = (button) => {
  const { mark, line, after } = button.dataset;
  const field = composer().elements.text;
  putAway(button);
  field.focus();
  return line ? begin(field, line) : around(field, mark, after ?? mark);
};

/** Marks before and after the selection, which stays; of a link, the address is next. */
function around(field, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  write(before + value.slice(start, end) + after);
  const address = end > start ? after.indexOf(ADDRESS) : -1;
  const from = address < 0 ? start : end + address;
  const to = address < 0 ? end : from + ADDRESS.length;
  field.setSelectionRange(from + before.length, to + before.length);
}

/** A mark before each line that is selected. */
function begin(field, mark) {
  const { selectionStart, selectionEnd, value } = field;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  field.setSelectionRange(start, selectionEnd);
  const lines = value.slice(start, selectionEnd).split("\n");
  write(lines.map((text, n) => mark.replace("1", n + 1) + text).join("\n"));
}

// as if it were typed, so that the browser's own undo takes it back
const write = (words) => document.execCommand("insertText", false, words);

const putAway = (button) => button.closest(":popover-open")?.hidePopover();

verbs.preview = async (button) => {
  const box = preview();
  putAway(button);
  if (!box.hidden) return hide();
  const answer = await post(button.dataset.url, { text: composer().elements.text.value });
  box.replaceChildren(fragment(answer.ok ? await answer.text() : ""));
  box.hidden = false;
};

function hide() {
  preview().hidden = true;
}

document.addEventListener("input", ({ target }) => target.form && target.form === composer() && preview() && hide());
document.addEventListener("submit", ({ target }) => target === composer() && hide());
