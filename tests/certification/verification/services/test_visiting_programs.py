"""A program without a key that tries names out for one number."""

from datetime import datetime

import pytest
from django.core.cache import cache

from certification.certificates.models import Certificate
from certification.certificates.services import enter_paper_certificates, read_paper_file
from certification.verification.services.visiting_programs import KeyWanted, look_up_for_visitor
from lms.accounts.models import User
from tests.certification.certificates.paper_cast import paper_file


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def look_up(number: str, *, place: int, now: datetime) -> str:
    answer = look_up_for_visitor(number=number, name="猜名字", address=f"203.0.113.{place}", moment=now, now=now)
    return str(answer.finding)


def test_other_spellings_of_a_number_on_paper_are_no_way_around(
    certificate: Certificate, registrar: User, now: datetime
) -> None:
    source = read_paper_file(upload=paper_file({}), uploaded_by=registrar, now=now)
    enter_paper_certificates(source=source, entered_by=registrar, now=now)
    spellings = [
        "津知服字〔2019〕第012号",
        "津知服字(2019)第012号",
        "津知服字[2019]第 012 号",
        "津知服字【2019】第012号",
    ]

    found = [look_up(number, place=place, now=now) for place, number in enumerate([*spellings, spellings[0]])]

    assert found == ["unknown"] * 5
    with pytest.raises(KeyWanted):
        look_up("津知服字｛2019｝第012号", place=99, now=now)
