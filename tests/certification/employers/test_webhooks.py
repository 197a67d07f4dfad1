"""Changes are told to a real server: signed, once, again after a failure, and only of what the employer has verified."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from certification.certificates.models import Certificate
from certification.certificates.services import reinstate_certificate, suspend_certificate
from certification.employers import sending, services
from certification.employers.addresses import AddressRefused
from certification.employers.models import WebhookDelivery, WebhookEndpoint
from certification.employers.services.webhooks import PAUSES
from certification.employers.webhook_signature import sign_webhook
from certification.verification.bulk import Asked
from lms.accounts.models import Organization, Practitioner, User
from lms.notifications.models import Message
from tests.cast import NOW, make_user
from tests.certification.certificates.cast import make_certificate
from tests.certification.employers.cast import check_list, make_member, make_webhook
from tests.services.webhook_receiver import Receiver, webhook_receiver

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as running:
        yield running


@pytest.fixture
def verified(certificate: Certificate, hiring: Organization, clerk: User) -> Certificate:
    """The employer has verified it, so its webhooks hear of it."""
    check_list(hiring, clerk, Asked(certificate.number, "林虚光"))
    return certificate


def suspend(certificate: Certificate, registrar: User, now: datetime = NOW + HOUR) -> WebhookDelivery:
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now)
    return WebhookDelivery.objects.get()


@pytest.fixture
def told(verified: Certificate, hiring: Organization, clerk: User, registrar: User) -> Callable[[str], WebhookDelivery]:
    """Makes a webhook to the address, and changes what the employer has verified."""

    def tell(url: str) -> WebhookDelivery:
        make_webhook(hiring, clerk, url=url)
        return suspend(verified, registrar)

    return tell


def got(receiver: Receiver, delivery: WebhookDelivery) -> list[Any]:
    return [each for each in receiver.received if each.headers["webhook-id"] == str(delivery.uuid)]


def test_change_is_told_signed_and_once(
    verified: Certificate, hiring: Organization, clerk: User, registrar: User, receiver: Receiver
) -> None:
    _endpoint, secret = make_webhook(hiring, clerk, url=f"{receiver.url}/take")
    delivery = suspend(verified, registrar)
    at = NOW + 2 * HOUR

    assert services.deliver_waiting_webhooks(now=at) == 1
    assert services.deliver_waiting_webhooks(now=at + HOUR) == 0

    (request,) = got(receiver, delivery)
    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.answer, delivery.tries) == (at, "HTTP 204", 1)
    assert request.headers | sign_webhook(secret=secret, id_=str(delivery.uuid), at=at, body=request.body) == (
        request.headers
    )
    message = json.loads(request.body)
    assert message["type"] == "certificate.status_changed"
    assert message["data"] == {
        "certificate": str(verified.uuid),
        "number": verified.number,
        "issue": 1,
        "event": "suspended",
        "status": "suspended",
        "valid_until": "2028-06-02",
    }
    assert verified.name not in request.body


def test_employer_hears_only_of_what_it_has_verified(
    verified: Certificate, hiring: Organization, clerk: User, registrar: User, colleague: Practitioner
) -> None:
    make_webhook(hiring, clerk)
    other = make_certificate(colleague, registrar)
    check_list(hiring, clerk, Asked(other.number, "wrong name"))
    stranger = make_member(make_user("other@example.com"), registrar, code="91120000MADEMX0009", name="另一家")
    assert stranger.organization is not None
    make_webhook(stranger.organization, stranger.user, url="http://127.0.0.1:9/other")

    suspend_certificate(certificate=other, actor=registrar, reason="核实", now=NOW + HOUR)
    delivery = suspend(verified, registrar)

    assert delivery.endpoint.organization == hiring


def test_employer_hears_for_a_year(verified: Certificate, hiring: Organization, clerk: User, registrar: User) -> None:
    make_webhook(hiring, clerk)

    suspend_certificate(certificate=verified, actor=registrar, reason="核实", now=NOW + timedelta(days=364))
    reinstate_certificate(certificate=verified, actor=registrar, reason="核实", now=NOW + timedelta(days=365))

    assert WebhookDelivery.objects.get().event.type == "suspended"


def test_ended_webhook_hears_nothing(
    verified: Certificate, hiring: Organization, clerk: User, registrar: User, receiver: Receiver
) -> None:
    endpoint, _secret = make_webhook(hiring, clerk, url=f"{receiver.url}/take")
    delivery = suspend(verified, registrar)
    services.end_endpoint(endpoint=endpoint, ended_by=clerk, now=NOW)

    assert services.deliver_waiting_webhooks(now=NOW + 2 * HOUR) == 0
    reinstate_certificate(certificate=verified, actor=registrar, reason="核实", now=NOW + 3 * HOUR)

    assert list(WebhookDelivery.objects.all()) == [delivery]
    assert got(receiver, delivery) == []


def test_failure_is_tried_again_with_the_same_id(
    verified: Certificate, hiring: Organization, clerk: User, registrar: User, receiver: Receiver
) -> None:
    make_webhook(hiring, clerk, url=f"{receiver.url}/fail/2")
    delivery = suspend(verified, registrar)

    moment, moments = NOW + HOUR, []
    for _try in range(3):
        assert services.deliver_webhook(delivery_id=delivery.pk, now=moment - timedelta(seconds=1)) is False
        services.deliver_webhook(delivery_id=delivery.pk, now=moment)
        delivery.refresh_from_db()
        moments.append(delivery.try_after)
        moment = delivery.try_after or moment

    assert moments == [NOW + HOUR + PAUSES[0], NOW + HOUR + PAUSES[0] + PAUSES[1], None]
    assert delivery.delivered_at == moments[1]
    first, second, third = got(receiver, delivery)
    assert first.body == second.body == third.body
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_endpoint_that_never_answers_is_given_up_and_told(
    verified: Certificate, hiring: Organization, clerk: User, registrar: User, receiver: Receiver
) -> None:
    endpoint, _secret = make_webhook(hiring, clerk, url=f"{receiver.url}/status/503")
    delivery = suspend(verified, registrar)
    moment = NOW + HOUR
    for _try in range(len(PAUSES) + 1):
        services.deliver_webhook(delivery_id=delivery.pk, now=moment)
        delivery.refresh_from_db()
        moment = delivery.try_after or moment

    assert (delivery.given_up_at, delivery.tries, delivery.answer) == (moment, 8, "HTTP 503")
    assert len(got(receiver, delivery)) == 8
    message = Message.objects.get(recipient=clerk, key__startswith="employers.webhook-given-up")
    assert message.path == f"/my/employer/webhooks/{endpoint.uuid}/"


def test_given_up_message_is_sent_again_on_demand(
    verified: Certificate, hiring: Organization, clerk: User, registrar: User, receiver: Receiver
) -> None:
    make_webhook(hiring, clerk, url=f"{receiver.url}/fail/1")
    delivery = suspend(verified, registrar)
    with pytest.raises(services.NotOver):
        services.replay_delivery(delivery=delivery, actor=clerk, now=NOW)
    WebhookDelivery.objects.update(try_after=None, given_up_at=NOW, tries=8)

    services.replay_delivery(delivery=delivery, actor=clerk, now=NOW + HOUR)
    services.deliver_webhook(delivery_id=delivery.pk, now=NOW + HOUR)
    services.deliver_webhook(delivery_id=delivery.pk, now=NOW + HOUR + PAUSES[0])

    delivery.refresh_from_db()
    assert (delivery.tries, delivery.delivered_at) == (2, NOW + HOUR + PAUSES[0])


def test_ended_webhook_is_not_sent_again(
    verified: Certificate, hiring: Organization, clerk: User, registrar: User
) -> None:
    endpoint, _secret = make_webhook(hiring, clerk)
    delivery = suspend(verified, registrar)
    services.end_endpoint(endpoint=endpoint, ended_by=clerk, now=NOW)

    with pytest.raises(services.EndpointEnded):
        services.replay_delivery(delivery=delivery, actor=clerk, now=NOW)


@pytest.mark.parametrize(("path", "answer"), [("elsewhere", "HTTP 302"), ("status/404", "HTTP 404")])
def test_redirect_is_not_followed(
    told: Callable[[str], WebhookDelivery], receiver: Receiver, path: str, answer: str
) -> None:
    delivery = told(f"{receiver.url}/{path}")

    services.deliver_waiting_webhooks(now=NOW + HOUR)

    delivery.refresh_from_db()
    assert (delivery.answer, delivery.delivered_at) == (answer, None)
    assert len(got(receiver, delivery)) == 1


def test_server_that_drips_is_cut_off(
    told: Callable[[str], WebhookDelivery], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left alone, it would go on for ten minutes."""
    monkeypatch.setattr(sending, "_WHOLE", 3.0)
    delivery = told(f"{receiver.url}/drip")
    began = datetime.now(UTC)

    services.deliver_waiting_webhooks(now=NOW + HOUR)

    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.answer) == (None, "TimeoutError")
    assert datetime.now(UTC) - began < timedelta(minutes=5)


