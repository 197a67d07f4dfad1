"""The text of a revision stays as it was written, whoever asks the database to change it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from certification.items.enums import RevisionState
from certification.items.models import ItemRevision
from lms.accounts.models import User
from tests.certification.items.builders import make_revision


@pytest.mark.parametrize(
    "change",
    [
        {"stem": "改过的题干"},
        {"answer": ["B"]},
        {"options": []},
        {"rationale": "改"},
        {"reference": "改"},
        {"effective_from": date(2020, 1, 1)},
        {"effective_until": date(2030, 1, 1)},
        {"level": "L2"},
        {"element_id": "PAT.02"},
        {"number": 5},
        {"note": "改"},
        {"rubric": [{"criterion": "改", "points": 1}]},
    ],
)
def test_database_refuses_a_change_of_content(change: dict[str, Any], item_writer: User) -> None:
    revision = make_revision("PAT-L1-900", item_writer)

    with pytest.raises(IntegrityError, match="never changed"):
        ItemRevision.objects.filter(pk=revision.pk).update(**change)


def test_database_refuses_another_author(item_writer: User, item_reviewer: User) -> None:
    revision = make_revision("PAT-L1-900", item_writer)

    with pytest.raises(IntegrityError, match="never changed"):
        ItemRevision.objects.filter(pk=revision.pk).update(author=item_reviewer)


def test_state_alone_may_move(item_writer: User) -> None:
    revision = make_revision("PAT-L1-900", item_writer)

    revision.state = RevisionState.RETIRED
    revision.save()

    assert ItemRevision.objects.get().state == RevisionState.RETIRED
