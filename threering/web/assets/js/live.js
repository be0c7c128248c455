// The page's end of the stream. Others listen: live.addEventListener("ticket", ({ detail }) => …).
import { pump } from "./live-source.js";
import { find, page } from "./ui.js";

export const live = new EventTarget();

function hand({ kind, data }) {
  if (kind === "online" || kind === "offline") showConnection(kind === "online");
  live.dispatchEvent(new CustomEvent(kind, { detail: data }));
}

function showConnection(on) {
  document.documentElement.dataset.connection = on ? "on" : "off";
  const bar = find("[data-offline]");
  if (bar) bar.hidden = on;
}

// a page that comes back from the browser's memory has missed everything since
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

/** Start the stream: in a SharedWorker where there is one, in this tab otherwise. */
export function connect() {
  const url = new URL(page.live, location).href;
  if (!window.SharedWorker) return pump(url, hand);
  // named after the reader, so that a second person in the same browser gets a stream of their own
  const worker = new SharedWorker(page.liveWorker, { type: "module", name: page.me });
  worker.addEventListener("error", () => pump(url, hand), { once: true });
  worker.port.addEventListener("message", ({ data }) => hand(data));
  worker.port.start();
  worker.port.postMessage({ url });
}