def test_nobody_listens(verified: Certificate, hiring: Organization, clerk: User, registrar: User) -> None:
    make_webhook(hiring, clerk, url="http://127.0.0.1:9/")
    delivery = suspend(verified, registrar)

    services.deliver_waiting_webhooks(now=NOW + HOUR)

    delivery.refresh_from_db()
    assert delivery.answer == "ConnectionRefusedError"


def test_address_that_turned_private_is_not_asked(
    told: Callable[[str], WebhookDelivery], receiver: Receiver, settings: Any
) -> None:
    delivery = told(f"{receiver.url.replace('http:', 'https:')}/take")
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False

    services.deliver_waiting_webhooks(now=NOW + HOUR)

    delivery.refresh_from_db()
    assert "private network" in delivery.answer
    assert got(receiver, delivery) == []


def test_private_address_makes_no_webhook(hiring: Organization, clerk: User, settings: Any) -> None:
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False

    with pytest.raises(AddressRefused):
        make_webhook(hiring, clerk, url="https://127.0.0.1/")

    assert not WebhookEndpoint.objects.exists()


def test_secret_is_kept_encrypted_and_form_makes_one(hiring: Organization, clerk: User) -> None:
    form_id = uuid4()
    made = services.make_endpoint(
        organization=hiring, url="http://127.0.0.1:9/", form_id=form_id, made_by=clerk, now=NOW
    )

    with pytest.raises(services.WebhookMadeAlready):
        services.make_endpoint(organization=hiring, url="http://127.0.0.1:9/b", form_id=form_id, made_by=clerk, now=NOW)

    assert made.secret not in str(WebhookEndpoint.objects.values().get())


def test_five_webhooks_are_enough(hiring: Organization, clerk: User) -> None:
    for place in range(5):
        make_webhook(hiring, clerk, url=f"http://127.0.0.1:9/{place}")

    with pytest.raises(services.TooManyWebhooks):
        make_webhook(hiring, clerk, url="http://127.0.0.1:9/5")


@pytest.fixture
def tls_files(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of localhost that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "certificate.pem", tmp_path / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def test_https_is_sent_to_whom_its_certificate_names(
    told: Callable[[str], WebhookDelivery], tls_files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with webhook_receiver(tls=tls_files, host="localhost") as receiver:
        delivery = told(f"{receiver.url}/take")
        services.deliver_webhook(delivery_id=delivery.pk, now=NOW + HOUR)
        delivery.refresh_from_db()
        assert delivery.answer == "SSLCertVerificationError"

        monkeypatch.setenv("SSL_CERT_FILE", str(tls_files[0]))
        services.deliver_webhook(delivery_id=delivery.pk, now=NOW + 2 * HOUR)

        delivery.refresh_from_db()
        assert delivery.answer == "HTTP 204"
        assert len(got(receiver, delivery)) == 1
