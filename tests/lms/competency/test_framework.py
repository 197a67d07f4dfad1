"""The framework that a migration brings: domain.md §1."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import translation

from lms.competency.enums import Level
from lms.competency.models import Domain, Element, IndustryChain

pytestmark = pytest.mark.django_db


def test_domains_elements_and_chains_are_complete() -> None:
    codes = set(Domain.objects.values_list("code", flat=True))
    assert codes == {"GEN", "PAT", "TMK", "CPR", "GEO", "PVP", "ICL", "LEG", "OPR", "INF", "CON"}
    assert Element.objects.count() == 55
    assert IndustryChain.objects.count() == 12


def test_element_belongs_to_the_domain_of_its_code() -> None:
    assert {element.code[:3] == element.domain_id for element in Element.objects.all()} == {True}


def test_names_come_in_the_language_of_the_reader() -> None:
    patents = Domain.objects.get(code="PAT")
    with translation.override("zh-hans"):
        assert str(patents) == "PAT 专利代理"
        assert str(IndustryChain.objects.get(code="biomedicine")) == "生物医药"
    with translation.override("en"):
        assert str(patents) == "PAT Patent agency"
        assert str(Element.objects.get(code="PAT.02")).startswith("PAT.02 Filing procedure")


def test_level_of_an_element_is_one_of_four_in_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Element.objects.update(level="L5")
    assert Level.values == ["L1", "L2", "L3", "L4"]


def test_framework_can_be_taken_back() -> None:
    operation = import_module("lms.competency.migrations.0002_framework").Migration.operations[0]
    operation.reverse_code(apps, None)
    assert not Domain.objects.exists()
    operation.code(apps, None)
    assert Element.objects.count() == 55
