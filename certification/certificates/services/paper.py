"""Certificates that were issued on paper before the platform: a file is checked and shown, then entered, each line once."""

import hashlib
import secrets
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.enums import EventType, Kind
from certification.certificates.models import Certificate, CertificateEvent, PaperImport, PaperRecord
from certification.certificates.paper.rows import COLUMNS, PaperRow, RowReader
from certification.certificates.paper.sheets import read_lines
from certification.certificates.queries import standing, template_in_force
from certification.certificates.signals import certificate_changed
from certification.certificates.status import TIME_ZONE
from lms.accounts.encryption import digests_of
from lms.accounts.enums import IdType
from lms.accounts.id_numbers import normalize_id_number
from lms.accounts.models import Practitioner, User
from lms.audit.services import record_entry
from lms.competency.models import Domain
from lms.errors import DomainError
from lms.notifications.services import notify
from lms.uploads import require_kind, require_modest_archive, require_size

_MOST_BYTES = 2_000_000
_MOST_BYTES_UNPACKED = 30_000_000
_MOST_TAGS = 400_000
_TOKEN_BYTES = 16
# A file that nobody enters holds names for no longer.
_KEPT = timedelta(days=7)


class RowsWrong(DomainError):
    message = gettext_lazy(
        "Some rows are wrong, so nothing is entered. Correct them in the file, and choose the corrected file."
    )


class NumberTaken(DomainError):
    message = gettext_lazy(
        "A number of the file has been entered meanwhile, so nothing of this file is. Choose the file again to see which."
    )


class IssuerUnknown(DomainError):
    message = gettext_lazy(
        "There is no certificate template that names the issuer. Add one in the administration first; then enter the file."
    )


def read_paper_file(*, upload: "File[bytes]", uploaded_by: User, now: datetime) -> PaperImport:
    """Checked whole, and kept to be looked at; no certificate yet. The same file again is the same import, checked anew."""
    require_size(upload, limit=_MOST_BYTES)
    require_kind(upload, kinds=("xlsx",))
    content = upload.read()
    require_modest_archive(content, limit=_MOST_BYTES_UNPACKED, most_tags=_MOST_TAGS)
    sha256 = hashlib.sha256(content).hexdigest()
    known = PaperImport.objects.filter(sha256=sha256).first()
    if known is not None and known.written_at is not None:
        return known
    rows = [row.values() for row in _check(read_lines(content), today=now.astimezone(TIME_ZONE).date())]
    with transaction.atomic():
        kept, created = PaperImport.objects.get_or_create(
            sha256=sha256,
            defaults={
                "file_name": (upload.name or "")[-160:],
                "rows": rows,
                "uploaded_by": uploaded_by,
                "uploaded_at": now,
            },
        )
        if created:
            record_entry(
                action="certificates.read_paper_file",
                subject=kept,
                actor=uploaded_by,
                now=now,
                detail={"sha256": sha256, "rows": len(rows)},
            )
        else:
            PaperImport.objects.filter(pk=kept.pk, written_at=None).update(rows=rows)
            kept.refresh_from_db()
    return kept


def _check(lines: list[tuple[int, dict[str, str]]], *, today: date) -> list[PaperRow]:
    domains = list(Domain.objects.order_by("code").values_list("code", flat=True))
    rows = [RowReader(cells, line=line, domains=domains, today=today).read() for line, cells in lines]
    times = Counter(row.number for row in rows if row.number)
    taken = set(standing(Certificate.objects.filter(number__in=times)).values_list("number", flat=True))
    holders = _holders([cells for _line, cells in lines])
    checked = []
    for row, (_line, cells) in zip(rows, lines, strict=True):
        problems = list(row.problems)
        if times[row.number] > 1:
            problems.append(f"{COLUMNS['number']}: " + _("stands in the file more than once."))
        if row.number in taken:
            problems.append(f"{COLUMNS['number']}: " + _("has been entered already, and stands."))
        practitioner, problem = _match_holder(row, cells.get("holder", ""), holders)
        if problem:
            problems.append(f"{COLUMNS['holder']}: {problem}")
        checked.append(replace(row, practitioner=practitioner, problems=tuple(problems)))
    return checked


def _holders(lines: list[dict[str, str]]) -> dict[str, Practitioner]:
    """By digest. The whole numbers are compared here and kept nowhere."""
    numbers = {normalize_id_number(cells["holder"]) for cells in lines if cells.get("holder")}
    digests = [digest for number in numbers for kind in IdType.values for digest in digests_of(f"{kind}:{number}")]
    return {each.id_number_digest: each for each in Practitioner.objects.filter(id_number_digest__in=digests)}


