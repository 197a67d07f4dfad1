"""A receipt to take along, as a signed PDF or as JSON."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from certification.verification.forms import ReceiptForm
from certification.verification.inquiries import read_inquiry
from certification.verification.limits import RECEIPTS, count_visit
from certification.verification.services import issue_receipt, print_receipt
from certification.verification.views.later import puts_off
from certification.verification.views.visitors import address_of


@never_cache
@require_POST
@puts_off
def receipt(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST)
    form.is_valid()
    inquiry = read_inquiry(form.cleaned_data.get("inquiry", ""))
    count_visit(RECEIPTS, address_of(request))
    made = issue_receipt(inquiry=inquiry, on=form.cleaned_data.get("on"), now=timezone.now())
    if made is None:
        raise Http404
    as_pdf = form.cleaned_data.get("form") != "json"
    content = print_receipt(receipt=made) if as_pdf else made.text.encode()
    response = HttpResponse(content, content_type="application/pdf" if as_pdf else "application/json")
    ending = "pdf" if as_pdf else "json"
    response["Content-Disposition"] = f'attachment; filename="{made.certificate.number}.receipt.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response
