"""The page that answers, however one has asked."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from certification.certificates.log.queries import logged_lines
from certification.certificates.models import Certificate
from certification.verification.answers import marks_of
from certification.verification.as_of import AsOf
from certification.verification.forms import AgainForm, NameForm
from certification.verification.inquiries import How, Inquiry, write_inquiry
from certification.verification.profile_links import public_profile_path
from certification.verification.queries import find_by_reference, has_signed_credential
from certification.verification.sheets import Sheet, SheetLine, make_line, make_sheet
from certification.verification.views.documents import make_reference
from lms.accounts.rules import mask_name


def show_result(
    request: HttpRequest,
    certificate: Certificate,
    inquiry: Inquiry,
    *,
    now: datetime,
    lines: Sequence[SheetLine] | None = None,
    as_of: AsOf | None = None,
    extra: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """``lines``: those of the public log that are known already."""
    knows_name = bool(inquiry.name)
    if not knows_name:
        # What the page prints comes from the row; this one is not saved.
        certificate.name = mask_name(certificate.name)
    sheet = make_sheet(certificate, _lines_of(certificate) if lines is None else lines, now=now)
    context = context_of(sheet, inquiry, on=as_of.on if as_of else None) | {
        "as_of": as_of,
        "profile_path": _profile_path(certificate, now) if knows_name else None,
        "has_credential": knows_name and has_signed_credential(certificate),
        "reference": make_reference(certificate) if knows_name else "",
    }
    return answer(request, "verification/result.html", context | (extra or {}), status=status)


def context_of(sheet: Sheet, inquiry: Inquiry, *, on: date | None = None) -> dict[str, Any]:
    """What the page of every certificate has."""
    return {
        "sheet": sheet,
        "marks": marks_of(inquiry.file),
        "is_genuine": is_genuine(inquiry),
        "knows_name": bool(inquiry.name),
        "name_form": None if inquiry.name else NameForm(),
        "again_form": AgainForm(initial={"inquiry": write_inquiry(inquiry), "on": on}),
    }


def _lines_of(certificate: Certificate) -> list[SheetLine]:
    return [
        make_line(
            line.label, line.at, place=line.place, leaf_hash=line.leaf_hash, is_covered=line.covered_at is not None
        )
        for line in logged_lines(certificate)
    ]


def _profile_path(certificate: Certificate, now: datetime) -> str | None:
    """It leads to the name."""
    return public_profile_path(certificate.practitioner, now) if certificate.practitioner else None


def answer(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def is_genuine(inquiry: Inquiry) -> bool:
    return inquiry.how != How.FILE or inquiry.file["genuine"] == "yes"


def found_again(inquiry: Inquiry) -> Certificate | None:
    return find_by_reference(inquiry.reference)
