from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page, Site

from cms.models import CourseIndexPage, HomePage

migration = import_module("cms.migrations.0002_home_page")


def _apps_of_then() -> object:
    return MigrationExecutor(connection).loader.project_state([("cms", "0002_home_page")]).apps


def test_home_page_stands_where_the_welcome_page_was(home: HomePage) -> None:
    assert home.locale.language_code == "zh-hans"
    assert home.get_parent().locale.language_code == "zh-hans"
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert [page.specific_class for page in home.get_children()] == [CourseIndexPage]
    assert Page.find_problems() == ([], [], [], [], [])


def test_migration_can_be_taken_back_and_made_again(home: HomePage) -> None:
    migration.restore_welcome(_apps_of_then(), None)

    welcome = Page.objects.get(depth=2)
    assert welcome.title == migration.WELCOME
    assert Site.objects.get(is_default_site=True).root_page_id == welcome.pk
    assert not HomePage.objects.exists()

    migration.make_home_page(_apps_of_then(), None)

    assert HomePage.objects.get().url_path == "/home/"
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_of_the_association_are_not_thrown_away(home: HomePage) -> None:
    from tests.cms.site import make_section

    make_section(home)

    with pytest.raises(RuntimeError, match="Move or delete"):
        migration.restore_welcome(_apps_of_then(), None)
    with pytest.raises(RuntimeError, match="starts a new site"):
        migration.make_home_page(_apps_of_then(), None)
