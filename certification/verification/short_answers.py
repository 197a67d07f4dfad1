"""The answers of the short way (``middleware``): what the views answer, with nothing around it."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from secrets import token_hex
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone, translation
from ninja.responses import NinjaJSONEncoder

from certification.verification.findings import Answer, answer_found
from certification.verification.form_letters import FormLetter, blank, read_letter, take_out
from certification.verification.inquiries import How, Inquiry
from certification.verification.limits import TOKENS, TooManyRequests, count_visit
from certification.verification.quick_reading import printed, read_by_token
from certification.verification.sheets import Sheet, make_sheet
from certification.verification.views.later import come_back_later
from certification.verification.views.results import context_of
from certification.verification.views.visitors import address_of
from lms.accounts.rules import mask_name

# A letter is made anew after so many seconds: the frame of the page has a menu, which editors change.
_LASTS = 60
_CSRF, _FIRST_WORD = 0, 1
_NO_STORE = "max-age=0, no-cache, no-store, must-revalidate, private"


@dataclass(frozen=True)
class _Look:
    """What the frame of a page depends on."""

    language: str
    theme: str
    host: str
    minute: int


def short_page(request: HttpRequest, token: str) -> HttpResponse | None:
    """None where there is no such certificate: the long way says so."""
    language = _speak(request)
    try:
        count_visit(TOKENS, address_of(request))
    except TooManyRequests as refusal:
        return come_back_later(request, refusal)
    reading = read_by_token(token)
    if reading is None:
        return None
    # What the page prints comes from the row; this one is not saved.
    reading.certificate.name = mask_name(reading.certificate.name)
    form, words = take_out(make_sheet(reading.certificate, reading.lines, now=timezone.now()), first=_FIRST_WORD)
    theme = request.COOKIES.get("theme", "")
    look = _Look(language, theme if theme in {"dark", "light"} else "", request.get_host(), int(monotonic()) // _LASTS)
    response = HttpResponse(_letter(form, look).fill([_csrf_token(request), *words]))
    response["Cache-Control"] = _NO_STORE
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = language
    response["Vary"] = "Accept-Language, Cookie"
    return response


def short_status(request: HttpRequest, token: str) -> HttpResponse | None:
    """None where there is no such certificate, and where too much is asked: the long way says so."""
    language, now = _speak(request), timezone.now()
    try:
        count_visit(TOKENS, address_of(request))
    except TooManyRequests:
        return None
    reading = read_by_token(token)
    if reading is None:
        return None
    answer = answer_found(printed(reading), moment=now, knows_name=False)
    response = HttpResponse(
        json.dumps(_as_json(answer, now), cls=NinjaJSONEncoder), content_type="application/json; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = language
    response["Vary"] = "Accept-Language, Cookie"
    return response


def _as_json(answer: Answer, moment: datetime) -> dict[str, Any]:
    """What ``api.answer_out`` says, without checking again what has just been read; a test holds the two together."""
    certificate = answer.certificate
    return {
        "finding": answer.finding,
        "status": answer.status,
        "message": answer.message,
        "as_of": moment,
        "certificate": certificate
        and {
            "id": f"{settings.SITE_URL}/credentials/{certificate.uuid}",
            "number": certificate.number,
            "issue": certificate.issue,
            "name": answer.name,
            "kind": certificate.kind,
            "title": certificate.title,
            "subject": certificate.subject,
            "domain": certificate.domain,
            "level": certificate.level,
            "basis": certificate.basis,
            "issuer": certificate.issuer,
            "issued_on": certificate.issued_on,
            "valid_until": certificate.valid_until,
            "is_test": certificate.is_test,
            "events": [{"type": each.type, "at": each.at} for each in certificate.events if each.at <= moment],
        },
    }


def _csrf_token(request: HttpRequest) -> str:
    """As Django's, whose middleware sets the cookie; but whoever has none yet gets 128 random bits at once, not character by character.

    Django hides a token behind a mask because it is sent again and again; this one never was.
    """
    if "CSRF_COOKIE" in request.META:
        return get_token(request)
    token = token_hex(16)
    request.META |= {"CSRF_COOKIE": token, "CSRF_COOKIE_NEEDS_UPDATE": True}
    return token


def _speak(request: HttpRequest) -> str:
    """As LocaleMiddleware does."""
    language = translation.get_language_from_request(request)
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


@lru_cache(maxsize=256)
def _letter(form: Sheet, look: _Look) -> FormLetter:
    """The very page of the views, with blanks. Of no person: whatever is a certificate's own has been taken out of ``form``."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = f"/verify/{form.token}/"
    request.META = {"HTTP_HOST": look.host, "SERVER_NAME": look.host, "SERVER_PORT": "80"}
    request.COOKIES = {"theme": look.theme} if look.theme else {}
    context = context_of(form, Inquiry(How.TOKEN, form.token)) | {"csrf_token": blank(_CSRF)}
    return read_letter(render_to_string("verification/result.html", context, request), token=_FIRST_WORD + 1)
