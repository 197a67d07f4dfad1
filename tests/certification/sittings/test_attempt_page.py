"""The exam page in a real browser."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from certification.sittings.models import Answer, Attempt
from lms.accounts.models import User
from tests.services.process import PATIENCE_SECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> Iterator[None]:
    # Playwright's synchronous interface runs an event loop in this thread, which Django mistakes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def window(browser: "Browser", live_server: LiveServer, running_attempt: Attempt) -> "Iterator[BrowserContext]":
    """The candidate's browser, signed in."""
    context = browser.new_context(base_url=live_server.url, locale="en-US")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    session = _signed_in_session(running_attempt.registration.practitioner.user)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session), "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def page(window: "BrowserContext", running_attempt: Attempt) -> "Page":
    return open_attempt(window, running_attempt)


def open_attempt(window: "BrowserContext", attempt: Attempt) -> "Page":
    page = window.new_page()
    page.goto(f"/attempts/{attempt.pk}/")
    page.locator("[data-attempt]").wait_for(state="visible")
    return page


def _signed_in_session(user: User) -> str | None:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def saved(position: int) -> list[object]:
    rows = Answer.objects.filter(position=position).order_by("sequence")
    return list(rows.values_list("value", flat=True))


def bar(page: "Page", text: str) -> None:
    page.locator("[data-save-state]", has_text=re.compile(rf"^{text}")).wait_for()


def let_end_in(*, minutes: int) -> None:
    """The server's time; the browser's own is put forward beside it, so that nobody waits."""
    Attempt.objects.update(deadline_at=timezone.now() + timedelta(minutes=minutes))


def go(page: "Page", position: int) -> None:
    page.locator(f"[data-go='{position}']").click()
    page.locator(f"#item-{position}").wait_for(state="visible")


def state_of(page: "Page", position: int, text: str) -> None:
    page.locator(f"#item-{position} [data-item-state]", has_text=re.compile(rf"^{text}$")).wait_for()


def test_answers_are_saved_as_they_are_given_and_found_again_in_another_browser(
    page: "Page", window: "BrowserContext", running_attempt: Attempt
) -> None:
    page.check("#item-1 input[value=B]")
    state_of(page, 1, "Saved")
    page.locator("[data-next]").click()
    page.check("#item-2 input[value=A]")
    page.check("#item-2 input[value=C]")
    state_of(page, 2, "Saved")
    go(page, 4)
    page.fill("#text-4", "第一句。")
    page.locator("#text-4").press_sequentially("第二句。")
    state_of(page, 4, "Saved")

    assert saved(1) == [{"choices": ["B"]}]
    assert saved(2)[-1] == {"choices": ["A", "C"]}
    assert saved(4)[-1] == {"text": "第一句。第二句。"}
    assert page.inner_text("[data-progress]") == "3 of 4 answered"

    other = open_attempt(window, running_attempt)
    assert other.is_checked("#item-1 input[value=B]")
    assert other.input_value("#text-4") == "第一句。第二句。"


