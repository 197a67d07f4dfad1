"""What the association's staff do at their desks, in the story."""

import re

from tests.e2e.story import Story


def check_in(story: Story) -> None:
    with story.accounts.at_desk("course manager", story.way) as manager:
        manager.open("/desk/runs/")
        manager.fill("input[name=q]", story.run)
        manager.follow()
        manager.arrive(re.compile(r"[?&]q="))
        manager.look()
        manager.follow(f"a[href='/desk/runs/{story.run}/']")
        learner = manager.find("li.row-item", story.newcomer.name)
        manager.press(learner.locator("form[action$='/check-in/'] button"))
        learner.locator(".badge-present").wait_for()
        manager.look()


def mark_case(story: Story, role: str) -> None:
    with story.accounts.at_desk(role, story.way) as marker:
        marker.open("/desk/marking/")
        marker.look()
        answer = marker.find("[role=region][aria-labelledby=waiting] tbody tr", story.sitting["code"]).first
        marker.press(answer.locator("form[action$='/take/'] button"))
        marker.arrive(re.compile(r"/desk/marking/\d+/$"))
        assert story.newcomer.name not in marker.page.content()
        marker.look()
        for criterion in marker.find("input[name^=criterion_]").all():
            marker.fill(criterion, _highest(criterion.locator("xpath=..").inner_text()))
        marker.press()
        marker.arrive("**/desk/marking/")
        marker.wait_for(".message")
        marker.look()


def _highest(help_text: str) -> str:
    """The last number of “0 to 4 points”, below a criterion that may name articles of law."""
    numbers: list[str] = re.findall(r"\d+(?:\.\d+)?", help_text)
    return numbers[-1]


def release_result(story: Story) -> None:
    with story.accounts.at_desk("exam officer", story.way) as officer:
        officer.open("/desk/results/")
        officer.choose("select[name=sitting]", story.sitting["code"])
        officer.choose("select[name=state]", "proposed")
        officer.follow()
        officer.arrive(re.compile(r"state=proposed"))
        officer.look()
        result = officer.find("tbody tr", story.newcomer.name)
        assert result.locator(".badge-pass").count() == 1
        officer.check(result.locator("input[name=result]"))
        officer.follow("form[action='/desk/results/release/'] button[type=submit]")
        officer.find("input[name=confirmed]").wait_for(state="attached")
        assert story.newcomer.name in officer.text
        officer.look()
        officer.press()
        officer.wait_for(".message")


def revoke(story: Story, number: str) -> None:
    with story.accounts.at_desk("registrar", story.way) as registrar:
        registrar.open("/desk/certificates/")
        registrar.fill("input[name=q]", number)
        registrar.follow()
        registrar.arrive(re.compile(r"[?&]q="))
        registrar.look()
        registrar.follow(registrar.find("main tbody a", number))
        registrar.arrive(re.compile(r"/desk/certificates/[0-9a-f-]{36}/$"))
        registrar.look()
        registrar.follow("main a[href$='/revoke/']")
        registrar.arrive("**/revoke/")
        registrar.look()
        registrar.choose("select[name=category]", "fraud")
        registrar.fill("textarea[name=note]", "持有人提交的材料不实（测试）")
        registrar.fill("input[name=evidence]", "核对记录 2025-3（测试）")
        registrar.press("main form button.button-danger")
        registrar.wait_for(".message-warning")
        registrar.look()
    _decide_revocation(story, number)


def _decide_revocation(story: Story, number: str) -> None:
    """Another registrar than the one who proposed it."""
    with story.accounts.at_desk("second registrar", story.way) as decider:
        decider.open("/desk/certificates/revocations/")
        decider.look()
        decider.follow(decider.find("main a", number))
        decider.arrive(re.compile(r"/desk/certificates/revocations/\d+/$"))
        decider.look()
        decider.fill("textarea[name=reason]", "原件已复核（测试）")
        decider.press("main form button.button-danger")
        decider.wait_for(".badge-revoked")
        decider.look()
