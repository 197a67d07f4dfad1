"""A candidate who knows the law: every question of the demonstration's bank, by the words on the page."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.e2e.visitors import Visitor
from tests.services.process import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_CONTENT = ROOT / "lms/demo/content"
CASE_ANSWER = "逐项说明合规风险、规范依据和处置步骤：拒绝、告知、纠正、留痕、报告。"


@cache
def _bank() -> dict[str, dict[str, Any]]:
    rows = [row for name in ("items_gen", "items_domains") for row in json.loads(_read(name))]
    return {_squeeze(row["stem"]): row for row in rows}


def _read(name: str) -> str:
    return (_CONTENT / f"{name}.json").read_text(encoding="utf-8")


def _squeeze(text: str) -> str:
    """A line break on the page is no other question."""
    return "".join(text.split())


def answer_everything(candidate: Visitor) -> int:
    """Goes from question to question and answers; returns how many there were."""
    questions = candidate.find("[data-item]")
    count = questions.count()
    for place in range(count):
        question = questions.nth(place)
        question.wait_for(state="visible")
        _answer(candidate, question)
        if place < count - 1:
            candidate.follow("[data-next]")
    candidate.wait_for("[data-save-state].save-state-saved")
    return count


def _answer(candidate: Visitor, question: "Locator") -> None:
    item = _bank()[_squeeze(question.locator(".item-stem").inner_text())]
    if item["type"] == "essay":
        candidate.fill(question.locator("textarea"), CASE_ANSWER)
        question.locator("textarea").blur()
        return
    for option in question.locator("label.option").all():
        if option.locator(".option-text").inner_text().strip() in _right_texts(item):
            candidate.check(option.locator("input"))


def chosen_right(candidate: Visitor) -> int:
    """How many questions with options stand answered right on the page just now."""
    return sum(_is_right(question) for question in candidate.find("[data-item]").all())


def _is_right(question: "Locator") -> bool:
    item = _bank()[_squeeze(question.locator(".item-stem").text_content() or "")]
    if item["type"] == "essay":
        return question.locator("textarea").input_value() == CASE_ANSWER
    chosen = {
        (option.locator(".option-text").text_content() or "").strip()
        for option in question.locator("label.option").all()
        if option.locator("input").is_checked()
    }
    return chosen == _right_texts(item)


def _right_texts(item: dict[str, Any]) -> set[str]:
    return {option["text"].strip() for option in item["options"] if option["key"] in item["answer"]}
