"""What the newcomer does, in the story."""

import re

from tests.e2e.candidate import answer_everything, chosen_right
from tests.e2e.newcomer import confirmation_path
from tests.e2e.story import Story
from tests.e2e.visitors import Visitor, cookies_of

RENDERING_SECONDS = 120
ATTEMPT = re.compile(r"/attempts/[0-9a-f-]+/$")


def sign_up(story: Story) -> None:
    me, newcomer = story.me, story.newcomer
    me.open("/accounts/signup/")
    me.speak(story.way.language)
    me.look()
    me.fill("input[name=email]", newcomer.email)
    me.fill("input[name=password1]", newcomer.password)
    me.fill("input[name=password2]", newcomer.password)
    # Followed, not pressed: who clicks twice here has to sign in, which test_double_clicks.py tells.
    me.follow()
    me.arrive("**/accounts/confirm-email/")
    me.look()
    me.open(confirmation_path(story.site.data_dir / "mail", newcomer.email))
    assert newcomer.email in me.text
    me.look()
    me.follow()
    me.arrive("**/my/")
    me.look()


def register_details(story: Story) -> None:
    me, newcomer = story.me, story.newcomer
    me.open("/my/profile/")
    me.look()
    me.fill("input[name=name]", newcomer.name)
    me.choose("select[name=id_type]", "resident")
    me.fill("input[name=id_number]", newcomer.id_number)
    me.fill("input[name=birth_on]", newcomer.birth_on.isoformat())
    me.check("input[name=domains][value=GEN]")
    me.press()
    me.wait_for(".message")
    assert newcomer.name in me.text
    assert newcomer.id_number not in me.page.content()
    me.open("/my/profile/")
    assert newcomer.id_number[-4:] in me.text
    me.look()


def find_course_and_enroll(story: Story) -> str:
    """Returns the address of the newcomer's page of the course."""
    me = story.me
    me.open("/courses/")
    everything = me.count(".course-card")
    me.fill("input[name=q]", "创新")
    me.follow()
    me.arrive(re.compile(r"[?&]q=%E5%88%9B%E6%96%B0"))
    me.look()
    assert 0 < me.count(".course-card") < everything
    me.follow("#results .course-card-title a[href='/courses/innovation-forum/']")
    me.arrive("**/courses/innovation-forum/**")
    me.look()
    me.press_to(f"/courses/runs/{story.run}/enroll/")
    me.arrive(re.compile(r"/my/courses/\d+/$"))
    me.wait_for(".message")
    me.look()
    return me.path


def see_completion_and_hours(story: Story, course_page: str) -> None:
    me = story.me
    me.open(course_page)
    assert me.count(".step-done") == me.count(".step") == 4
    assert me.count(".criterion-met") == me.count(".criterion") == 2
    me.look()
    me.open("/my/hours/")
    ledger = me.find("[role=region][aria-labelledby=ledger] tbody tr")
    assert ledger.count() == 1
    # 120 minutes are 2.5 hours of 45 minutes, rounded down to a half.
    assert ledger.locator("td.cell-number strong").inner_text() == "2.5"
    me.look()


def take_seat(story: Story) -> None:
    me, code = story.me, story.sitting["code"]
    me.open("/assessments/")
    me.look()
    me.follow(f"main a[href='/assessments/{story.sitting['assessment']}/']")
    me.arrive(f"**/assessments/{story.sitting['assessment']}/")
    me.look()
    me.press_to(f"/assessments/sittings/{code}/register/")
    me.arrive(f"**/assessments/sittings/{code}/start/")
    me.look()


def sit_the_attempt(story: Story) -> None:
    me = story.me
    # The start page has a second form, which gives the seat up.
    me.press("main form:not([action]) button[type=submit]")
    me.arrive(ATTEMPT)
    attempt = me.path
    # The one page that needs scripts.
    with story.windows.open(story.way.with_scripts, storage_state=cookies_of(me)) as candidate:
        candidate.open(attempt)
        count = _answer_twice_seen(candidate)
        candidate.follow("[data-hand-in]")
        candidate.arrive("**/submit/")
    me.open(f"{attempt}submit/")
    me.look()
    me.press()
    me.arrive(ATTEMPT)
    assert f"{count} / {count}" in me.text
    me.look()


def _answer_twice_seen(candidate: Visitor) -> int:
    """Answers, and finds the answers again after a reload."""
    candidate.wait_for("[data-attempt]")
    candidate.look()
    count = answer_everything(candidate)
    candidate.page.reload()
    candidate.wait_for("[data-attempt]")
    assert chosen_right(candidate) == count
    candidate.look()
    return count


def download_certificate(story: Story) -> tuple[str, str]:
    """Returns the number and the path of the verification page."""
    me = story.me
    me.open("/my/assessments/")
    assert me.count(".badge-passed, .badge-pass") == 1
    me.look()
    me.open("/my/certificates/")
    link = me.find("a[download][href$='/pdf/']")
    for _ in range(RENDERING_SECONDS):
        if link.count():
            break
        me.page.wait_for_timeout(1000)
        me.page.reload()
    me.look()
    with me.page.expect_download() as download:
        me.follow(link)
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) > 10_000
    card = me.find(".certificate-card")
    number = re.search(r"TJIP-[0-9A-Z-]+", card.inner_text())
    address = card.locator("a[href^='/verify/']").get_attribute("href")
    assert number
    assert address
    return number[0], address


def see_credit_and_publish_it(story: Story, number: str) -> None:
    me = story.me
    me.open("/my/credit/")
    assert number in me.text
    assert "B03" in me.text
    me.look()
    me.follow("main a[href='/my/consent/']")
    me.arrive("**/my/consent/")
    me.look()
    me.press("form:has(input[value=publish_profile]) button[value=give]")
    me.wait_for("form:has(input[value=publish_profile]) button[value=withdraw]")
    me.look()
    me.open("/my/credit/")
    me.follow("main a[href^='/profiles/']")
    me.arrive("**/profiles/**")
    assert story.newcomer.name in me.text
    assert number in me.text
    me.look()
