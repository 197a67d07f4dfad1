"""The whole way of one person: from the sign-up to a certificate that an employer checks, and that is revoked in the end."""

import pytest

from tests.e2e import association, learner
from tests.e2e.employer import check_certificate
from tests.e2e.newcomer import invent_newcomer
from tests.e2e.signing_in import Accounts
from tests.e2e.story import Story
from tests.e2e.visitors import KEYBOARD, PHONE, POINTER, WITHOUT_SCRIPTS, Way, Windows
from tests.services.site import Site

pytestmark = pytest.mark.e2e

WAYS = {"a pointer": POINTER, "a phone": PHONE, "the keyboard alone": KEYBOARD, "no scripts": WITHOUT_SCRIPTS}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_newcomer_learns_is_assessed_and_holds_a_certificate_that_anyone_can_check(
    way: Way, windows: Windows, accounts: Accounts, site: Site
) -> None:
    with windows.open(way) as visitor:
        story = Story(visitor, invent_newcomer(), way, windows, accounts, site)

        learner.sign_up(story)
        learner.register_details(story)
        course_page = learner.find_course_and_enroll(story)
        association.check_in(story)
        learner.see_completion_and_hours(story, course_page)

        learner.take_seat(story)
        learner.sit_the_attempt(story)
        association.mark_case(story, "marker")
        association.mark_case(story, "second marker")
        association.release_result(story)

        number, address = learner.download_certificate(story)
        learner.see_credit_and_publish_it(story, number)
        check_certificate(story, number, address, status="valid")
        association.revoke(story, number)
        check_certificate(story, number, address, status="revoked")
