from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from wagtail.models import Page

from certification.certificates.keys import make_test_keys
from certification.credit.models import CreditRuleSet
from cms import menu
from cms.models import CourseIndexPage, HomePage
from tests.cast import NOW
from tests.certification.credit.cast import ensure_rule_set
from tests.cms.site import COURSES_PATH, HOME_PATH


@pytest.fixture(autouse=True)
def _menu_of_its_own() -> Iterator[None]:
    """The process remembers the menu longer than a test keeps its pages."""
    before = menu._memory.pages
    yield
    menu._memory.pages, menu._memory.stamp = before, None
    cache.delete("cms.menu")


@pytest.fixture
def home(db: None) -> HomePage:
    """The home page that a migration makes; made again here, for a test with real transactions empties the tables."""
    if not HomePage.objects.exists():
        if not Page.objects.exists():
            Page.add_root(title="Root", slug="root")
        import_module("cms.migrations.0002_home_page").make_home_page(apps, None)
    page: HomePage = HomePage.objects.get(path=HOME_PATH)
    return page


@pytest.fixture
def course_index(home: HomePage) -> CourseIndexPage:
    page: CourseIndexPage = CourseIndexPage.objects.get(path=COURSES_PATH)
    return page


@pytest.fixture
def signing_keys() -> None:
    make_test_keys(Path(settings.SIGNING_KEY_DIR), organization="津沽知识产权服务行业协会", now=NOW)


@pytest.fixture
def credit_rules(db: None) -> CreditRuleSet:
    """As a migration makes them; made again here, for a test with real transactions empties the tables."""
    return ensure_rule_set()
