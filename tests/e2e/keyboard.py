"""The way of the focus from one control to another."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

LONGEST_WAY = 150
# Radio buttons of one name are a single stop, inside which the arrow keys move.
_STEP_TOWARDS = """target => {
  const at = document.activeElement;
  if (at === target) return null;
  if (at.type === "radio" && target.type === "radio" && at.name === target.name && at.form === target.form) return "ArrowDown";
  return at.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? "Shift+Tab" : "Tab";
}"""
# The ring may be drawn around the label or the card that stands for a small control.
_UNSEEN_STOP = """() => {
  const at = document.activeElement;
  if (at === document.body || at.tagName === "MAIN") return null;
  const drawn = [[at], [at, "::after"], ...(at.closest("label") ? [[at.closest("label")]] : [])].map(parts => getComputedStyle(...parts));
  const ringed = drawn.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const { width, height } = (at.closest("label") ?? at).getBoundingClientRect();
  return ringed && width > 1 && height > 1 ? null : at.outerHTML.slice(0, 200);
}"""


def walk_to(target: "Locator") -> None:
    target.wait_for()
    page = target.page
    for _ in range(LONGEST_WAY):
        key = target.evaluate(_STEP_TOWARDS)
        if key is None:
            return
        page.keyboard.press(key)
        unseen = page.evaluate(_UNSEEN_STOP)
        assert unseen is None, f"{page.url}: nobody sees that the focus is on {unseen}"
    raise AssertionError(f"{page.url}: {key} never reaches {target}")
