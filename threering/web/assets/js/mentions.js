// Who is named in a note. The name stands in its text; whose it is, a line here: id, blank, name.
import { find } from "./ui.js";

const ID = 36;
const composer = () => find("form#composer");

/** The lines of those who are still named. */
export function mentions() {
  const { dataset, elements } = composer();
  const named = (line) => line && elements.text.value.includes(`@${line.slice(ID + 1)}`);
  return (dataset.mentions ?? "").split("\n").filter(named).join("\n");
}

/** These are chosen, and nobody else. */
export function showMentions(lines = "") {
  composer().dataset.mentions = lines;
}

/** One more is chosen, who will be named in a moment. */
export const addMention = (line) => showMentions(`${mentions()}\n${line}`);
