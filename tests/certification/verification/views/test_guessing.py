"""Who types wrong again and again: a puzzle, then waits that grow, and a word to the association."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from certification.certificates.models import Certificate
from certification.certificates.numbers import format_number
from certification.verification import limits, puzzles
from certification.verification.enums import Scope
from certification.verification.models import GuessingReport
from certification.verification.puzzle_pictures import draw_digits
from certification.verification.services import forget_old_reports, report_guessing
from lms.accounts.models import User
from lms.notifications.models import Message

FORM = "/verify/"


class Clock:
    """Views read it; a test moves it on."""

    def __init__(self, now: datetime) -> None:
        self.now = now


@pytest.fixture(autouse=True)
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(now + timedelta(hours=1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


def number_of(serial: int) -> str:
    return format_number(kind="A", year=2025, domain="PAT", level="L2", serial=serial)


def guess(client: Client, serial: int, **more: str) -> int:
    return int(client.post(FORM, {"number": number_of(serial), "name": "猜名字", **more}).status_code)


def count_failures(times: int, *, address: str = "127.0.0.1", now: datetime) -> None:
    for _time in range(times):
        limits.count_failure(limits.PER_ADDRESS, address, now=now)


def digits_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the pictures show, as they are drawn."""
    drawn: list[str] = []
    draw = draw_digits

    def note(digits: str) -> bytes:
        drawn.append(digits)
        return draw(digits)

    monkeypatch.setattr(puzzles, "draw_digits", note)
    return drawn


def test_after_five_failures_a_puzzle_is_set(
    client: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = digits_of(monkeypatch)
    assert [guess(client, 900 + each) for each in range(5)] == [404] * 5
    sent = {"number": certificate.number, "name": "林虚光"}

    page = client.post(FORM, sent)

    assert page.status_code == 429
    assert "Solve the puzzle" in page.content.decode()
    assert "data:image/png;base64," in page.content.decode()
    solved = client.post(FORM, {**sent, "puzzle": page.context["puzzle"].token, "solution": drawn[-1]})
    assert solved.status_code == 200
    assert "certificate-check-valid" in solved.content.decode()


def test_the_question_in_words_is_as_good_as_the_picture(
    client: Client, certificate: Certificate, clock: Clock
) -> None:
    count_failures(5, now=clock.now)
    sent = {"number": certificate.number, "name": "林虚光"}
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

    puzzle = client.post(FORM, sent).context["puzzle"]
    match = re.fullmatch(r"How much is (\w+) plus (\w+)\?", puzzle.question)

    assert match
    sum_ = sum(words.index(word) + 1 for word in match.groups())
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in str(sum_))
    assert client.post(FORM, {**sent, "puzzle": puzzle.token, "solution": f" {full_width} "}).status_code == 200


def test_the_question_is_asked_in_chinese(db: None) -> None:
    with translation.override("zh-hans"):
        assert re.fullmatch(r"[一二三四五六七八九]加[一二三四五六七八九]等于几？", puzzles.make_puzzle().question)


