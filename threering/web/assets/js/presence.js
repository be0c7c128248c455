// Who is here: the dots beside names, and what one says of oneself.
import { find, findAll, fragment, get, page } from "./ui.js";
import { live } from "./live.js";

async function renew() {
  const mine = find("#my-presence");
  mine.replaceChildren(fragment(await get(mine.dataset.url)));
}

live.addEventListener("presence", ({ detail: { agent, state, label } }) => {
  for (const dot of findAll(`[data-presence="${agent}"]`)) {
    dot.dataset.state = state;
    dot.title = dot.firstChild.textContent = label;
  }
  if (agent === page.me) renew().catch(() => {});
});
