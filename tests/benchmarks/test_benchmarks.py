"""The benchmark programs measure what they say; how fast things are is no test's business."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from PIL import Image, ImageChops, ImageStat

from certification.certificates.keys import make_test_keys
from certification.certificates.models import Certificate
from certification.verification.quick_reading import read_by_token
from tests.benchmarks import pages, renderer, rendering
from tests.benchmarks.bulk_verification import bulk_verification
from tests.benchmarks.measure import Measurement, compare
from tests.benchmarks.register import fill_register
from tests.benchmarks.targets import TARGETS, summarize
from tests.benchmarks.wsgi import UnexpectedAnswer, get, whole_site
from tests.cast import make_practitioner, make_user
from tests.certification.certificates.cast import make_certificate
from tests.lms.pdf.pages import raster, text_of
from tests.services import postgres, redis
from tests.services.plugin import need
from tests.services.process import ROOT

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

    # Each once beforehand, and then in every round.
    assert min(done.values()) >= 4
    assert measured.ratio > 0
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
    assert all(each.ratio > 0 for each in measured)


def test_a_list_is_measured_against_a_loop(roles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_CERTIFICATES", 2)
    pages.make_register()

    assert bulk_verification(seconds=0.1).name == "verify 500"


@pytest.mark.postgres
def test_a_register_is_copied(roles: None, certificate: Certificate, now: datetime) -> None:
    tokens = fill_register(30, like=certificate, now=now)

    readings = [read_by_token(token) for token in tokens]
    assert len({reading.certificate.number for reading in readings if reading}) == len(tokens) == 30
    assert all(reading and [line.is_covered for line in reading.lines] == [False] for reading in readings)
    results = Certificate.objects.filter(token__in=tokens).values_list("result__attempt", flat=True)
    assert len(set(results)) == 30


def test_the_whole_program_prints_every_line() -> None:
    need(postgres.available() or redis.available())
    sizes = {"BENCH_SECONDS": "0.2", "BENCH_CERTIFICATES": "10", "BENCH_REGISTER": "40"}
    command = [sys.executable, "-m", "tests.benchmarks"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | sizes, capture_output=True, text=True, check=False)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["name"] for line in lines} >= set(TARGETS), done.stderr
    summary = done.stderr.split("In short:\n")[1]
    assert "NOT MEASURED" not in summary
    # So small, it may miss them; then it must say so.
    assert done.returncode == ("MISSED" in summary)


def test_a_missed_target_and_a_line_that_is_missing_are_told() -> None:
    def line(name: str, ratio: float) -> Measurement:
        return Measurement(name, ratio, 1.0, 1.0, "times/s", 1)

    met = [line(name, target.ratio) for name, target in TARGETS.items()]

    assert summarize([*met, line("save an answer", 0.01)], whole=True)[1]
    assert not summarize(met[1:], whole=True)[1]
    assert summarize(met[1:], whole=False)[1]
    summary, all_met = summarize([line("verify 500", 29.9), line("peak memory", 0.16)], whole=False)
    assert summary.count("MISSED") == 2
    assert not all_met


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
