"""Every page but the timed attempt does its work in a browser that runs no scripts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.e2e.visitors import press, seen, sign_in, submit, window
from tests.services.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

MY_PAGES = ("", "courses/", "hours/", "assessments/", "certificates/", "credit/", "consent/", "profile/", "messages/")


@pytest.fixture
def page(browser: "Browser", site: Site) -> "Iterator[Page]":
    with window(browser, site, 1280, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def learner(page: "Page", site: Site) -> "Page":
    """The demonstration's newcomer, signed in."""
    account = site.demo["accounts"]["newcomer"]
    page.goto("/accounts/login/")
    sign_in(page, account["email"], account["password"])
    page.wait_for_url("**/my/")
    return page


def test_visitor_filters_the_catalogue(page: "Page") -> None:
    page.goto("/courses/")
    everything = page.locator(".course-card").count()
    page.fill("input[name=q]", "创新")
    submit(page)

    assert 0 < page.locator(".course-card").count() < everything
    assert page.locator(".course-card-title a[href='/courses/innovation-forum/']").count() == 1


def test_learner_enrolls_and_gives_the_place_up_again(learner: "Page", site: Site) -> None:
    run = site.demo["run_with_free_seats"]
    learner.goto(run["url"])
    press(learner, f"/courses/runs/{run['code']}/enroll/")
    assert learner.locator(".message-success").count() == 1

    learner.locator("main a[href$='/cancel/']").click()
    learner.locator("main form button.button-danger").click()

    learner.wait_for_url("**/my/courses/")
    assert learner.locator(".message-success").count() == 1


@pytest.mark.parametrize("path", MY_PAGES)
def test_own_page_opens_with_its_heading(learner: "Page", path: str) -> None:
    answer = learner.goto(f"/my/{path}")

    assert answer is not None
    assert answer.status == 200
    assert learner.locator("h1").inner_text().strip()


@pytest.mark.parametrize("status", ["valid", "suspended", "expired", "revoked", "replaced"])
def test_employer_verifies_by_number_and_name_and_by_address(page: "Page", site: Site, status: str) -> None:
    certificate = next(each for each in site.demo["certificates"] if each["status"] == status)
    page.goto(certificate["url"])
    assert page.locator(f".certificate-check-{status}").count() == 1

    page.goto("/verify/")
    page.fill("input[name=number]", certificate["number"])
    page.fill("input[name=name]", certificate["name"])
    submit(page)

    # The number leads to the latest issue: of a replaced certificate, that is another one.
    assert page.locator(".certificate-check-unknown").count() == 0
    assert certificate["number"] in seen(page)
