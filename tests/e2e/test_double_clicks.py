"""Two clicks on a button that writes: one row, and an answer that tells the person where they stand.

No script stands between, so both requests reach the server. The story without scripts clicks its buttons twice as well.
"""

import re
import secrets
from collections.abc import Iterator

import pytest
from django.utils import timezone

from tests.e2e.newcomer import confirmation_path, invent_newcomer
from tests.e2e.signing_in import Accounts, sign_in
from tests.e2e.visitors import WITHOUT_SCRIPTS, Visitor, Windows
from tests.services.site import Site

pytestmark = pytest.mark.e2e


@pytest.fixture
def learner(accounts: Accounts) -> Iterator[Visitor]:
    with accounts.at_home("newcomer", WITHOUT_SCRIPTS) as visitor:
        yield visitor


def assert_told_well(visitor: Visitor) -> None:
    visitor.wait_for(".message")
    assert visitor.count(".message-error") == 0


def test_account_is_made_and_confirmed_once(windows: Windows, site: Site) -> None:
    newcomer = invent_newcomer()
    with windows.open(WITHOUT_SCRIPTS) as visitor:
        visitor.open("/accounts/signup/")
        visitor.fill("input[name=email]", newcomer.email)
        visitor.fill("input[name=password1]", newcomer.password)
        visitor.fill("input[name=password2]", newcomer.password)
        visitor.press()
        visitor.arrive("**/accounts/confirm-email/")
        visitor.open(confirmation_path(site.data_dir / "mail", newcomer.email))
        visitor.press()
    with windows.open(WITHOUT_SCRIPTS) as visitor:
        visitor.open("/accounts/login/")
        sign_in(visitor, {"email": newcomer.email, "password": newcomer.password})
        visitor.arrive("**/my/")


def test_place_is_taken_and_given_up_once(learner: Visitor, site: Site) -> None:
    run = site.demo["run_with_free_seats"]
    learner.open(run["url"])
    learner.press_to(f"/courses/runs/{run['code']}/enroll/")
    learner.arrive(re.compile(r"/my/courses/\d+/$"))
    assert_told_well(learner)
    place = learner.path

    learner.follow("main a[href$='/cancel/']")
    learner.press("main form button.button-danger")
    learner.arrive("**/my/courses/")
    assert_told_well(learner)
    assert learner.count(f"main a[href='{place}']") == 1


def test_waiting_list_is_joined_once(learner: Visitor, site: Site) -> None:
    run = site.demo["full_run"]
    learner.open(run["url"])
    learner.press_to(f"/courses/runs/{run['code']}/wait/")
    learner.arrive(re.compile(r"/my/courses/\d+/$"))
    assert_told_well(learner)

    learner.follow("main a[href$='/cancel/']")
    learner.press("main form button.button-danger")
    learner.arrive("**/my/courses/")
    assert_told_well(learner)


def test_seat_in_a_sitting_is_taken_and_given_back_once(learner: Visitor) -> None:
    learner.open("/assessments/GEN-L1/")
    seat = learner.find("form[action$='/register/']").first.get_attribute("action") or ""
    learner.press_to(seat)
    learner.arrive("**/start/")
    assert_told_well(learner)

    learner.follow("details.disclosure summary")
    learner.press_to(seat.replace("/register/", "/cancel/"))
    learner.arrive("**/assessments/GEN-L1/")
    assert_told_well(learner)
    assert learner.count(f"form[action='{seat}']") == 1


def test_details_are_saved_and_consent_is_given_and_withdrawn_once(learner: Visitor) -> None:
    learner.open("/my/profile/")
    learner.press("main form:has(input[name=phone]) button.button-primary")
    assert_told_well(learner)

    learner.open("/my/consent/")
    before = learner.count(".timeline .event")
    for deed in ("give", "withdraw"):
        learner.press(f"form:has(input[value=publish_profile]) button[value={deed}]")
        assert_told_well(learner)
    assert learner.count(".timeline .event") == before + 2


def test_check_in_is_recorded_and_undone_once(accounts: Accounts, site: Site) -> None:
    with accounts.at_desk("course manager", WITHOUT_SCRIPTS) as manager:
        manager.open(f"/desk/runs/{site.demo['run_under_way']['code']}/")
        record = manager.find("form[action$='/check-in/'] button").first.get_attribute("id")
        present = manager.count(".badge-present")
        manager.press(f"form[action$='/check-in/'] #{record}")
        manager.wait_for(f"form[action$='/undo/'] #{record}")
        assert manager.count(".badge-present") == present + 1

        manager.press(f"form[action$='/undo/'] #{record}")
        manager.wait_for(f"form[action$='/check-in/'] #{record}")
        assert manager.count(".badge-present") == present


def test_case_is_taken_and_given_back_once(accounts: Accounts) -> None:
    with accounts.at_desk("third marker", WITHOUT_SCRIPTS) as marker:
        marker.open("/desk/marking/")
        marker.press(marker.find("[aria-labelledby=waiting] form[action$='/take/'] button").first)
        marker.arrive(re.compile(r"/desk/marking/\d+/$"))
        answer = marker.path

        marker.press_to(f"{answer}return/")
        marker.arrive("**/desk/marking/")
        assert_told_well(marker)
        assert marker.count(f"main a[href='{answer}']") == 0


def test_certificate_is_suspended_and_reinstated_once(accounts: Accounts, site: Site) -> None:
    certificate = next(each for each in site.demo["certificates"] if each["status"] == "valid")
    with accounts.at_desk("registrar", WITHOUT_SCRIPTS) as registrar:
        registrar.open(f"/desk/certificates/{certificate['uuid']}/")
        before = registrar.count(".timeline .event")
        for change, badge in (("suspend", "suspended"), ("reinstate", "valid")):
            registrar.follow(f"main a[href$='/{change}/']")
            registrar.fill("textarea[name=reason]", "核对持有人材料（测试）")
            registrar.press("main form button[type=submit]")
            registrar.arrive(f"**/desk/certificates/{certificate['uuid']}/")
            registrar.wait_for(f".page-header .badge-{badge}")
            assert_told_well(registrar)
        assert registrar.count(".timeline .event") == before + 2


def test_credit_record_is_proposed_and_moved_on_once(accounts: Accounts) -> None:
    fact = f"（测试）通知 {secrets.token_hex(4)}"
    with accounts.at_desk("credit officer", WITHOUT_SCRIPTS) as officer:
        officer.open("/desk/credit/propose/?q=practitioner31@demo.example")
        officer.follow("main a[href^='/desk/credit/propose/']")
        officer.choose("select[name=item]", _first_deduction(officer))
        officer.fill("input[name=fact_key]", fact)
        officer.fill("input[name=occurred_on]", timezone.localdate().isoformat())
        officer.fill("textarea[name=evidence]", "协会书面通知（测试）")
        officer.press()
        officer.arrive(re.compile(r"/desk/credit/\d+/$"))
        assert_told_well(officer)
        officer.open(f"/desk/credit/?q={fact}")
        assert officer.count("main tbody tr") == 1

        officer.follow("main tbody a")
        officer.press(officer.find("form[action$='/notice/'] button[type=submit]"))
        assert_told_well(officer)
        assert officer.count(".badge-noticed") == 1


def _first_deduction(officer: Visitor) -> str:
    return officer.find("select[name=item] optgroup").first.locator("option").first.get_attribute("value") or ""
