// Menus made of <details data-disclosure> work without this; with it, Escape and a click or focus elsewhere close them.
const menus = document.querySelectorAll("details[data-disclosure]");

function closeOthers(target) {
  for (const menu of menus) if (menu.open && !menu.contains(target)) menu.open = false;
}

document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
