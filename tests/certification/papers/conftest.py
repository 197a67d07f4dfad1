import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from certification.items.enums import RevisionState
from certification.items.models import ItemRevision
from certification.items.services import import_items
from certification.papers.models import Blueprint, Paper
from certification.papers.services import assemble_paper, import_blueprint
from lms.accounts.models import User

CONTENT = Path(__file__).parents[3] / "lms" / "demo" / "content"
EXAM_ON = date(2025, 7, 5)


def read_content(name: str) -> list[Any]:
    rows: list[Any] = json.loads((CONTENT / name).read_text(encoding="utf-8"))
    return rows


@pytest.fixture
def bank(item_writer: User, now: datetime) -> list[ItemRevision]:
    """The items that come with the platform, approved."""
    rows = read_content("items_gen.json") + read_content("items_domains.json")
    revisions = import_items(rows=rows, author=item_writer, now=now).created
    ItemRevision.objects.update(state=RevisionState.APPROVED)
    return revisions


@pytest.fixture
def blueprints(db: None, now: datetime) -> dict[str, Blueprint]:
    return {data["code"]: import_blueprint(data=data, now=now) for data in read_content("blueprints.json")}


@pytest.fixture
def paper(bank: list[ItemRevision], blueprints: dict[str, Blueprint], examiner: User, now: datetime) -> Paper:
    return assemble_paper(
        blueprint=blueprints["PAT-L2"],
        code="PAT-L2-2025-1",
        exam_on=EXAM_ON,
        seed=20250705,
        frozen_by=examiner,
        now=now,
    )
