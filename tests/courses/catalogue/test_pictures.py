from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.translation import override

from courses.catalogue.pictures import _DRAWN, picture_of
from lms.competency.models import Element
from tests.courses.catalogue.test_views import announce


@pytest.mark.parametrize(
    ("domain", "elements", "name"),
    [
        ("GEN", [], "gen"),
        ("GEN", ["GEN.02", "GEN.01"], "gen01"),
        ("PAT", ["PAT.04", "PAT.01"], "pat04"),
        ("TMK", ["TMK.03"], "tmk"),
        ("NEW", ["NEW.01"], "gen"),
    ],
)
def test_picture_of_a_course_is_that_of_its_first_competency_that_is_drawn(
    domain: str, elements: list[str], name: str
) -> None:
    assert picture_of(domain, elements).path == f"pictures/{name}.svg"


@pytest.mark.parametrize("name", sorted(_DRAWN))
def test_picture_is_there_and_holds_no_text(name: str) -> None:
    path = finders.find(f"pictures/{name}.svg")

    assert path is not None
    assert "<text" not in Path(path).read_text()


def test_picture_is_described_in_both_languages() -> None:
    picture = picture_of("GEN", ["GEN.01"])

    with override("en"):
        english = str(picture.description)
    with override("zh-hans"):
        assert str(picture.description) not in {"", english}


def test_catalogue_and_course_show_the_picture_of_the_competency(client: Client, db: None) -> None:
    run = announce()
    run.course.elements.add(Element.objects.get(pk="GEN.01"))

    for address in ("/courses/", run.course.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "pictures/gen01.svg" in page
        assert 'alt="A compass over calm water, with a lighthouse and a sailing boat"' in page
