// The stream itself: one EventSource, its events handed on as plain objects.
const KINDS = ["hello", "ticket", "attending", "counts", "notices", "presence", "many", "reset"];
const SHORTEST = 2000;
const LONGEST = 30_000;

/** Read `url` for ever. The browser reconnects by itself; when it gives up, so do we not. */
export function pump(url, hand, wait = SHORTEST) {
  const source = new EventSource(url);
  let pause = wait;
  for (const kind of KINDS) {
    source.addEventListener(kind, ({ data }) => hand({ kind, data: JSON.parse(data || "{}") }));
  }
  source.addEventListener("open", () => {
    pause = SHORTEST;
    hand({ kind: "online" });
  });
  source.addEventListener("error", () => {
    hand({ kind: "offline" });
    if (source.readyState !== EventSource.CLOSED) return;
    source.close();
    const jitter = 0.75 + Math.random() / 2;
    setTimeout(() => pump(url, hand, Math.min(pause * 2, LONGEST)), pause * jitter);
  });
}
