"""Is this file one that we issued, is its signature whole and ours, is its credential's proof good? Three questions with three answers; what the
certificate is worth is the fourth. Reads only, keeps nothing of the file."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from certification.certificates import credential_checks
from certification.certificates.models import CertificateCredential, CertificateDocument
from certification.verification.answers import CredentialAnswer, FileAnswer, SignatureAnswer
from certification.verification.pdf_checks import (
    PdfContent,
    PdfSignature,
    PdfState,
    our_fingerprints,
    read_pdf,
    sha256,
)
from certification.verification.presented import MOST_BYTES, Presented, recognize
from lms.errors import DomainError

_FOREIGN = ("KeyUnknown", "ProofMissing")
_BROKEN = ("ProofWrong", "Unsigned")


class NothingPresented(DomainError):
    status = 400
    message = _("Choose a file, or paste a credential; then press the button again.")


class TooLargeToBeOurs(DomainError):
    status = 413
    message = _(
        "This file is larger than any that the association issues. Choose the file just as the holder received it."
    )


class NotRecognized(DomainError):
    status = 415
    message = _(
        "This is neither a PDF nor a credential (JSON) nor a badge (PNG or SVG). Choose the file just as the holder received it; a photo or a "
        "scan proves nothing: use the number and the name, or the QR code."
    )


@dataclass(frozen=True)
class FileCheck:
    """``certificate``: the one that the file is, or was before it was changed."""

    presented: Presented
    sha256: str
    file: FileAnswer
    signature: SignatureAnswer
    credential: CredentialAnswer
    certificate_id: int | None

    @property
    def is_genuine(self) -> bool:
        """Nothing speaks against it: of a PDF file and signature hold, of a credential its proof."""
        if self.presented == Presented.PDF:
            whole = self.file == FileAnswer.ISSUED and self.signature == SignatureAnswer.OURS
            return whole and self.credential in {CredentialAnswer.GOOD, CredentialAnswer.MISSING}
        return self.credential == CredentialAnswer.GOOD


def check_file(content: bytes) -> FileCheck:
    """Of whatever was uploaded or pasted; raises a refusal for what is nothing of ours at first sight."""
    if not content.strip():
        raise NothingPresented
    if len(content) > MOST_BYTES:
        raise TooLargeToBeOurs
    presented = recognize(content)
    if presented is None:
        raise NotRecognized
    return _check_pdf(content) if presented == Presented.PDF else _check_credential_file(content, presented)


def _check_pdf(content: bytes) -> FileCheck:
    pdf, ours = read_pdf(content), our_fingerprints()
    digest = sha256(content)
    certificate_id = _issued_document(digest)
    file = FileAnswer.ISSUED if certificate_id else FileAnswer.UNKNOWN
    if certificate_id is None:
        # What an update was added to is found by the bytes that the signature covers.
        ends = {each.end for each in pdf.signatures if each.fingerprint in ours and each.end < len(content)}
        found = (_issued_document(sha256(content[:end])) for end in sorted(ends))
        certificate_id = next((each for each in found if each), None)
        file = FileAnswer.CHANGED if certificate_id else FileAnswer.UNKNOWN
    credential, named_id = _judge_attachments(pdf)
    return FileCheck(
        presented=Presented.PDF,
        sha256=digest,
        file=file,
        signature=judge_signatures(pdf, ours),
        credential=_belonging(credential, certificate_id, named_id),
        certificate_id=certificate_id or named_id,
    )


def judge_signatures(pdf: PdfContent, ours: set[str]) -> SignatureAnswer:
    if pdf.state != PdfState.READ:
        return SignatureAnswer.UNREADABLE
    if not pdf.signatures:
        return SignatureAnswer.MISSING
    own = [each for each in pdf.signatures if each.fingerprint in ours]
    if not own:
        return SignatureAnswer.OTHERS
    # One whole signature of ours leaves room for no other.
    return SignatureAnswer.OURS if len(pdf.signatures) == 1 and _holds(own[0]) else SignatureAnswer.CHANGED


def _holds(signature: PdfSignature) -> bool:
    return signature.good and signature.whole and signature.forbids_changes


def _judge_attachments(pdf: PdfContent) -> tuple[CredentialAnswer, int | None]:
    candidates = [each for each in pdf.attachments if recognize(each) == Presented.CREDENTIAL]
    if not candidates:
        return (CredentialAnswer.MISSING if pdf.state == PdfState.READ else CredentialAnswer.UNREADABLE), None
    return judge_credential(candidates[0])


def _belonging(answer: CredentialAnswer, certificate_id: int | None, named_id: int | None) -> CredentialAnswer:
    """A good credential of another certificate is not this file's."""
    foreign = answer == CredentialAnswer.GOOD and certificate_id is not None and named_id != certificate_id
    return CredentialAnswer.NOT_ISSUED if foreign else answer


def judge_credential(content: bytes) -> tuple[CredentialAnswer, int | None]:
    """With the certificate whose credential it is, word for word."""
    checked = credential_checks.check_credential(content)
    named_id = checked.issued.certificate_id if checked.issued else None
    if checked.is_good:
        return CredentialAnswer.GOOD, named_id
    if checked.proof is not None:
        return CredentialAnswer.NOT_ISSUED, None
    kind = checked.problem.partition(":")[0]
    if kind in _FOREIGN:
        return CredentialAnswer.OTHERS, named_id
    return (CredentialAnswer.CHANGED if kind in _BROKEN else CredentialAnswer.UNREADABLE), named_id


def _check_credential_file(content: bytes, presented: Presented) -> FileCheck:
    digest = sha256(content)
    credential, named_id = judge_credential(content)
    is_known = CertificateCredential.objects.filter(sha256=digest).exists()
    same_or_not = FileAnswer.SAME if named_id else FileAnswer.UNKNOWN
    return FileCheck(
        presented=presented,
        sha256=digest,
        file=FileAnswer.ISSUED if is_known else same_or_not,
        signature=SignatureAnswer.NOT_ASKED,
        credential=credential,
        certificate_id=named_id,
    )


def _issued_document(digest: str) -> int | None:
    return CertificateDocument.objects.filter(sha256=digest).values_list("certificate_id", flat=True).first()
