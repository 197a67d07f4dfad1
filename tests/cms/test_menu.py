import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from cms import menu
from cms.models import HomePage
from cms.receivers import migrated
from tests.cms.site import make_page, make_section


def _paths() -> list[str]:
    return [page.path for page in menu.menu_pages()]


def test_menu_lists_marked_pages_below_home(home: HomePage) -> None:
    section = make_section(home, "about", title="关于协会", title_en="About", show_in_menus=True)
    make_page(home, "privacy", title="隐私", show_in_menus=True)
    make_section(home, "hidden", show_in_menus=False)
    make_section(home, "draft", show_in_menus=True, live=False)
    make_page(section, "deep", show_in_menus=True)
    menu.load_menu()

    assert menu.menu_pages() == [("关于协会", "About", "/about/"), ("隐私", "", "/privacy/")]


def test_menu_is_read_once(home: HomePage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_section(home, "about", show_in_menus=True)
    menu.load_menu()

    with django_assert_num_queries(0):
        assert _paths() == ["/about/"]


def test_menu_follows_publishing(
    home: HomePage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        section = make_section(home, "about", show_in_menus=True, live=False)
        section.save_revision().publish()
    assert _paths() == ["/about/"]

    section.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        section.unpublish()
    assert _paths() == []


def test_menu_forgets_a_deleted_page(
    home: HomePage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    section = make_section(home, "about", show_in_menus=True)
    menu.load_menu()

    with django_capture_on_commit_callbacks(execute=True):
        section.delete()

    assert _paths() == []


def test_change_in_another_process_is_heard(home: HomePage) -> None:
    menu.load_menu()
    make_section(home, "about", show_in_menus=True)
    assert _paths() == []

    cache.set("cms.menu", "what the other process wrote")

    assert _paths() == ["/about/"]


def test_a_process_starts_with_the_menu_of_the_moment(home: HomePage) -> None:
    make_section(home, "about", show_in_menus=True)
    menu._memory.pages = None

    assert _paths() == ["/about/"]


def test_migrating_reads_the_menu(home: HomePage) -> None:
    make_section(home, "about", show_in_menus=True)

    migrated(using="default")

    assert _paths() == ["/about/"]


def test_menu_stays_while_the_cache_is_away(home: HomePage, settings: LazySettings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    make_section(home, "about", show_in_menus=True)

    menu.renew_menu()

    assert _paths() == ["/about/"]


@pytest.mark.parametrize(("language", "label"), [("en", "About"), ("zh-hans", "关于协会")])
def test_frame_costs_an_anonymous_visitor_no_query(
    home: HomePage, client: Client, django_assert_num_queries: DjangoAssertNumQueries, language: str, label: str
) -> None:
    make_section(home, "about", title="关于协会", title_en="About", show_in_menus=True)
    menu.load_menu()

    with django_assert_num_queries(0):
        shown = client.get("/search/", headers={"accept-language": language})

    assert label in shown.text
