// Pictures that came with messages: looked at in their size, one after the other.
import { find, findAll, verbs } from "./ui.js";

const viewer = find("#viewer");
let all = [];
let at = 0;

verbs.picture = (button) => {
  all = findAll("[data-do=picture]", button.closest("#log"));
  show(all.indexOf(button));
  viewer.showModal();
};

verbs.turn = ({ dataset }) => show(at + Number(dataset.by));

function show(number) {
  at = Math.min(Math.max(number, 0), all.length - 1);
  const { url, name } = all[at].dataset;
  find("h2", viewer).textContent = find("img", viewer).alt = name;
  find("img", viewer).src = find("a", viewer).href = url;
  for (const button of findAll("[data-do=turn]", viewer))
    button.disabled = !all[at + Number(button.dataset.by)];
}

viewer.addEventListener("keydown", ({ key }) => {
  const towards = document.dir === "rtl" ? -1 : 1;
  if (key === "ArrowLeft") show(at - towards);
  if (key === "ArrowRight") show(at + towards);
});