@pytest.mark.parametrize("how", ["wrong", "missing", "forged", "spent"])
def test_an_unsolved_puzzle_leads_to_another(
    client: Client, certificate: Certificate, clock: Clock, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    drawn = digits_of(monkeypatch)
    count_failures(5, now=clock.now)
    sent = {"number": certificate.number, "name": "林虚光"}
    token = client.post(FORM, sent).context["puzzle"].token
    solution = "00000" if how == "wrong" else drawn[0]
    if how == "spent":
        assert puzzles.is_solved(token, solution)
    if how != "missing":
        sent |= {"puzzle": "forged" if how == "forged" else token, "solution": solution}

    page = client.post(FORM, sent)

    assert page.status_code == 429
    assert page.context["puzzle"].token != token
    assert drawn[0] not in page.content.decode().partition("Are you a person?")[2].replace(
        page.context["puzzle"].picture, ""
    )


def test_a_puzzle_gives_its_answer_away_neither_to_eye_nor_program(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    drawn = digits_of(monkeypatch)
    puzzle = puzzles.make_puzzle()

    assert drawn[0] not in puzzle.token
    assert not puzzles.is_solved(puzzle.token, "")


def test_names_guessed_for_one_number_set_the_puzzle_for_everyone_who_types_it(
    client: Client, certificate: Certificate
) -> None:
    for each in range(5):
        client.post(FORM, {"number": certificate.number, "name": "猜名字"}, REMOTE_ADDR=f"10.0.0.{each}")

    sent = {"number": certificate.number, "name": "林虚光"}
    assert client.post(FORM, sent, REMOTE_ADDR="10.0.0.99").status_code == 429
    # The code on the paper is no guess.
    assert client.get(f"/verify/{certificate.token}/", REMOTE_ADDR="10.0.0.99").status_code == 200


def test_waits_double_and_are_told(
    client: Client, certificate: Certificate, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certification.verification.services.looking_up.PUZZLE_AFTER", 1000)
    waits = []
    for each in range(14):
        assert guess(client, 900 + each) == 404
        held = client.post(FORM, {"number": certificate.number, "name": "林虚光"})
        if held.status_code == 429:
            waits.append(int(held["Retry-After"]))
            clock.now += timedelta(seconds=waits[-1])

    assert waits == [2, 4, 8, 16]
    assert client.post(FORM, {"number": certificate.number, "name": "林虚光"}).status_code == 200


def test_the_longest_wait_is_a_quarter_of_an_hour(db: None, now: datetime) -> None:
    count_failures(60, now=now)

    with pytest.raises(limits.TooManyRequests) as refusal:
        limits.require_no_wait(limits.PER_ADDRESS, "127.0.0.1", now=now)

    assert refusal.value.retry_after == 900


def test_a_wrong_name_for_a_scanned_code_counts_as_a_guess(client: Client, certificate: Certificate) -> None:
    for _each in range(5):
        page = client.post(f"/verify/{certificate.token}/", {"name": "猜名字"})
        assert "does not bear the name" in page.content.decode()
        assert "林虚光" not in page.content.decode()

    held = client.post(f"/verify/{certificate.token}/", {"name": "林虚光"})

    assert held.status_code == 429
    assert "Are you a person?" in held.content.decode()
    assert "林虚光" not in held.content.decode().replace('value="林虚光"', "")


def test_the_name_typed_for_a_scanned_code_opens_the_full_name(client: Client, certificate: Certificate) -> None:
    page = client.post(f"/verify/{certificate.token}/", {"name": " 林 虚光"}).content.decode()

    assert "林虚光" in page
    assert "/log/proof/" in page


def test_without_a_name_the_field_says_so(client: Client, certificate: Certificate) -> None:
    assert "This field is required" in client.post(f"/verify/{certificate.token}/", {}).content.decode()


def test_twenty_failures_are_reported_once_a_day_without_address_or_name(
    client: Client, db: None, registrar: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certification.verification.services.looking_up.PUZZLE_AFTER", 1000)
    monkeypatch.setattr(limits, "SLOW_AFTER", 1000)
    for each in range(40):
        assert guess(client, 900 + each) == 404
    for _name in range(20):
        client.post(FORM, {"number": number_of(1), "name": "猜名字"}, REMOTE_ADDR=f"10.0.0.{_name}")

    reports = {report.scope: report for report in GuessingReport.objects.all()}
    assert reports[Scope.ADDRESS].failures == 40
    assert reports[Scope.NUMBER].subject == number_of(1)
    assert "127.0.0.1" not in reports[Scope.ADDRESS].subject
    assert Message.objects.filter(recipient=registrar, key__startswith="verification.guessing.").count() == 2
    assert not Message.objects.filter(body__contains="猜名字").exists()


def test_reports_are_forgotten_after_half_a_year(db: None, now: datetime) -> None:
    for subject, days in (("old", 181), ("young", 179)):
        report_guessing(scope=Scope.NUMBER, subject=subject, failures=20, now=now - timedelta(days=days))

    assert forget_old_reports(now=now) == 1
    assert [report.subject for report in GuessingReport.objects.all()] == ["young"]


def test_without_the_cache_nobody_is_asked_a_puzzle(
    client: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    for name in ("add", "get", "set", "incr"):
        monkeypatch.setattr(cache, name, down)

    for each in range(7):
        assert guess(client, 900 + each) == 404
    assert client.post(FORM, {"number": certificate.number, "name": "林虚光"}).status_code == 200
