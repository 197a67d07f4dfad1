"""The item bank: writing, reviewing, retiring, importing."""

import pytest
from django.test import Client
from django.urls import reverse

from certification.items.enums import RevisionState
from certification.items.models import ImportCheck, ItemReview, ItemRevision
from certification.items.services import submit_for_review
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.items.builders import make_revision, make_row
from tests.certification.items.files import json_file
from tests.conftest import signed_in
from tests.repeated_posts.clicks import fill_form, press_twice, repeats


@pytest.fixture
def draft_item(item_writer: User) -> ItemRevision:
    return make_revision("PAT-L1-900", item_writer, state=RevisionState.DRAFT)


@pytest.fixture
def in_review(draft_item: ItemRevision) -> ItemRevision:
    return submit_for_review(revision=draft_item, now=NOW)


@pytest.fixture
def writer(item_writer: User) -> Client:
    return signed_in(item_writer)


def path_of(deed: str, revision: ItemRevision) -> str:
    return reverse(f"item-bank:{deed}", args=[revision.pk])


@repeats("item-bank:add")
def test_item_is_written(writer: Client, draft_item: ItemRevision) -> None:
    sent = fill_form(writer, path_of("edit", draft_item), code="PAT-L1-950")

    press_twice(writer, reverse("item-bank:add"), sent, says="There is an item with this code")


@repeats("item-bank:edit")
def test_further_revision_is_written(writer: Client, draft_item: ItemRevision) -> None:
    page = path_of("edit", draft_item)

    press_twice(writer, page, fill_form(writer, page, stem="哪一项正确？"), says="This says the same")

    assert ItemRevision.objects.count() == 2


@repeats("item-bank:submit")
def test_revision_is_submitted(writer: Client, draft_item: ItemRevision) -> None:
    press_twice(writer, path_of("submit", draft_item), says="The revision is in review.")


@repeats("item-bank:review")
@pytest.mark.parametrize("verdict", ["approve", "send_back"])
def test_revision_is_judged(verdict: str, in_review: ItemRevision, item_reviewer: User) -> None:
    sent = {"verdict": verdict, "comment": "法条无误"}

    press_twice(signed_in(item_reviewer), path_of("review", in_review), sent, says="Your verdict is recorded.")

    assert ItemReview.objects.count() == 1


@repeats("item-bank:retire")
def test_revision_is_retired(draft_item: ItemRevision, item_reviewer: User) -> None:
    sent = {"reason": "法条已修改"}

    press_twice(signed_in(item_reviewer), path_of("retire", draft_item), sent, says="This revision is retired already.")


@repeats("item-bank:import")
@repeats("item-bank:import_check")
def test_file_is_checked_and_imported(writer: Client) -> None:
    # The second check is of the same file and stands in place of the first; the hour is its own.
    checked = press_twice(
        writer,
        reverse("item-bank:import"),
        {"file": json_file(make_row())},
        says="PAT-L1-900",
        apart_from=["items.importcheck"],
        writes=False,
    )
    assert ImportCheck.objects.count() == 1

    press_twice(writer, checked["Location"], says="items.json is imported: 1 new items")

    assert ItemRevision.objects.count() == 1
