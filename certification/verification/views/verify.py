"""For employers and the public: is this paper, this file genuine, and what is it worth? No account, nothing kept, nothing cached."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification.certificates.models import Certificate
from certification.verification.answers import marks_of
from certification.verification.as_of import worth_on
from certification.verification.file_checks import check_file
from certification.verification.findings import DayAhead, DayTooEarly
from certification.verification.forms import AgainForm, FileForm, NameForm, PuzzleForm, VerifyForm
from certification.verification.inquiries import How, Inquiry, about_file, read_inquiry
from certification.verification.limits import FILES, TOKENS, count_visit
from certification.verification.puzzles import make_puzzle
from certification.verification.queries import find_by_pk
from certification.verification.quick_reading import read_by_token
from certification.verification.services import PuzzleWanted, confirm_name, look_up_certificate
from certification.verification.views.later import puts_off
from certification.verification.views.results import answer, found_again, show_result
from certification.verification.views.visitors import address_of
from lms.errors import DomainError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@puts_off
def verify(request: HttpRequest) -> HttpResponse:
    """By number and name, which are posted: an address would keep them in histories and logs."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask_again(request, form)
    values, now = form.cleaned_data, timezone.now()
    try:
        certificate = look_up_certificate(**values, address=address_of(request), now=now)
    except PuzzleWanted as refusal:
        return _ask_again(request, _with_puzzle(form, refusal), puzzle=make_puzzle(), status=refusal.status)
    if certificate is None:
        return _ask_again(request, form, is_unknown=True, status=404)
    return show_result(request, certificate, Inquiry(How.NUMBER, str(certificate.uuid), certificate.name), now=now)


@never_cache
@require_POST
@puts_off
def verify_file(request: HttpRequest) -> HttpResponse:
    """A PDF, a badge or a credential, uploaded or pasted. Read in memory, answered, forgotten."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask_again(request, VerifyForm(), file_form=form)
    count_visit(FILES, address_of(request))
    try:
        check = check_file(form.content())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _ask_again(request, VerifyForm(), file_form=form, status=refusal.status)
    certificate = find_by_pk(check.certificate_id)
    reference, name = (str(certificate.uuid), certificate.name) if certificate else ("", "")
    inquiry = about_file(check, reference=reference, name=name)
    if certificate is None:
        return answer(request, "verification/foreign_file.html", {"marks": marks_of(inquiry.file)})
    return show_result(request, certificate, inquiry, now=timezone.now())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@puts_off
def verify_token(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR code leads to. Works for ever, whatever became of the certificate; who types the name sees it in full."""
    count_visit(TOKENS, address_of(request))
    reading = read_by_token(token)
    if reading is None:
        return _ask_again(request, VerifyForm(), template="verification/unknown.html", status=404)
    if request.method == "POST":
        return _confirm_name(request, reading.certificate)
    inquiry = Inquiry(How.TOKEN, token)
    return show_result(request, reading.certificate, inquiry, now=timezone.now(), lines=reading.lines)


@never_cache
@require_POST
@puts_off
def verify_again(request: HttpRequest) -> HttpResponse:
    """The same certificate as of another day; a day that has no answer is refused beside its field."""
    form, now = AgainForm(request.POST), timezone.now()
    values = form.cleaned_data if form.is_valid() else form.data
    inquiry = read_inquiry(str(values.get("inquiry", "")))
    certificate = found_again(inquiry)
    if certificate is None:
        raise Http404
    on = form.cleaned_data.get("on")
    if on is not None:
        try:
            return show_result(request, certificate, inquiry, now=now, as_of=worth_on(certificate, on, now=now))
        except (DayAhead, DayTooEarly) as refusal:
            form.add_error("on", str(refusal))
    if form.is_valid():
        return show_result(request, certificate, inquiry, now=now)
    return show_result(request, certificate, inquiry, now=now, extra={"again_form": form}, status=400)


def _confirm_name(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    form, now = NameForm(request.POST), timezone.now()
    nameless = Inquiry(How.TOKEN, certificate.token)
    if not form.is_valid():
        return show_result(request, certificate, nameless, now=now, extra={"name_form": form})
    try:
        agrees = confirm_name(certificate=certificate, **form.cleaned_data, address=address_of(request), now=now)
    except PuzzleWanted as refusal:
        extra = {"name_form": _with_puzzle(form, refusal), "puzzle": make_puzzle()}
        return show_result(request, certificate, nameless, now=now, extra=extra, status=refusal.status)
    if not agrees:
        extra = {"name_form": form, "is_other_name": True}
        return show_result(request, certificate, nameless, now=now, extra=extra)
    return show_result(request, certificate, Inquiry(How.TOKEN, str(certificate.uuid), certificate.name), now=now)


def _with_puzzle(form: PuzzleForm, refusal: PuzzleWanted) -> PuzzleForm:
    """The puzzle's own answer is not kept in the form: the next puzzle has another."""
    form.add_error(None, str(refusal))
    typed = cast("QueryDict", form.data).copy()
    typed["solution"] = ""
    form.data = typed
    return form


def _ask_again(
    request: HttpRequest,
    form: PuzzleForm,
    *,
    template: str = "verification/verify.html",
    status: int = 200,
    file_form: FileForm | None = None,
    **context: object,
) -> HttpResponse:
    return answer(request, template, {"form": form, "file_form": file_form or FileForm(), **context}, status=status)
