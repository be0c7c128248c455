// Mails as they were sent: each in a frame without scripts, as high as what it holds.
import { find, findAll, verbs } from "./ui.js";

const HIGHEST = 20_000;
const read = new WeakSet();

// Nothing runs inside the frame, but it shares our origin, so its height can be asked from here.
function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  if (!page?.isConnected || !frame.clientWidth) return;
  const wide = page.scrollWidth > page.clientWidth ? frame.offsetWidth - page.clientWidth + 16 : 0;
  const height = page.getBoundingClientRect().height + wide;
  if (height) frame.style.blockSize = `${Math.min(Math.ceil(height), HIGHEST)}px`;
}

function watch(frame) {
  const page = frame.contentDocument?.documentElement;
  if (!page || frame.contentDocument.URL === "about:blank") return;
  fit(frame);
  if (!read.has(frame)) begin(frame.closest(".msg"), frame.closest(".thread__scroll"));
  read.add(frame);
  const sizes = new ResizeObserver(() => fit(frame));
  sizes.observe(page);
  sizes.observe(frame);
}

/** A ticket opens at its end; a last mail that is higher than the screen is read from its head. */
function begin(message, scroller) {
  if (!scroller || scroller.scrollTop < -1 || findAll(".msg", scroller).at(-1) !== message) return;
  if (message.offsetHeight > scroller.clientHeight) message.scrollIntoView({ block: "start" });
}

// `load` does not bubble, but it can be caught on its way down; a frame may also be there first.
document.addEventListener("load", ({ target }) => target.matches?.(".paper iframe") && watch(target), {
  capture: true,
});
findAll(".paper iframe").forEach(watch);

verbs["as-sent"] = (button) => {
  const message = button.closest(".msg");
  const paper = find(".paper", message);
  paper.hidden = !paper.hidden;
  for (const words of findAll("[data-words]", message)) words.hidden = !paper.hidden;
  for (const tool of findAll("[data-paper-only]", message)) tool.hidden = paper.hidden;
  [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
};

verbs["remote-images"] = (button) => {
  const frame = find(".paper iframe", button.closest(".msg"));
  frame.src = button.dataset.url;
  button.closest("[data-paper-only]").remove();
  frame.focus();
};
