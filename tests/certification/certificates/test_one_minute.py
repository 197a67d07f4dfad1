"""A change is to be seen everywhere within one minute: with a real worker, a real broker and the site's own timetable."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Task
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from certification.certificates import tasks
from certification.certificates.models import Certificate, StatusListVersion
from certification.certificates.open_badges.status_list import is_revoked
from certification.certificates.services.sharing import ShareChoices, share_certificate
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Practitioner, User
from lms.accounts.services import give_consent
from lms.celery import app
from tests.certification.certificates.cast import colleague_of, revoke_certificate
from tests.conftest import signed_in
from tests.services.beat import running_beat
from tests.services.worker import Worker

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

MINUTE = 60.0
_PLACES = (
    "page",
    "number_and_name",
    "api",
    "status_list",
    "own_list",
    "public_profile",
    "shared_page",
    "search",
)


@pytest.fixture
def beat(worker: Worker, redis_url: str) -> Iterator[Path]:
    with running_beat(broker_url=redis_url) as log:
        yield log


class Places:
    """Wherever somebody may look; each says whether the change is seen there."""

    def __init__(self, certificate: Certificate, registrar: User) -> None:
        self.certificate = certificate
        self.shared = share_certificate(
            certificate=certificate,
            choices=ShareChoices(),
            actor=certificate.holder.user,
            now=timezone.now(),
        )
        self.stranger, self.holder, self.desk = Client(), signed_in(certificate.holder.user), signed_in(registrar)

    def page(self) -> bool:
        return "certificate-check-revoked" in self.stranger.get(f"/verify/{self.certificate.token}/").text

    def number_and_name(self) -> bool:
        # Looking twenty times in a minute is more than a stranger may.
        cache.clear()
        sent = {"number": self.certificate.number, "name": self.certificate.name}
        return "certificate-check-revoked" in self.stranger.post("/verify/", sent).text

    def api(self) -> bool:
        cache.clear()
        answer = self.stranger.get(f"/api/v1/certificates/{self.certificate.uuid}/status")
        return bool(answer.status_code == 200 and answer.json()["status"] == "revoked")

    def status_list(self) -> bool:
        self.certificate.credential.refresh_from_db()
        answer = self.stranger.get(f"/status/revocation/{self.certificate.status_entry.status_list.number}")
        return answer.status_code == 200 and is_revoked(
            json.loads(self.certificate.credential.content), json.loads(answer.content)
        )

    def own_list(self) -> bool:
        return "badge-revoked" in self.holder.get("/my/certificates/").text

    def public_profile(self) -> bool:
        return "badge-revoked" in self.stranger.get(f"/profiles/{self.certificate.holder.public_id}/").text

    def shared_page(self) -> bool:
        return "certificate-check-revoked" in self.stranger.get(f"/certificates/{self.shared.token}/").text

    def search(self) -> bool:
        found = self.desk.get("/desk/certificates/", {"q": self.certificate.number, "status": "revoked"})
        return bool(found.context["page_obj"].object_list)

    def all(self) -> dict[str, Callable[[], bool]]:
        return {name: getattr(self, name) for name in _PLACES}


@pytest.fixture
def places(worker: Worker, certificate: Certificate, practitioner: Practitioner, registrar: User) -> Places:
    """A certificate with its credential signed and its list published, which everyone has looked at and found valid."""
    colleague_of(registrar)
    give_consent(practitioner=practitioner, kind=ConsentKind.PUBLISH_PROFILE, now=timezone.now())

    def is_signed() -> bool:
        certificate.credential.refresh_from_db()
        return certificate.credential.signed_at is not None and StatusListVersion.objects.exists()

    worker.wait_for(is_signed)
    places = Places(certificate, registrar)
    assert [name for name, is_seen in places.all().items() if is_seen()] == []
    return places


def _seconds_until_seen(places: Places, worker: Worker, began: float) -> dict[str, float]:
    seconds = {}
    for name, is_seen in places.all().items():
        worker.wait_for(is_seen, within=MINUTE)
        seconds[name] = time.monotonic() - began
    return seconds


def test_a_revocation_is_seen_everywhere_within_a_minute(places: Places, worker: Worker, registrar: User) -> None:
    began = time.monotonic()
    revoke_certificate(certificate=places.certificate, actor=registrar, reason="材料不实", now=timezone.now())

    seconds = _seconds_until_seen(places, worker, began)

    assert max(seconds.values()) < MINUTE
    # Whoever took a copy of the list a moment before may go on using it for so long.
    assert seconds["status_list"] + _lifetime_of_copies(places) < MINUTE
    assert "no-store" in places.stranger.get(f"/verify/{places.certificate.token}/")["Cache-Control"]


def test_it_is_so_when_the_message_to_the_worker_is_lost(
    places: Places, worker: Worker, beat: Path, registrar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is swept by the timetable."""
    lost: list[str] = []

    def lose(task: Task[..., object], *_words: object, **_named: object) -> None:
        lost.append(task.name)
        raise OSError("the broker does not answer")

    with monkeypatch.context() as broker:
        broker.setattr(app.Task, "apply_async", lose)
        began = time.monotonic()
        revoke_certificate(certificate=places.certificate, actor=registrar, reason="材料不实", now=timezone.now())
    assert tasks.publish_status_list.name in lost

    seconds = _seconds_until_seen(places, worker, began)

    assert seconds["status_list"] + _lifetime_of_copies(places) < MINUTE
    assert "sign waiting credentials" in beat.read_text()


def _lifetime_of_copies(places: Places) -> float:
    answer = places.stranger.get(f"/status/revocation/{places.certificate.status_entry.status_list.number}")
    lifetime = re.search(r"max-age=(\d+)", answer["Cache-Control"])
    assert lifetime is not None
    assert json.loads(answer.content)["credentialSubject"]["ttl"] == int(lifetime[1]) * 1000
    return float(lifetime[1])
