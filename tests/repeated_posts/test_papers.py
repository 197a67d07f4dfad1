"""Blueprints and papers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certification.papers.models import Blueprint, Paper
from lms.accounts.models import User
from tests.conftest import signed_in
from tests.repeated_posts.clicks import fill_form, press_twice, repeats

Blueprints = dict[str, Blueprint]


@pytest.fixture
def office(examiner: User) -> Client:
    return signed_in(examiner)


def filled_in(office: Client, blueprint: Blueprint, **changes: Any) -> dict[str, Any]:
    """The form of a further version with its areas, as it comes."""
    page = reverse("blueprints:version", args=[blueprint.pk])
    areas = office.get(page).context["area_forms"]
    fields = [field for form in (areas.management_form, *areas.forms) for field in form]
    values = {field.html_name: field.value() for field in fields if field.value() not in (None, "")}
    return values | fill_form(office, page, **changes)


@repeats("blueprints:add")
def test_blueprint_is_written(office: Client, blueprints: Blueprints) -> None:
    sent = filled_in(office, blueprints["GEN-L1"], code="GEN-L1-SHORT")

    press_twice(office, reverse("blueprints:add"), sent, says="GEN-L1-SHORT v1 is in use.")


@repeats("blueprints:version")
def test_further_version_is_written(office: Client, blueprints: Blueprints) -> None:
    page = reverse("blueprints:version", args=[blueprints["GEN-L2"].pk])
    sent = filled_in(office, blueprints["GEN-L2"], single_points="2.5")

    press_twice(office, page, sent, says="GEN-L2 v2 is in use.")


@repeats("papers:add")
@pytest.mark.usefixtures("bank")
def test_paper_is_assembled(office: Client, blueprints: Blueprints) -> None:
    sent = {
        "blueprint": blueprints["GEN-L1"].pk,
        "code": "P-1",
        "exam_on": "2099-06-01",
        "multiple_scoring": "exact",
    }

    press_twice(office, reverse("papers:add"), sent, says="There is a paper with this code.")

    assert Paper.objects.count() == 1