def test_candidate_who_uses_the_keyboard_alone_answers_flags_and_hands_in(page: "Page") -> None:
    page.focus("#item-1 input >> nth=0")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    state_of(page, 1, "Saved")
    assert saved(1)[-1] == {"choices": ["B"]}
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_attribute("#item-1 [data-flag]", "aria-pressed") == "true"
    assert "Question 1, answered, flagged" in page.inner_text("[data-go='1'] [data-go-state]")
    page.focus("[data-next]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "item-2"
    page.focus("[data-hand-in]")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hand in?").wait_for()
    page.focus("button:has-text('Hand in now')")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Handed in").wait_for()


@pytest.mark.parametrize(("button", "last"), [("[data-keep]", "D"), ("[data-take]", "A")])
def test_two_windows_make_the_candidate_choose(
    page: "Page", window: "BrowserContext", running_attempt: Attempt, button: str, last: str
) -> None:
    other = open_attempt(window, running_attempt)
    other.check("#item-1 input[value=A]")
    state_of(other, 1, "Saved")

    page.check("#item-1 input[value=D]")
    page.locator("#item-1 .conflict").wait_for()
    assert "选项D" in page.inner_text("#item-1 [data-mine]")
    assert "选项A" in page.inner_text("#item-1 [data-theirs]")
    assert saved(1) == [{"choices": ["A"]}]

    page.focus(f"#item-1 {button}")
    page.keyboard.press("Enter")

    state_of(page, 1, "Saved")
    assert page.is_checked(f"#item-1 input[value={last}]")
    assert saved(1)[-1] == {"choices": [last]}


def test_broken_line_keeps_the_answers_and_sends_them_later(page: "Page", window: "BrowserContext") -> None:
    window.set_offline(True)
    page.check("#item-1 input[value=C]")
    page.locator("[data-notice]").wait_for(state="visible")
    bar(page, "Not saved")
    go(page, 3)
    page.check("#item-3 input[value=F]")
    assert saved(1) == []

    window.set_offline(False)

    bar(page, "Saved")
    page.locator("[data-notice]").wait_for(state="hidden")
    assert (saved(1), saved(3)) == ([{"choices": ["C"]}], [{"choices": ["F"]}])


def test_leaving_with_unsaved_answers_is_warned_of(page: "Page", window: "BrowserContext") -> None:
    asked: list[str] = []

    def accept(dialog: "Dialog") -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    window.set_offline(True)
    page.check("#item-1 input[value=C]")
    bar(page, "Not saved")
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_session_that_ended_asks_to_sign_in_and_loses_nothing(
    page: "Page", window: "BrowserContext", running_attempt: Attempt, live_server: LiveServer
) -> None:
    cookies = window.cookies()
    window.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.check("#item-1 input[value=C]")
    page.locator("[data-notice-sign-in]").wait_for(state="visible")
    window.add_cookies(cookies)  # type: ignore[arg-type]  # as they were read
    bar(page, "Saved")
    assert saved(1) == [{"choices": ["C"]}]


def test_time_that_runs_out_saves_the_last_words_and_ends(window: "BrowserContext", running_attempt: Attempt) -> None:
    window.clock.install()
    let_end_in(minutes=10)
    page = open_attempt(window, running_attempt)
    go(page, 4)
    page.fill("#text-4", "最后一句")
    let_end_in(minutes=0)
    window.clock.fast_forward("10:01")
    page.get_by_role("heading", name="The time is over").wait_for()
    assert saved(4) == [{"text": "最后一句"}]


def test_round_minutes_are_announced_once(window: "BrowserContext", running_attempt: Attempt) -> None:
    window.clock.install()
    let_end_in(minutes=15)
    page = open_attempt(window, running_attempt)
    assert page.inner_text("[data-announcer]") == ""
    let_end_in(minutes=9)
    window.clock.fast_forward("06:00")
    page.locator("[data-announcer]", has_text="10 minutes left.").wait_for(state="attached")
    assert "timer-warning" in (page.get_attribute("[data-timer]", "class") or "")
    assert page.get_attribute("[data-timer-value]", "aria-live") is None


def test_page_without_scripts_says_what_it_needs(
    browser: "Browser", live_server: LiveServer, running_attempt: Attempt
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en-US")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    session = _signed_in_session(running_attempt.registration.practitioner.user)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session), "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/attempts/{running_attempt.pk}/")
    page.get_by_text("The attempt needs JavaScript").wait_for(state="visible")
    page.goto(f"/attempts/{running_attempt.pk}/submit/")
    page.get_by_role("button", name="Hand in now").click()
    page.get_by_role("heading", name="Handed in").wait_for()
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_page_has_nothing_axe_finds(window: "BrowserContext", running_attempt: Attempt, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_attempt(window, running_attempt)
    page.set_viewport_size({"width": width, "height": 900})
    for position in (1, 2, 4):
        page.evaluate(f"location.hash = '#item-{position}'")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
