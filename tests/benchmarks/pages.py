"""The three pages that must stay fast, each with its floor and the rows it needs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from django.conf import settings
from django.test import Client

from certification.certificates.keys import make_test_keys
from certification.certificates.models import Certificate
from certification.sittings.models import Attempt
from lms.accounts.enums import Role
from tests.benchmarks.measure import Measurement, compare
from tests.benchmarks.wsgi import get, post_json, whole_site, without_middleware
from tests.cast import make_practitioner, make_user
from tests.certification.certificates.cast import make_certificate
from tests.certification.sittings.cast import make_assessment, make_attempt, make_paper, make_registration, make_sitting
from tests.courses.lectures import make_course, make_run

_CERTIFICATES = 50
_COURSES = 60
_CSRF = "b" * 32


def make_register() -> Certificate:
    """Fifty certificates; the one in the middle is looked up."""
    now = datetime.now(UTC)
    make_test_keys(Path(settings.SIGNING_KEY_DIR), organization="协会", now=now)
    registrar = make_user("bench.registrar@example.com", role=Role.REGISTRAR)
    holders = (make_practitioner(f"bench{each}@example.com", f"基准{each}") for each in range(_CERTIFICATES))
    certificates = [make_certificate(holder, registrar, now=now) for holder in holders]
    return certificates[_CERTIFICATES // 2]


def verify_by_token(certificate: Certificate, *, seconds: float) -> Measurement:
    return compare(
        name="verify by token",
        deed=get(whole_site(), f"/verify/{certificate.token}/"),
        floor=get(without_middleware(), f"/floor/look-up/{certificate.token}/"),
        unit="requests/s",
        seconds=seconds,
    )


def make_open_attempt() -> Attempt:
    now = datetime.now(UTC)
    paper = make_paper("bench", make_user("bench.examiner@example.com", role=Role.EXAM_OFFICER))
    sitting = make_sitting("bench", make_assessment("BENCH", paper), paper, opens_at=now - timedelta(minutes=5))
    candidate = make_practitioner("bench.candidate@example.com", "应试者")
    return make_attempt(make_registration(sitting, candidate), started_at=now - timedelta(minutes=1))


def save_answer(attempt: Attempt, *, seconds: float) -> Measurement:
    """Ours writes position 1, the floor position 3, each with ever new sequence numbers."""
    client = Client()
    client.force_login(attempt.registration.practitioner.user, backend="django.contrib.auth.backends.ModelBackend")
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value, "csrftoken": _CSRF}
    ours, bare = _answers(1, "B"), _answers(3, "F")
    return compare(
        name="save an answer",
        deed=post_json(whole_site(), f"/attempts/{attempt.pk}/answers/", lambda: next(ours), cookies),
        floor=post_json(without_middleware(), f"/floor/insert/{attempt.pk}/", lambda: next(bare), {}),
        unit="requests/s",
        seconds=seconds,
    )


def _answers(position: int, key: str) -> Iterator[dict[str, object]]:
    return ({"position": position, "sequence": sequence, "value": {"choices": [key]}} for sequence in count(1))


def make_catalogue() -> None:
    """Sixty courses with a run each, so that the first page is full."""
    for each in range(_COURSES):
        course = make_course(f"bench-{each}", title_zh=f"知识产权讲座 {each}")
        make_run(course, f"bench-{each}", starts_at=datetime.now(UTC) + timedelta(days=7 + each))


def catalogue_page(*, seconds: float) -> Measurement:
    return compare(
        name="catalogue page",
        deed=get(whole_site(), "/courses/"),
        floor=get(without_middleware(), "/floor/list/"),
        unit="requests/s",
        seconds=seconds,
    )
