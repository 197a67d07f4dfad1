"""Webhooks: made and ended by an employer; a change becomes a row per endpoint, which is then sent, tried again, or given up."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.status import status_at
from certification.employers.addresses import AddressRefused, find_target
from certification.employers.models import WebhookDelivery, WebhookEndpoint
from certification.employers.queries import deliveries_waiting, endpoints_that_hear_of
from certification.employers.sending import Outcome, post
from certification.employers.services.membership import require_member
from certification.employers.tasks import deliver_webhook as deliver_task
from certification.employers.webhook_signature import make_secret, sign_webhook
from lms.accounts.encryption import decrypt_text, encrypt_text
from lms.accounts.models import Organization, User
from lms.audit.services import record_entry
from lms.celery import send_after_commit
from lms.errors import DomainError
from lms.notifications.services import notify

MOST_ENDPOINTS = 5
# After each try that failed; the last one ends in giving up, two days after the first.
PAUSES = [timedelta(seconds=30)] + [timedelta(minutes=minutes) for minutes in (5, 30, 120, 360, 720, 1440)]
# A worker that took a delivery and died: as long as a sending can take, and some.
_HELD = timedelta(minutes=2)
_BATCH = 50


class WebhookMadeAlready(DomainError):
    message = _(
        "This webhook has been made already, and its secret is shown once only. If you have not kept it, end the webhook and make another."
    )


class TooManyWebhooks(DomainError):
    message = _("The organization has five webhooks that stand. End one first.")


class NotOver(DomainError):
    message = _("This message is still waiting for its next try. There is nothing to send again yet.")


class EndpointEnded(DomainError):
    message = _("This webhook has been ended. Make a new one to hear of changes.")


@dataclass(frozen=True)
class MadeEndpoint:
    """``secret`` is shown now and never again."""

    endpoint: WebhookEndpoint
    secret: str


def make_endpoint(*, organization: Organization, url: str, form_id: UUID, made_by: User, now: datetime) -> MadeEndpoint:
    find_target(url)
    return keep_endpoint(organization=organization, url=url, form_id=form_id, made_by=made_by, now=now)


def keep_endpoint(*, organization: Organization, url: str, form_id: UUID, made_by: User, now: datetime) -> MadeEndpoint:
    """For an address that has been looked at; each sending looks it up again."""
    secret = make_secret()
    try:
        with transaction.atomic():
            require_member(organization=organization, user=made_by)
            if WebhookEndpoint.objects.filter(form_id=form_id).exists():
                raise WebhookMadeAlready
            if WebhookEndpoint.objects.standing().filter(organization=organization).count() >= MOST_ENDPOINTS:
                raise TooManyWebhooks
            endpoint = WebhookEndpoint.objects.create(
                organization=organization,
                url=url,
                secret_encrypted=encrypt_text(secret),
                form_id=form_id,
                made_by=made_by,
                made_at=now,
            )
            record_entry(action="employers.make_endpoint", subject=endpoint, actor=made_by, now=now)
    except IntegrityError as taken:
        raise WebhookMadeAlready from taken
    return MadeEndpoint(endpoint, secret)


@transaction.atomic
def end_endpoint(*, endpoint: WebhookEndpoint, ended_by: User, now: datetime) -> WebhookEndpoint:
    locked = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    if locked.ended_at is None:
        locked.ended_by, locked.ended_at = ended_by, now
        locked.save(update_fields=["ended_by", "ended_at"])
        record_entry(action="employers.end_endpoint", subject=locked, actor=ended_by, now=now)
    return locked


def schedule_deliveries(*, certificate: Certificate, event: CertificateEvent, now: datetime) -> None:
    """In the transaction that changes the certificate: a row per endpoint that may hear of it."""
    endpoints = list(endpoints_that_hear_of(certificate, now=now))
    if not endpoints:
        return
    body = json.dumps(_message(certificate, event), ensure_ascii=False)
    for endpoint in endpoints:
        delivery = WebhookDelivery.objects.create(
            endpoint=endpoint, event=event, body=body, created_at=now, try_after=now
        )
        send_after_commit(deliver_task, delivery.pk)


def _message(certificate: Certificate, event: CertificateEvent) -> dict[str, object]:
    """Names nobody: the number leads the employer's program to what it has verified before."""
    events = certificate.events.order_by("at", "pk")
    return {
        "type": "certificate.status_changed",
        "timestamp": event.at.isoformat(),
        "data": {
            "certificate": str(certificate.uuid),
            "number": certificate.number,
            "issue": certificate.issue,
            "event": event.type,
            "status": status_at(events, valid_until=certificate.valid_until, moment=event.at),
            "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        },
    }


def deliver_webhook(*, delivery_id: int, now: datetime) -> bool:
    """One try, if one is due and no other worker has it; says whether the endpoint took it."""
    delivery = _claim(delivery_id, now)
    if delivery is None:
        return False
    outcome = _send(delivery, now)
    _note(delivery, outcome, now)
    return outcome.is_delivered


@transaction.atomic
def _claim(delivery_id: int, now: datetime) -> WebhookDelivery | None:
    waiting = deliveries_waiting(now=now).select_for_update(of=("self",)).select_related("endpoint__made_by")
    delivery = waiting.filter(pk=delivery_id).first()
    if delivery is not None:
        delivery.tries += 1
        delivery.try_after = now + _HELD
        delivery.save(update_fields=["tries", "try_after"])
    return delivery


def _send(delivery: WebhookDelivery, now: datetime) -> Outcome:
    try:
        target = find_target(delivery.endpoint.url)
        secret = decrypt_text(delivery.endpoint.secret_encrypted)
    except AddressRefused as refusal:
        return Outcome(is_delivered=False, text=str(refusal)[:120])
    except InvalidToken:
        return Outcome(is_delivered=False, text="FIELD_ENCRYPTION_KEYS")
    headers = {"Content-Type": "application/json", "User-Agent": "talent-platform-webhooks"}
    signed = sign_webhook(secret=secret, id_=str(delivery.uuid), at=now, body=delivery.body)
    return post(target, headers=headers | signed, body=delivery.body)


@transaction.atomic
def _note(delivery: WebhookDelivery, outcome: Outcome, now: datetime) -> None:
    delivery.answer = outcome.text
    delivery.try_after = None
    if outcome.is_delivered:
        delivery.delivered_at = now
    elif delivery.tries <= len(PAUSES):
        delivery.try_after = now + PAUSES[delivery.tries - 1]
    else:
        delivery.given_up_at = now
        _tell_given_up(delivery, now)
    delivery.save(update_fields=["answer", "try_after", "delivered_at", "given_up_at"])


def _tell_given_up(delivery: WebhookDelivery, now: datetime) -> None:
    """Once a day and endpoint: a server that is away misses all messages."""
    endpoint = delivery.endpoint
    notify(
        recipient=endpoint.made_by,
        key=f"employers.webhook-given-up:{endpoint.pk}:{now.date().isoformat()}",
        subject=_("Your webhook does not answer"),
        body=format_lazy(
            _(
                "Messages to {url} could not be delivered for two days and are no longer tried. Send them again from your page once it answers."
            ),
            url=endpoint.url,
        ),
        path=f"/my/employer/webhooks/{endpoint.uuid}/",
        now=now,
    )


def deliver_waiting_webhooks(*, now: datetime) -> int:
    """What is due; returns how many were tried."""
    ids = list(deliveries_waiting(now=now).order_by("try_after", "pk").values_list("pk", flat=True)[:_BATCH])
    for pk in ids:
        deliver_webhook(delivery_id=pk, now=now)
    return len(ids)


@transaction.atomic
def replay_delivery(*, delivery: WebhookDelivery, actor: User, now: datetime) -> WebhookDelivery:
    """Sends it once more, with the same id, so that the receiver can tell that it has it already."""
    locked = WebhookDelivery.objects.select_for_update(of=("self",)).select_related("endpoint").get(pk=delivery.pk)
    if locked.endpoint.ended_at is not None:
        raise EndpointEnded
    if locked.try_after is not None:
        raise NotOver
    locked.tries, locked.try_after, locked.delivered_at, locked.given_up_at = 0, now, None, None
    locked.save(update_fields=["tries", "try_after", "delivered_at", "given_up_at"])
    record_entry(action="employers.replay_delivery", subject=locked, actor=actor, now=now)
    send_after_commit(deliver_task, locked.pk)
    return locked
