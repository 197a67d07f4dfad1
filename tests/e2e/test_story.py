"""The whole way of one person: from the sign-up to a certificate that an employer checks, and that is revoked in the end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.e2e.candidate import answer_everything, chosen_right
from tests.e2e.newcomer import Newcomer, confirmation_path, invent_newcomer
from tests.e2e.visitors import Staff, assert_accessible, path_of, press, seen, submit, window
from tests.services.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

RENDERING_SECONDS = 120


@dataclass
class Story:
    page: "Page"  # the newcomer's own
    newcomer: Newcomer
    browser: "Browser"
    site: Site
    staff: Staff
    width: int

    @property
    def run(self) -> str:
        code: str = self.site.demo["run_under_way"]["code"]
        return code

    @property
    def sitting(self) -> dict[str, str]:
        described: dict[str, str] = self.site.demo["open_sitting"]
        return described


@pytest.fixture(params=[1280, 390])
def story(browser: "Browser", site: Site, staff: Staff, request: pytest.FixtureRequest) -> Iterator[Story]:
    with window(browser, site, request.param) as context:
        yield Story(context.new_page(), invent_newcomer(), browser, site, staff, request.param)


def test_newcomer_learns_is_assessed_and_holds_a_certificate_that_anyone_can_check(story: Story) -> None:
    sign_up(story)
    register_details(story)
    course_page = find_course_and_enroll(story)
    check_in(story)
    see_completion_and_hours(story, course_page)

    take_seat(story)
    sit_the_attempt(story)
    for marker in ("marker", "second marker"):
        mark_case(story, marker)
    release_result(story)

    number, token_path = download_certificate(story)
    see_credit_and_consent(story, number)
    employer_checks(story, number, token_path, status="valid")
    revoke(story, number)
    employer_checks(story, number, token_path, status="revoked")


# --- The newcomer ----------------------------------------------------------------------------------------------------
def sign_up(story: Story) -> None:
    page, newcomer = story.page, story.newcomer
    page.goto("/accounts/signup/")
    assert_accessible(page)
    page.fill("input[name=email]", newcomer.email)
    for field in ("password1", "password2"):
        page.fill(f"input[name={field}]", newcomer.password)
    submit(page)
    page.wait_for_url("**/accounts/confirm-email/")
    assert_accessible(page)
    page.goto(confirmation_path(story.site.data_dir / "mail", newcomer.email))
    assert newcomer.email in seen(page)
    assert_accessible(page)
    submit(page)
    page.wait_for_url("**/my/")
    assert_accessible(page)


def register_details(story: Story) -> None:
    page, newcomer = story.page, story.newcomer
    page.goto("/my/profile/")
    assert_accessible(page)
    page.fill("input[name=name]", newcomer.name)
    page.select_option("select[name=id_type]", "resident")
    page.fill("input[name=id_number]", newcomer.id_number)
    page.fill("input[name=birth_on]", newcomer.birth_on.isoformat())
    page.check("input[name=domains][value=GEN]")
    submit(page)
    page.locator(".message-success").wait_for()
    assert newcomer.name in seen(page)
    assert newcomer.id_number not in page.content()
    page.goto("/my/profile/")
    assert newcomer.id_number[-4:] in seen(page)
    assert_accessible(page)


def find_course_and_enroll(story: Story) -> str:
    """Returns the address of the newcomer's page of the course."""
    page = story.page
    page.goto("/courses/")
    page.fill("input[name=q]", "创新")
    submit(page)
    page.wait_for_url(re.compile(r"[?&]q=%E5%88%9B%E6%96%B0"))
    assert_accessible(page)
    page.locator("#results .course-card-title a[href='/courses/innovation-forum/']").click()
    page.wait_for_url("**/courses/innovation-forum/**")
    assert_accessible(page)
    press(page, f"/courses/runs/{story.run}/enroll/")
    page.wait_for_url(re.compile(r"/my/courses/\d+/$"))
    page.locator(".message-success").wait_for()
    assert_accessible(page)
    return path_of(page)


def see_completion_and_hours(story: Story, course_page: str) -> None:
    page = story.page
    page.goto(course_page)
    assert page.locator(".step-done").count() == page.locator(".step").count() == 4
    assert page.locator(".criterion").count() == page.locator(".criterion-met").count() == 2
    assert_accessible(page)
    page.goto("/my/hours/")
    ledger = page.locator("[role=region][aria-labelledby=ledger] tbody tr")
    assert ledger.count() == 1
    # 120 minutes are 2.5 hours of 45 minutes, rounded down to a half.
    assert ledger.locator("td.cell-number strong").inner_text() == "2.5"
    assert_accessible(page)


def take_seat(story: Story) -> None:
    page = story.page
    page.goto("/assessments/")
    assert_accessible(page)
    page.locator(f"main a[href='/assessments/{story.sitting['assessment']}/']").first.click()
    assert_accessible(page)
    press(page, f"/assessments/sittings/{story.sitting['code']}/register/")
    page.wait_for_url(f"**/assessments/sittings/{story.sitting['code']}/start/")
    assert_accessible(page)


def sit_the_attempt(story: Story) -> None:
    page = story.page
    submit_without_action(page)
    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+/$"))
    page.locator("[data-attempt]").wait_for(state="visible")
    assert_accessible(page)
    count = answer_everything(page)
    page.reload()
    page.locator("[data-attempt]").wait_for(state="visible")
    assert chosen_right(page) == count
    assert_accessible(page)
    page.locator("[data-hand-in]").click()
    page.wait_for_url("**/submit/")
    assert_accessible(page)
    submit(page)
    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+/$"))
    assert f"{count} / {count}" in seen(page)
    assert_accessible(page)


