// Relative times go on while the page is open. The words come from the page, the first text from
// the server; after a week the server's date stays.
import { findAll, say } from "./ui.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const [NOW, MINUTES, HOURS, DAYS] = say("ago").split("|");

function ago(moment) {
  const passed = Date.now() - new Date(moment);
  if (passed < MINUTE) return NOW;
  if (passed < HOUR) return MINUTES.replace("{n}", Math.floor(passed / MINUTE));
  if (passed < DAY) return HOURS.replace("{n}", Math.floor(passed / HOUR));
  return passed < 7 * DAY ? DAYS.replace("{n}", Math.floor(passed / DAY)) : "";
}

function tick() {
  for (const time of findAll("time[data-ago]")) {
    const text = ago(time.dateTime);
    if (text && text !== time.textContent) time.textContent = text;
  }
}

setInterval(tick, MINUTE / 2);
