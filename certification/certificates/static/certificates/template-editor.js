// The preview follows what is typed, a moment after the last key: the button that shows it without scripts is pressed.
const form = document.querySelector("[data-template-editor]");
const button = form?.querySelector("[data-preview]");
const PAUSE = 900;
let timer = 0;

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => form.requestSubmit(button), PAUSE);
});
form?.addEventListener("submit", () => clearTimeout(timer));
