"""One revision as a candidate sees it, with its key beside it, and what may be done with it."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from certification.items.admin_access import staff_member
from certification.items.admin_views import PageView
from certification.items.enums import RevisionState, Verdict
from certification.items.forms import RetireForm, ReviewForm
from certification.items.models import ItemRevision
from certification.items.queries import revisions_for_list, revisions_with_reviews
from certification.items.rules import can_review_items, can_write_items, is_another_person
from certification.items.services import retire_revision, review_revision, submit_for_review
from lms.errors import DomainError


class ItemPageView(PageView):
    model = ItemRevision
    template_name = "items/item_page.html"
    page_title = gettext_lazy("Item")
    object: ItemRevision

    def get_object(self, queryset: Any = None) -> ItemRevision:
        return get_object_or_404(revisions_for_list().visible_to(self.request.user), pk=self.pk)

    def get_page_subtitle(self) -> str:
        return f"{self.object.item.code} · {self.object.number}"

    def get_edit_url(self) -> str | None:
        return reverse("item-bank:edit", args=[self.object.pk]) if can_write_items(self.request.user) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        history = list(revisions_with_reviews(self.object.item))
        current = next(revision for revision in history if revision.pk == self.object.pk)
        return context | {
            "revision": self.object,
            "history": history,
            "reviews": list(current.reviews.all()),
            "edit_url": self.get_edit_url(),
            "may_submit": self._may_submit(current),
            "review_form": kwargs.get("review_form") or (ReviewForm() if self._may_review() else None),
            "retire_form": kwargs.get("retire_form") or (RetireForm() if self._may_retire() else None),
        }

    def _may_submit(self, revision: ItemRevision) -> bool:
        sent_back = any(review.verdict == Verdict.SEND_BACK for review in revision.reviews.all())
        return revision.state == RevisionState.DRAFT and not sent_back and can_write_items(self.request.user)

    def _may_review(self) -> bool:
        return (
            self.object.state == RevisionState.IN_REVIEW
            and can_review_items(self.request.user)
            and is_another_person(author_id=self.object.author_id, reviewer_id=self.request.user.pk)
        )

    def _may_retire(self) -> bool:
        return self.object.state != RevisionState.RETIRED and can_review_items(self.request.user)

    def _return(self, message: str) -> HttpResponseBase:
        messages.success(self.request, message)
        return redirect("item-bank:inspect", self.object.pk)

    def _show_again(self, **forms: Form) -> HttpResponseBase:
        response: HttpResponseBase = self.render_to_response(self.get_context_data(**forms))
        return response


class SubmitView(ItemPageView):
    permission_required = "add"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            submit_for_review(revision=self.object, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("item-bank:inspect", self.object.pk)
        return self._return(_("The revision is in review. Another person judges it."))


class _ReviewerView(ItemPageView):
    def user_has_any_permission(self, permissions: Any) -> bool:
        return can_review_items(self.request.user)


class ReviewView(_ReviewerView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = ReviewForm(request.POST)
        if form.is_valid():
            try:
                review_revision(
                    revision=self.object, reviewer=staff_member(request), now=timezone.now(), **form.cleaned_data
                )
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                return self._return(_("Your verdict is recorded."))
        return self._show_again(review_form=form)


class RetireView(_ReviewerView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = RetireForm(request.POST)
        if form.is_valid():
            try:
                retire_revision(
                    revision=self.object, retired_by=staff_member(request), now=timezone.now(), **form.cleaned_data
                )
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                return self._return(_("The revision is retired. No further paper draws it."))
        return self._show_again(retire_form=form)
