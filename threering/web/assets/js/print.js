// The page of a ticket for paper has one button.
document.querySelector("[data-print]").addEventListener("click", () => print());
