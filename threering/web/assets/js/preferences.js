// What a reader chose on this device: theme, contrast, density, single keys.
import { find, findAll, recall, remember, say, verbs } from "./ui.js";

const root = document.documentElement;

function choose(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  remember(name, value);
}

verbs.theme = () => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  choose("theme", (root.dataset.theme || system) === "dark" ? "light" : "dark");
};

verbs.contrast = () => choose("contrast", root.dataset.contrast === "more" ? "normal" : "more");

verbs.density = () => choose("density", root.dataset.density ? "" : "compact");

/** Single keys can be switched off (WCAG 2.1.4). */
export const singleKeys = () => recall("single-keys") !== "off";

document.addEventListener("change", ({ target }) => {
  const { setting } = target.dataset;
  if (setting === "single-keys") remember(setting, target.checked ? "" : "off");
  else if (setting) choose(setting, target.checked ? target.value : target.dataset.off);
});

find("[data-setting=single-keys]").checked = singleKeys();
findAll("[data-setting][value]").forEach((input) => (input.checked = input.value === (root.dataset[input.dataset.setting] ?? "")));

// Everybody but Apple has a Ctrl key.
if (!/Mac|iPhone|iPad/.test(navigator.platform)) {
  const rename = () => findAll("[data-mod]").forEach((kbd) => (kbd.textContent = kbd.textContent.replace("⌘", `${say("ctrl")} `)));
  rename();
  document.addEventListener("threering:opened", rename);
}
