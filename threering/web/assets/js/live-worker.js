// A SharedWorker: one stream for the whole browser, because HTTP/1.1 allows six connections a host.
import { pump } from "./live-source.js";

const ports = new Set();
const state = {};

function spread(message) {
  if (message.kind === "online" || message.kind === "offline") state.connection = message;
  if (message.kind === "hello") state.hello = message;
  for (const port of ports) port.postMessage(message);
}

function greet(port, url) {
  if (!state.started) {
    state.started = true;
    pump(url, spread);
    return;
  }
  for (const message of [state.connection, state.hello]) if (message) port.postMessage(message);
}

self.addEventListener("connect", ({ ports: [port] }) => {
  ports.add(port);
  port.addEventListener("message", ({ data }) => greet(port, data.url));
  port.addEventListener("close", () => ports.delete(port));
  port.start();
});
