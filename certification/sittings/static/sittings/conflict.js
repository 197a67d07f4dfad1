// Two windows answered one question: both answers side by side, and a choice.

export function showConflict({ item, template, mine, theirs, onKeep, onTake }) {
  item.querySelector(".conflict")?.remove();
  const box = template.content.firstElementChild.cloneNode(true);
  const title = box.querySelector(".conflict-title");
  title.id = `${item.id}-conflict`;
  box.setAttribute("aria-labelledby", title.id);
  box.querySelector("[data-mine]").textContent = mine;
  box.querySelector("[data-theirs]").textContent = theirs;
  const choose = (deed) => () => {
    box.remove();
    deed();
    item.focus({ preventScroll: true });
  };
  box.querySelector("[data-keep]").addEventListener("click", choose(onKeep));
  box.querySelector("[data-take]").addEventListener("click", choose(onTake));
  item.querySelector(".item-foot").before(box);
  // Who is at another question, or in the middle of a word, is told by the alert and comes here when ready.
  if (!item.hidden && !item.contains(document.activeElement?.closest("textarea"))) box.focus();
}