def _match_holder(row: PaperRow, text: str, holders: dict[str, Practitioner]) -> tuple[int | None, str]:
    if not text:
        return None, ""
    number = normalize_id_number(text)
    digests = digests_of(f"{row.id_type}:{number}")
    holder = next((holders[digest] for digest in digests if digest in holders), None)
    if holder is None:
        return None, _("nobody with this ID type and number is registered here. Leave it empty.")
    if holder.id_number_last4 != row.id_last4:
        return None, _("ends in other characters than the column of the last four.")
    if holder.name != row.name:
        return None, _("belongs to somebody with another name. Correct the person’s details first, or leave it empty.")
    return holder.pk, ""


def enter_paper_certificates(*, source: PaperImport, entered_by: User, now: datetime) -> int:
    """All rows or none; asked again, nothing more. Returns how many certificates of this file are in the register."""
    issuer = _issuer()
    try:
        with transaction.atomic():
            locked = PaperImport.objects.select_for_update(of=("self",)).get(pk=source.pk)
            if locked.written_at is not None:
                return locked.records.count()
            rows = [PaperRow.from_values(values) for values in locked.rows]
            if any(row.problems for row in rows):
                raise RowsWrong
            if standing(Certificate.objects.filter(number__in=[row.number for row in rows])).exists():
                raise NumberTaken
            for row in rows:
                _enter(row, locked, issuer=issuer, entered_by=entered_by, now=now)
            locked.rows, locked.written_by, locked.written_at = [], entered_by, now
            locked.save(update_fields=["rows", "written_by", "written_at"])
            record_entry(
                action="certificates.enter_paper_certificates",
                subject=locked,
                actor=entered_by,
                now=now,
                detail={"sha256": locked.sha256, "certificates": len(rows)},
            )
    except IntegrityError as raced:
        raise NumberTaken from raced
    return len(rows)


def _issuer() -> str:
    template = template_in_force(Kind.COMPETENCY)
    if template is None:
        raise IssuerUnknown
    return template.issuer_name


def _enter(row: PaperRow, source: PaperImport, *, issuer: str, entered_by: User, now: datetime) -> None:
    # An entry that was wrong has been ended; this one, with the same number, comes in its place.
    wrong = Certificate.objects.filter(number=row.number).order_by("issue").last()
    record = PaperRecord.objects.create(
        source=source, line=row.line, number_as_printed=row.number_as_printed, issuer_name=issuer
    )
    issued_at = datetime.combine(date.fromisoformat(row.issued_on), time(), tzinfo=TIME_ZONE)
    certificate = Certificate.objects.create(
        paper_record=record,
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        kind=row.kind,
        number=row.number,
        issue=wrong.issue + 1 if wrong else 1,
        replaces=wrong,
        practitioner_id=row.practitioner,
        title=row.title,
        name=row.name,
        id_type=row.id_type,
        id_last4=row.id_last4,
        domain_id=row.domain or None,
        level=row.level,
        basis=row.basis,
        issued_at=issued_at,
        issued_by=entered_by,
        valid_until=date.fromisoformat(row.valid_until) if row.valid_until else None,
        is_test=False,
    )
    # Its life began when the paper was signed, so that what it was worth on a day of the past is told right.
    event = CertificateEvent.objects.create(
        certificate=certificate, type=EventType.ISSUED, at=issued_at, actor=entered_by
    )
    record_entry(
        action="certificates.enter_paper_certificate",
        subject=certificate,
        actor=entered_by,
        now=now,
        detail={"number": row.number, "sha256": source.sha256, "line": row.line},
    )
    _tell(certificate, now=now)
    certificate_changed.send(sender=Certificate, certificate=certificate, event=event, now=now)


def _tell(certificate: Certificate, *, now: datetime) -> None:
    if certificate.practitioner is None:
        return
    notify(
        recipient=certificate.practitioner.user,
        key=f"certificates.paper.{certificate.pk}",
        subject=gettext_lazy("A certificate on paper is in your list now"),
        body=gettext_lazy(
            "The association has entered a certificate that you were given on paper. It can be verified like any other; there is no PDF of it."
        ),
        path="/my/certificates/",
        now=now,
    )


def delete_unused_paper_files(*, now: datetime) -> int:
    """Files that were looked at and not entered within a week."""
    deleted, _by_model = PaperImport.objects.filter(written_at=None, uploaded_at__lt=now - _KEPT).delete()
    return deleted
