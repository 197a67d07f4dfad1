from datetime import datetime, timedelta

import pytest
from django.test import Client

from certification.certificates.enums import RevocationCategory
from certification.certificates.models import Certificate, RenewalRuleSet
from certification.certificates.services import enter_paper_certificates, propose_revocation, read_paper_file
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from tests.certification.certificates.paper_cast import NUMBER, paper_file
from tests.conftest import signed_in

RULES = "/cms/renewal_rule_sets/"
GOOD = {
    "code": "renewal-2026",
    "effective_on": "2026-01-01",
    "basis": "续期规定，2026年版",
    "parameters": '{"hours_years": 2, "opens_days_before": 60, "reminder_days_before": [60, 14]}',
}


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


def test_a_registrar_adds_a_version_of_the_rules(registrar_client: Client, registrar: User) -> None:
    assert "opens_days_before" in registrar_client.get(f"{RULES}new/").text

    registrar_client.post(f"{RULES}new/", GOOD)

    added = RenewalRuleSet.objects.get(code="renewal-2026")
    assert added.parameters["opens_days_before"] == 60
    assert AuditEntry.objects.get(action="certificates.create_renewal_rule_set").actor == registrar
    assert registrar_client.get(f"{RULES}edit/{added.pk}/").status_code in {302, 403, 404}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"effective_on": "2025-06-02"}, "tomorrow at the earliest"),
        ({"parameters": '{"hours_years": 0}'}, "no rules of renewal"),
        ({"parameters": "[1]"}, "no rules of renewal"),
        ({"parameters": "{"}, "JSON"),
    ],
)
def test_rules_that_make_no_sense_are_refused_on_the_form(
    registrar_client: Client, wrong: dict[str, str], says: str
) -> None:
    response = registrar_client.post(f"{RULES}new/", GOOD | wrong)

    assert (response.status_code, says in response.text) == (200, True)
    assert RenewalRuleSet.objects.count() == 1


def test_the_admin_reads_revocations_and_renewals(
    registrar_client: Client, credit_officer: User, certificate: Certificate, registrar: User, now: datetime
) -> None:
    proposal = propose_revocation(
        certificate=certificate,
        category=RevocationCategory.FRAUD,
        note="替考",
        evidence="监考记录 2025-14",
        proposed_by=registrar,
        now=now,
    )

    assert certificate.number in registrar_client.get("/cms/certificate_revocations/").text
    assert "监考记录" in registrar_client.get(f"/cms/certificate_revocations/inspect/{proposal.pk}/").text
    assert registrar_client.get("/cms/certificate_renewals/").status_code == 200
    for name in ("certificate_revocations", "certificate_renewals"):
        assert registrar_client.get(f"/cms/{name}/new/").status_code in {302, 403, 404}
        assert signed_in(credit_officer).get(f"/cms/{name}/").status_code in {302, 403, 404}


def test_the_admin_reads_one_on_paper_whose_holder_has_no_account(
    registrar_client: Client, registrar: User, certificate: Certificate, now: datetime
) -> None:
    source = read_paper_file(upload=paper_file({}), uploaded_by=registrar, now=now)
    enter_paper_certificates(source=source, entered_by=registrar, now=now)
    paper = Certificate.objects.get(number=NUMBER)

    for address in (
        f"certificate_register/inspect/{paper.pk}/",
        f"certificate_events/inspect/{paper.events.get().pk}/",
    ):
        assert NUMBER in registrar_client.get(f"/cms/{address}").text
