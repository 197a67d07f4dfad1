"""One example of each thing that the register and the employers have beside a certificate of every status, for scripts."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from certification.certificates.enums import BatchRowState, Kind, RenewalDecision
from certification.certificates.models import (
    Certificate,
    CertificateShare,
    Contribution,
    IssueBatch,
    PaperImport,
    Renewal,
    Revocation,
)
from certification.certificates.queries import Standing, with_status
from certification.employers.enums import MemberState
from certification.employers.models import BulkCheck, EmployerMember, WebhookEndpoint
from lms.demo import accounts

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

Example = dict[str, str]

# Those that run on for longest come first: nothing is about to happen to them.
EXAMPLES_FIRST = (F("renews").asc(nulls_first=True), F("valid_until").desc(nulls_last=True), "pk")


def describe_register(*, now: datetime) -> dict[str, Example | dict[str, Example | None] | None]:
    certificates = with_status(Certificate.objects.all(), at=now)
    valid = certificates.filter(paper_record=None, status="valid").order_by(*EXAMPLES_FIRST)
    return {
        "certificates_by_kind": {kind.value: describe_certificate(valid.filter(kind=kind).first()) for kind in Kind},
        "paper_certificate": describe_certificate(certificates.exclude(paper_record=None).order_by("pk").first()),
        "paper_register": _at("certificates:paper_file", PaperImport.objects.order_by("pk")),
        "finished_batch": _at("certificates:batch", _finished_batches()),
        "contribution": _at("certificates:contribution", Contribution.objects.order_by("pk")),
        "shared_page": _shared_page(),
        "renewal_waiting": _at("certificates:renewal", Renewal.objects.filter(decision="").order_by("pk")),
        "renewal_granted": _at(
            "certificates:renewal", Renewal.objects.filter(decision=RenewalDecision.GRANTED).order_by("pk")
        ),
        "renewal_reminded": describe_certificate(valid.filter(renewal_reminders__isnull=False, renewals=None).first()),
        "revocation_waiting": _at("certificates:revocation", Revocation.objects.filter(decision="").order_by("pk")),
    }


def describe_employers() -> dict[str, Example | None]:
    members = EmployerMember.objects.order_by("pk")
    key = accounts.api_key_text(accounts.EMPLOYERS["employer"])
    return {
        "employer": _at("employers:desk_employer", members.filter(state=MemberState.APPROVED)),
        "employer_waiting": _at("employers:desk_employer", members.filter(state=MemberState.APPLIED)),
        "finished_check": _at(
            "employers:check", BulkCheck.objects.exclude(finished_at=None).order_by("pk"), key="uuid"
        ),
        "api_key": {"key": key.whole, "client_id": key.prefix, "client_secret": key.secret},
        "webhook": _at("employers:webhook", WebhookEndpoint.objects.standing().order_by("pk"), key="uuid"),
    }


def describe_certificate(certificate: "WithAnnotations[Certificate, Standing] | None") -> Example | None:
    if certificate is None:
        return None
    return {
        "status": str(certificate.status),
        "uuid": str(certificate.uuid),
        "number": certificate.number,
        "name": certificate.name,
        "token": certificate.token,
        "url": absolute(reverse("verification:token", args=[certificate.token])),
    }


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def _finished_batches() -> QuerySet[IssueBatch]:
    issued = Count("rows", filter=Q(rows__state=BatchRowState.ISSUED))
    return IssueBatch.objects.annotate(issued=issued, asked=Count("rows")).filter(issued=F("asked")).order_by("pk")


def _shared_page() -> Example | None:
    share = CertificateShare.objects.standing().select_related("certificate").order_by("pk").first()
    if share is None:
        return None
    url = absolute(reverse("certificates:shared", args=[share.token]))
    return {"number": share.certificate.number, "token": share.token, "url": url}


def _at(view: str, things: QuerySet[Any], *, key: str = "pk") -> Example | None:
    """The first of them, at its page."""
    found = things.values_list(key, flat=True).first()
    return None if found is None else {key: str(found), "url": absolute(reverse(view, args=[found]))}
