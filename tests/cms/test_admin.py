import pytest
from django.test import Client

from cms.models import CourseIndexPage, CoursePage, HomePage
from lms.accounts.models import User
from tests.cms.site import make_course_page, make_page, make_section
from tests.conftest import signed_in
from tests.courses.lectures import make_course


@pytest.fixture
def editor(course_manager: User) -> Client:
    return signed_in(course_manager)


@pytest.mark.parametrize("kind", ["sectionpage", "standardpage"])
def test_editor_can_start_each_kind_of_page(editor: Client, home: HomePage, kind: str) -> None:
    assert editor.get(f"/cms/pages/add/cms/{kind}/{home.pk}/").status_code == 200


def test_editor_makes_a_course_page(editor: Client, course_index: CourseIndexPage) -> None:
    course = make_course()
    streams = {f"{name}-count": "0" for name in ("body", "body_en")}
    form = {"course": course.pk, "title": "大讲堂", "slug": "any", "action-publish": "1", **streams}

    editor.post(f"/cms/pages/add/cms/coursepage/{course_index.pk}/", form)

    page = CoursePage.objects.get()
    assert (page.course, page.slug, page.live) == (course, "lecture-hall", True)


def test_course_without_a_choice_is_refused(editor: Client, course_index: CourseIndexPage) -> None:
    form = {"title": "大讲堂", "action-publish": "1", "body-count": "0", "body_en-count": "0"}

    response = editor.post(f"/cms/pages/add/cms/coursepage/{course_index.pk}/", form)

    assert "course" in response.context["form"].errors
    assert not CoursePage.objects.exists()


def test_page_of_a_course_is_not_copied(editor: Client, course_index: CourseIndexPage) -> None:
    page = make_course_page(course_index, make_course())

    response = editor.get(f"/cms/pages/{page.pk}/copy/", follow=True)

    assert "There is one such page only." in response.text


def test_other_pages_are_copied(editor: Client, home: HomePage) -> None:
    page = make_page(make_section(home))

    assert "There is one such page only." not in editor.get(f"/cms/pages/{page.pk}/copy/", follow=True).text


def test_outsider_does_not_edit_pages(outsider_client: Client, home: HomePage) -> None:
    assert outsider_client.get(f"/cms/pages/{home.pk}/edit/").status_code == 302