def submit_without_action(page: "Page") -> None:
    """The start page has a second form, which gives the seat up."""
    page.locator("main form:not([action]) button[type=submit]").click()


def download_certificate(story: Story) -> tuple[str, str]:
    """Returns the number and the path of the verification page."""
    page = story.page
    page.goto("/my/assessments/")
    assert page.locator(".badge-passed, .badge-pass").count() == 1
    assert_accessible(page)
    page.goto("/my/certificates/")
    link = page.locator("a[download]")
    for _ in range(RENDERING_SECONDS):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert_accessible(page)
    with page.expect_download() as download:
        link.click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) > 10_000
    card = page.locator(".certificate-card")
    number = re.search(r"TJIP-[0-9A-Z-]+", card.inner_text())
    address = card.locator("a[href^='/verify/']").get_attribute("href")
    assert number
    assert address
    return number[0], address


def see_credit_and_consent(story: Story, number: str) -> None:
    page = story.page
    page.goto("/my/credit/")
    assert number in seen(page)
    assert "B03" in seen(page)
    assert_accessible(page)
    page.locator("main a[href='/my/consent/']").first.click()
    page.wait_for_url("**/my/consent/")
    assert_accessible(page)
    page.locator("form:has(input[value=publish_profile]) button[value=give]").click()
    page.locator("form:has(input[value=publish_profile]) button[value=withdraw]").wait_for()
    assert_accessible(page)
    page.goto("/my/credit/")
    page.locator("main a[href^='/profiles/']").click()
    page.wait_for_url("**/profiles/**")
    assert story.newcomer.name in seen(page)
    assert number in seen(page)
    assert_accessible(page)


# --- The association -------------------------------------------------------------------------------------------------
def check_in(story: Story) -> None:
    with story.staff.at_desk("course manager", story.width) as page:
        page.goto("/desk/runs/")
        page.fill("input[name=q]", story.run)
        submit(page)
        assert_accessible(page)
        page.locator(f"a[href='/desk/runs/{story.run}/']").click()
        learner = page.locator("li.row-item", has_text=story.newcomer.name)
        learner.locator("form[action$='/check-in/'] button").click()
        learner.locator(".badge-present").wait_for()
        assert_accessible(page)


def mark_case(story: Story, marker: str) -> None:
    with story.staff.at_desk(marker, story.width) as page:
        page.goto("/desk/marking/")
        assert_accessible(page)
        answer = page.locator("[role=region][aria-labelledby=waiting] tbody tr", has_text=story.sitting["code"])
        answer.locator("form[action$='/take/'] button").click()
        page.wait_for_url(re.compile(r"/desk/marking/\d+/$"))
        assert story.newcomer.name not in page.content()
        assert_accessible(page)
        for criterion in page.locator("input[name^=criterion_]").all():
            criterion.fill(_highest(criterion.locator("xpath=..").inner_text()))
        submit(page)
        page.wait_for_url("**/desk/marking/")
        assert_accessible(page)


def _highest(help_text: str) -> str:
    """The last number of “0 to 4 points”, below a criterion that may name articles of law."""
    numbers: list[str] = re.findall(r"\d+(?:\.\d+)?", help_text)
    return numbers[-1]


def release_result(story: Story) -> None:
    with story.staff.at_desk("exam officer", story.width) as page:
        page.goto("/desk/results/")
        page.select_option("select[name=sitting]", story.sitting["code"])
        page.select_option("select[name=state]", "proposed")
        submit(page)
        assert_accessible(page)
        row = page.locator("tbody tr", has_text=story.newcomer.name)
        assert row.locator(".badge-pass, .badge-passed").count() == 1
        row.locator("input[name=result]").check()
        page.locator("form[action='/desk/results/release/'] button[type=submit]").click()
        page.locator("input[name=confirmed]").wait_for(state="attached")
        assert story.newcomer.name in seen(page)
        assert_accessible(page)
        submit(page)
        page.locator(".message-success").wait_for()


def revoke(story: Story, number: str) -> None:
    with story.staff.at_desk("registrar", story.width) as page:
        page.goto("/desk/certificates/")
        page.fill("input[name=q]", number)
        submit(page)
        assert_accessible(page)
        page.locator("main tbody a", has_text=number).click()
        assert_accessible(page)
        page.locator("main a[href$='/revoke/']").click()
        assert_accessible(page)
        page.fill("textarea[name=reason]", "持有人提交的材料不实（测试）")
        page.locator("main form button.button-danger").click()
        page.locator(".badge-revoked").first.wait_for()
        assert_accessible(page)


# --- An employer -----------------------------------------------------------------------------------------------------
def employer_checks(story: Story, number: str, token_path: str, *, status: str) -> None:
    """Without an account: by what is printed, then by the address behind the QR code."""
    with window(story.browser, story.site, story.width) as context:
        page = context.new_page()
        page.goto("/verify/")
        assert_accessible(page)
        page.fill("input[name=number]", number)
        page.fill("input[name=name]", story.newcomer.name)
        submit(page)
        for address in (None, token_path):
            if address is not None:
                page.goto(address)
            page.locator(f".certificate-check-{status}").wait_for()
            assert number in seen(page)
            assert_accessible(page)
