// One box for all boxes of a batch; without scripts each is ticked by hand.
for (const form of document.querySelectorAll("form[data-select-all]")) {
  const boxes = [...form.querySelectorAll('input[name="result"]')];
  const all = form.querySelector("[data-select-all-box]");
  if (!all || boxes.length === 0) continue;
  form.querySelector("[data-select-all-label]").hidden = false;

  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}
