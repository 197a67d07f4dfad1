"""A signed receipt of a verification, made when it is asked for and kept nowhere: it proves itself."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from certification.certificates.log.keys import load_log_signer
from certification.certificates.models import Certificate
from certification.certificates.presentation import view_certificate
from certification.certificates.services.log import prove_certificate
from certification.certificates.signing.loading import load_signer
from certification.certificates.transparency.leaves import Value, write_moment
from certification.verification.answers import marks_of
from certification.verification.as_of import AsOf, worth_on
from certification.verification.inquiries import How, Inquiry
from certification.verification.queries import find_by_reference
from certification.verification.receipt_notes import FORMAT, digest_of_proof, write_statement
from lms.errors import DomainError
from lms.pdf.attachments import AttachedFile
from lms.pdf.rendering import render_pdf

_ATTACHMENT = "receipt.json"
_NO_FILE: dict[str, Value] = {"file": None, "file_sha256": None, "signature": None, "credential": None}


class NameWanted(DomainError):
    message = _("A receipt bears the holder’s name: type the name on the paper first, on the page of the certificate.")


@dataclass(frozen=True)
class Receipt:
    certificate: Certificate
    inquiry: Inquiry
    as_of: AsOf | None
    content: dict[str, Any]
    now: datetime

    @property
    def text(self) -> str:
        return json.dumps(self.content, ensure_ascii=False, indent=1)


def issue_receipt(*, inquiry: Inquiry, on: date | None, now: datetime) -> Receipt | None:
    """None where the certificate is gone. Signed by the log's key, which publishes what it is checked with."""
    certificate = find_by_reference(inquiry.reference)
    if certificate is None:
        return None
    if not inquiry.name:
        raise NameWanted
    signer = load_log_signer()
    proof = prove_certificate(certificate=certificate, now=now)
    as_of = worth_on(certificate, on, now=now) if on else None
    statement = _state(certificate, inquiry, as_of, proof, now)
    note = signer.sign(write_statement(signer.origin, statement))
    return Receipt(certificate, inquiry, as_of, {"format": FORMAT, "note": note, "proof": proof}, now)


def _state(
    certificate: Certificate, inquiry: Inquiry, as_of: AsOf | None, proof: dict[str, Any], now: datetime
) -> dict[str, Value]:
    file = inquiry.file
    answers: dict[str, Value] = (
        {
            "file": file["file"],
            "file_sha256": file["sha256"],
            "signature": file["signature"],
            "credential": file["credential"],
        }
        if file
        else dict(_NO_FILE)
    )
    return {
        "asked_by": str(inquiry.how),
        "at": write_moment(now),
        "certificate": str(certificate.uuid),
        "name": inquiry.name,
        "number": certificate.number,
        "on": as_of.on.isoformat() if as_of else None,
        "on_status": str(as_of.status) if as_of and as_of.status else None,
        "proof": digest_of_proof(proof),
        "status": str(view_certificate(certificate, now=now).status),
        **answers,
    }


def print_receipt(*, receipt: Receipt) -> bytes:
    """A signed PDF/A-3a in the reader's language, with the receipt that machines read attached."""
    signer = load_signer()
    context = {
        "view": view_certificate(receipt.certificate, now=receipt.now),
        "asked": _ASKED[receipt.inquiry.how],
        "file_sha256": receipt.inquiry.file.get("sha256", ""),
        "marks": marks_of(receipt.inquiry.file),
        "as_of": receipt.as_of,
        "note": receipt.content["note"],
        "is_test": signer.is_test,
        "issuer": receipt.certificate.issuer_name,
    }
    pdf = render_pdf(
        template="verification/pdf/receipt.html",
        context=context,
        stylesheet="verification/receipt.css",
        attachments=[
            AttachedFile(
                name=_ATTACHMENT,
                description=str(_("The receipt, to be checked by machine")),
                content=receipt.text.encode(),
                made_at=receipt.now,
            )
        ],
    )
    return signer.sign(pdf, now=receipt.now)


_ASKED = {
    How.NUMBER: _("By number and name"),
    How.TOKEN: _("By the code on the paper, and the name"),
    How.FILE: _("By file"),
}
