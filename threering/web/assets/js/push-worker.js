// The service worker: shows what is pushed while nobody looks at the console. Its bell has it else.
const tabs = () => clients.matchAll({ type: "window", includeUncontrolled: true });

async function show({ said, about, url, tag }) {
  const looked = (await tabs()).some((tab) => tab.visibilityState === "visible");
  if (!looked) await registration.showNotification(said, { body: about, tag, data: url });
}

// a ticket is the same one in every view
const place = (url) => new URL(url, location).pathname.split("/").slice(-2).join("/");

async function open(url) {
  const there = (await tabs()).find((tab) => place(tab.url) === place(url));
  return there ? there.focus() : clients.openWindow(url);
}

addEventListener("install", () => skipWaiting());
addEventListener("push", (event) => event.waitUntil(show(event.data.json())));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});
