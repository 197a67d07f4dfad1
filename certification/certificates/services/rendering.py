"""Turning a certificate into its file: claimed by one worker, rendered and signed outside any transaction, recorded once."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.documents import build_pdf
from certification.certificates.enums import DocumentState
from certification.certificates.models import Certificate, CertificateDocument
from certification.certificates.queries import documents_waiting, issued_in_a_batch
from certification.certificates.retries import pause_after
from certification.certificates.services.credentials import signed_credential
from certification.certificates.signing import load_signer
from certification.certificates.status import TIME_ZONE
from lms.errors import DomainError
from lms.notifications.services import notify

logger = logging.getLogger(__name__)

# A worker that has held a document this long is dead: rendering takes a second or two.
CLAIM_LASTS = timedelta(minutes=2)
_AT_ONCE = 50


class OnlyTestKey(DomainError):
    status = 503
    message = _(
        "This certificate was issued with the association’s own key, and only a test key is in place now. Ask the administrator to put "
        "the signing key back; the PDF is then made by itself."
    )


def render_document(*, document_id: int, now: datetime) -> bool:
    """Makes the file unless it exists or another worker is at it; says whether this call made it.

    One of a batch is left to ``render_batch``.
    """
    # One statement: of two workers, the second finds the row claimed.
    document = CertificateDocument.objects.filter(~issued_in_a_batch(), pk=document_id)
    return claim(document, for_=CLAIM_LASTS, now=now) == 1 and render_claimed(document_id=document_id, now=now)


def render_waiting_documents(*, now: datetime) -> int:
    """What no task has rendered: lost messages, dead workers, failures whose pause is over. Those of batches are ``render_batch``'s."""
    waiting = documents_waiting(now=now).filter(~issued_in_a_batch()).order_by("pk").values_list("pk", flat=True)
    return sum(render_document(document_id=pk, now=now) for pk in list(waiting[:_AT_ONCE]))


def claim(documents: QuerySet[CertificateDocument], *, for_: timedelta, now: datetime) -> int:
    """Those that wait are this worker's until the time is over; returns how many."""
    waiting = documents_waiting(now=now).filter(pk__in=documents.values("pk"))
    return waiting.update(claimed_at=now, try_after=now + for_, tries=F("tries") + 1)


def render_claimed(*, document_id: int, now: datetime) -> bool:
    """A failure is written on the row, which the sweep takes up again, each time after a longer pause."""
    people = ("certificate__template", "certificate__domain", "certificate__practitioner__user")
    document = CertificateDocument.objects.select_related(*people).get(pk=document_id)
    try:
        content = _make_file(document.certificate, now=now)
        file = storages["private"].save(_file_name(document, document.tries), ContentFile(content))
    except Exception as error:
        logger.exception("Document %s could not be rendered (try %s).", document.pk, document.tries)
        _note_failure(document, error, now)
        return False
    if not _record(document, file=file, content=content, now=now):
        # The claim ran out while this worker was slow, and another one was faster.
        storages["private"].delete(file)
        return False
    _remove_leftovers(document)
    return True


def _make_file(certificate: Certificate, *, now: datetime) -> bytes:
    """The page with its credential inside, signed; the credential is signed first if that is still to be done."""
    signer = load_signer()
    if signer.is_test and not certificate.is_test:
        raise OnlyTestKey
    credential = signed_credential(certificate=certificate, now=now)
    return signer.sign(build_pdf(certificate, credential=credential), now=now)


@transaction.atomic
def _record(document: CertificateDocument, *, file: str, content: bytes, now: datetime) -> bool:
    recorded = (
        CertificateDocument.objects.filter(pk=document.pk, tries=document.tries)
        .exclude(state=DocumentState.RENDERED)
        .update(
            state=DocumentState.RENDERED,
            file=file,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            rendered_at=now,
            try_after=None,
            error="",
        )
    )
    if not recorded:
        return False
    certificate = document.certificate
    notify(
        recipient=certificate.holder.user,
        key=f"certificates.ready.{certificate.pk}",
        subject=format_lazy(_("The PDF of your certificate {number} is ready"), number=certificate.number),
        body=_("You find it under “My certificates”. It is signed electronically: pass the file on unchanged."),
        path="/my/certificates/",
        now=now,
    )
    return True


def _note_failure(document: CertificateDocument, error: Exception, now: datetime) -> None:
    CertificateDocument.objects.filter(pk=document.pk, tries=document.tries).exclude(
        state=DocumentState.RENDERED
    ).update(
        state=DocumentState.FAILED,
        error=f"{type(error).__name__}: {error}",
        try_after=now + pause_after(document.tries),
    )


def _file_name(document: CertificateDocument, try_: int) -> str:
    certificate = document.certificate
    year = certificate.issued_at.astimezone(TIME_ZONE).year
    return f"certificates/{year}/{certificate.uuid}-{try_}.pdf"


def _remove_leftovers(document: CertificateDocument) -> None:
    """What a worker that was killed between writing and recording left behind."""
    for try_ in range(1, document.tries):
        storages["private"].delete(_file_name(document, try_))
