"""The benchmark programs measure what they say; how fast things are is no test's business."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from PIL import Image, ImageChops, ImageStat

from certification.certificates.keys import make_test_keys
from certification.certificates.models import Certificate
from tests.benchmarks import pages, renderer, rendering
from tests.benchmarks.bulk_verification import bulk_verification
from tests.benchmarks.measure import compare
from tests.benchmarks.wsgi import UnexpectedAnswer, get, whole_site
from tests.cast import make_practitioner, make_user
from tests.certification.certificates.cast import make_certificate
from tests.lms.pdf.pages import raster, text_of

# A handler closes its connection after each request, which a test's own transaction would not survive.
pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _with_floors() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.benchmarks.urls"):
        yield


def test_a_measurement_says_how_many_times_as_often() -> None:
    done = {"ours": 0, "floor": 0}

    def times(name: str, effort: int) -> None:
        done[name] += 1
        sum(range(effort))

    measured = compare(
        name="a sum",
        deed=lambda: times("ours", 40_000),
        floor=lambda: times("floor", 4_000),
        unit="sums/s",
        seconds=0.4,
        rounds=3,
    )

    assert 0.02 < measured.ratio < 0.5
    assert done["floor"] > done["ours"]
    assert json.loads(measured.as_line()).keys() == {"name", "ratio", "value", "floor", "unit", "runs"}


def test_every_page_is_measured(roles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_CERTIFICATES", 2)
    monkeypatch.setattr(pages, "_COURSES", 3)
    pages.make_catalogue()
    measured = [
        pages.verify_by_token(pages.make_register(), seconds=0.2),
        pages.save_answer(pages.make_open_attempt(), seconds=0.2),
        pages.catalogue_page(seconds=0.2),
    ]

    assert [each.name for each in measured] == ["verify by token", "save an answer", "catalogue page"]
    assert all(0 < each.ratio < 2 for each in measured)


def test_a_list_is_measured_against_a_loop(roles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_CERTIFICATES", 2)
    pages.make_register()

    assert bulk_verification(seconds=0.1).ratio > 1


def test_a_page_that_fails_is_not_measured() -> None:
    with pytest.raises(UnexpectedAnswer):
        get(whole_site(), "/verify/no-such-token/")()


@pytest.fixture
def certificate(now: datetime, roles: None) -> Certificate:
    make_test_keys(Path(settings.SIGNING_KEY_DIR), organization="协会", now=now)
    holder = make_practitioner("bench@example.com", "林虚光")
    return make_certificate(holder, make_user("bench.registrar@example.com"), now=now)


def test_certificates_are_measured(certificate: Certificate) -> None:
    measured = list(rendering.measure_rendering(certificate, count=10))

    assert [each.name for each in measured] == [
        "batch in one process",
        "size before signing",
        "peak memory",
        "memory at the end of ten batches",
        "signed by two workers",
        "one certificate beside typst",
    ]
    assert all(each.ratio > 0 for each in measured)


def test_all_ways_print_the_same_page(certificate: Certificate) -> None:
    page = rendering.plain_page(certificate)
    page |= rendering._of_its_own(page, 1)
    page["certificate"] |= {"name": certificate.name}
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [renderer._OWN], "APP_DIRS": True}
    with override_settings(TEMPLATES=[engine]):
        ways = [make(page) for make in (renderer._render, renderer._render_naively, renderer._typeset)]

    words = ["".join(text_of(pdf).split()) for pdf in ways]
    for said in ("林虚光", "2025年6月2日", "统一社会信用代码"):
        assert [said in each for each in words] == [True, True, True], said
    ours, naive, typeset = (raster(pdf, dpi=40).convert("L").resize((47, 33)) for pdf in ways)
    assert difference(ours, naive) < 1.5
    assert difference(ours, typeset) < 12


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])
