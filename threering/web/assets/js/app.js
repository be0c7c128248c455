// The console's behaviours. Each module finds its elements by data attributes and listens on the
// document, so that it works after every swap.
import "./htmx.js";
import "./preferences.js";
import "./keys.js";
import "./list.js";
import "./thread.js";
import "./files.js";
import "./undo.js";
import "./besides.js";
import "./recipients.js";
import "./replies.js";
import "./composer.js";
import "./formatting.js";
import "./attending.js";
import "./notices.js";
import "./presence.js";
import "./views.js";
import "./actions.js";
import "./pick.js";
import "./regroup.js";
import "./select.js";
import "./bulk.js";
import "./keeping.js";
import "./merge-many.js";
import "./customer.js";
import "./palette.js";
import "./clock.js";
import "./papers.js";
import "./pictures.js";
import { token, toast, say, signedOut } from "./ui.js";
import { connect } from "./live.js";

document.addEventListener("htmx:config:request", ({ detail }) => {
  detail.ctx.request.headers["X-CSRFToken"] = token();
});

// htmx swaps error pages too; ours are whole documents and belong in a toast.
document.addEventListener("htmx:before:swap", (event) => {
  const response = event.detail.ctx?.response;
  if (!response) return;
  if (signedOut(response.raw)) event.preventDefault();
  else if (response.status >= 400) {
    event.preventDefault();
    toast(say("wrong"));
  }
});

connect();
