import json

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.utils.translation import override

from cms.models import CourseIndexPage, HomePage, StandardPage
from tests.cms.site import make_course_page, make_page, make_section
from tests.courses.lectures import make_course


def test_page_speaks_english_where_it_can(home: HomePage) -> None:
    page = make_page(home, title="隐私", title_en="Privacy", intro="中文", intro_en="English")

    with override("en"):
        assert (page.local_title, page.local_intro) == ("Privacy", "English")
    with override("zh-hans"):
        assert (page.local_title, page.local_intro) == ("隐私", "中文")


def test_page_falls_back_to_chinese_and_says_so(home: HomePage, client: Client) -> None:
    page = make_page(home, title="隐私", text="只有中文")

    with override("en"):
        assert page.local_title == "隐私"
        assert page.is_body_untranslated
    shown = client.get("/page/", headers={"accept-language": "en"})
    assert "This text is available in Chinese only." in shown.text
    assert 'lang="zh-Hans"' in shown.text


def test_chinese_page_is_no_fallback(home: HomePage) -> None:
    page = make_page(home, text="中文")

    with override("zh-hans"):
        assert not page.is_body_untranslated


def test_search_text_holds_both_languages_normalized(home: HomePage) -> None:
    english = json.dumps([{"type": "text", "value": "<p>Claim Drafting</p>"}])
    page = make_page(home, title="ＰＣＴ 指南", title_en="Guide", text="权利要求", body_en=english)

    assert page.search_text == "pct 指南 guide 权利要求 claim drafting"


def test_course_page_takes_its_slug_from_the_course(course_index: CourseIndexPage) -> None:
    page = make_course_page(course_index, make_course("open-licensing"), slug="anything")

    assert page.slug == "open-licensing"
    assert page.url == "/courses/open-licensing/"


def test_course_page_is_named_like_its_course(course_index: CourseIndexPage) -> None:
    page = make_course_page(course_index, make_course())

    with override("en"):
        assert page.local_title == "Lecture hall on IP and innovation"


def test_course_has_one_page(course_index: CourseIndexPage) -> None:
    course = make_course()
    make_course_page(course_index, course)

    with pytest.raises(ValidationError) as refusal:
        make_course_page(course_index, course)

    assert "course" in refusal.value.message_dict


def test_course_with_a_page_is_not_deleted(course_index: CourseIndexPage) -> None:
    course = make_course()
    make_course_page(course_index, course)

    with pytest.raises(ProtectedError):
        course.delete()


def test_course_pages_live_at_the_catalogue(course_index: CourseIndexPage) -> None:
    course_index.full_clean()

    course_index.slug = "elsewhere"

    with pytest.raises(ValidationError, match="the address of the catalogue"):
        course_index.full_clean()


def test_home_page_keeps_the_phrases_of_its_heading_together(home: HomePage) -> None:
    home.heading, home.heading_en = "一行，\n两行", ""

    assert home.heading_lines == ["一行，", "两行"]


def test_standard_page_names_its_section_and_neighbors(home: HomePage, client: Client) -> None:
    section = make_section(home, title="培训", title_en="Training")
    make_page(section, "one", title="第一")
    make_page(section, "two", title="第二")
    make_page(section, "three", title="草稿", live=False)

    shown = client.get("/guides/one/").text

    assert "Training" in shown
    assert "第二" in shown
    assert "草稿" not in shown
    assert client.get("/guides/three/").status_code == 404
    assert StandardPage.objects.count() == 3
