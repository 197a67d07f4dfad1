"""The employer's pages: apply, send a list, read the result; an outsider finds nothing there."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.models import Certificate
from certification.employers.enums import MemberState
from certification.employers.models import BulkCheck, EmployerMember, WebhookDelivery, WebhookEndpoint
from certification.employers.services import run_waiting_checks, tell_holders
from certification.verification.bulk import Asked
from lms.accounts.models import Organization, Practitioner, User
from lms.api.models import ApiKey
from tests.cast import NOW
from tests.certification.certificates.cast import make_certificate
from tests.certification.employers.cast import CODE, apply, check_list, make_webhook
from tests.conftest import signed_in
from tests.lms.api.cast import issue_key

pytestmark = pytest.mark.usefixtures("later")

OURS = [
    "/my/employer/checks/template.xlsx",
    "/my/employer/keys/",
    "/my/employer/webhooks/",
]


def a_list(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", "\n".join(["证书编号,姓名", *rows]).encode())


@pytest.fixture
def answered(certificate: Certificate, hiring: Organization, clerk: User, now: datetime) -> BulkCheck:
    return check_list(
        hiring, clerk, Asked(certificate.number, "林虚光"), Asked(certificate.number, "=HYPERLINK()"), now=now
    )


def test_newcomer_applies_and_waits(clerk: User) -> None:
    client = signed_in(clerk)
    sent = {"organization_name": "招聘公司", "credit_code": f" {CODE.lower()} ", "position": "主管", "purpose": "招聘"}

    page = client.get("/my/employer/")
    answer = client.post("/my/employer/apply/", sent, follow=True)

    assert "Apply for access" in page.text
    assert "Your application is being looked at" in answer.text
    assert EmployerMember.objects.get().credit_code == CODE


def test_bad_application_is_shown_again(clerk: User) -> None:
    sent = {"organization_name": "", "credit_code": "123", "position": "x", "purpose": "x"}

    answer = signed_in(clerk).post("/my/employer/apply/", sent)

    assert answer.status_code == 400
    assert "18 digits and capitals" in answer.text
    assert not EmployerMember.objects.exists()


def test_visitor_signs_in_first(client: Client, db: None) -> None:
    for path in ("/my/employer/", "/my/checks/", *OURS):
        assert client.get(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", OURS)
def test_who_is_not_approved_is_sent_to_the_application(outsider_client: Client, path: str) -> None:
    assert outsider_client.get(path)["Location"] == "/my/employer/"


def test_list_is_sent_answered_and_taken_along(clerk_client: Client, certificate: Certificate) -> None:
    sent = {"form_id": uuid4(), "file": a_list(f"{certificate.number},林虚光", f"{certificate.number},何拟想", "x,y")}

    answer = clerk_client.post("/my/employer/checks/", sent)
    progress = f"{answer['Location']}progress/"
    waiting, part = clerk_client.get(answer["Location"]), clerk_client.get(progress)
    run_waiting_checks(now=NOW)
    done, last = clerk_client.get(answer["Location"]), clerk_client.get(progress)

    # The page asks for its part again by itself, and without scripts by a link, until the answers are there.
    for text in (waiting.text, part.text):
        assert f'hx-get="{progress}"' in text
        assert f'href="{answer["Location"]}"' in text
        assert "The list is being checked" in text
    for text in (done.text, last.text):
        assert "hx-get" not in text
        assert f'href="{answer["Location"]}result.xlsx"' in text
    assert "<html" not in part.text
    assert [row.label for row in done.context["results"]] == ["Valid", "Not found", "Not a number"]
    assert "No certificate of the association has this number together with this name." in done.text
    # Its title names the level.
    assert f"{certificate.title}</span><br>" in done.text
    csv_text = clerk_client.get(f"{answer['Location']}result.csv").content.decode("utf-8-sig")
    assert csv_text.splitlines()[1].startswith(f"{certificate.number},林虚光,Valid,")
    xlsx = clerk_client.get(f"{answer['Location']}result.xlsx")
    assert xlsx.content.startswith(b"PK")


def test_download_holds_no_formula(clerk_client: Client, answered: BulkCheck) -> None:
    text = clerk_client.get(f"/my/employer/checks/{answered.uuid}/result.csv").content.decode("utf-8-sig")

    assert ",'=HYPERLINK()," in text


def test_list_that_waits_cannot_be_taken_along(clerk_client: Client, certificate: Certificate) -> None:
    sent = {"form_id": uuid4(), "file": a_list(f"{certificate.number},林虚光")}
    path = clerk_client.post("/my/employer/checks/", sent)["Location"]

    assert clerk_client.get(f"{path}result.csv").status_code == 404


def test_bad_list_is_refused_beside_the_field(clerk_client: Client) -> None:
    for file in (a_list("甲"), SimpleUploadedFile("x.exe", b"MZ"), ""):
        answer = clerk_client.post("/my/employer/checks/", {"form_id": uuid4(), "file": file})
        assert answer.status_code == 400
        assert answer.context["form"].errors["file"]
    assert not BulkCheck.objects.exists()


def test_template_is_read_back_as_a_heading(clerk_client: Client) -> None:
    assert clerk_client.get("/my/employer/checks/template.csv").content.decode("utf-8-sig").strip() == (
        "Certificate number,Name"
    )
    assert clerk_client.get("/my/employer/checks/template.xlsx").content.startswith(b"PK")


def test_other_employers_find_nothing(
    stranger_client: Client, answered: BulkCheck, hiring: Organization, clerk: User
) -> None:
    key = issue_key(hiring, clerk).key
    endpoint, _secret = make_webhook(hiring, clerk)
    base = f"/my/employer/checks/{answered.uuid}/"

    got = [
        base,
        f"{base}progress/",
        f"{base}result.csv",
        f"{base}result.xlsx",
        f"/my/employer/webhooks/{endpoint.uuid}/",
    ]
    posted = [
        f"/my/employer/keys/{key.pk}/end/",
        f"/my/employer/webhooks/{endpoint.uuid}/end/",
        f"/my/employer/webhooks/{endpoint.uuid}/{uuid4()}/replay/",
    ]

    assert {stranger_client.get(path).status_code for path in got} == {404}
    assert {stranger_client.post(path).status_code for path in posted} == {404}
    assert ApiKey.objects.get().ended_at is None


def test_key_is_made_shown_once_and_ended(clerk_client: Client) -> None:
    sent = {"form_id": uuid4(), "name": "人事系统", "scopes": ["verify", "verify:bulk"], "days": "30"}

    shown = clerk_client.post("/my/employer/keys/", sent)
    made = shown.context["made"]
    again = clerk_client.get("/my/employer/keys/")
    clerk_client.post(f"/my/employer/keys/{made.key.pk}/end/")

    assert made.text.whole in shown.text
    assert shown["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert made.text.secret not in again.text
    assert (made.key.prefix in again.text, ApiKey.objects.get().ended_at is not None) == (True, True)


@pytest.mark.parametrize("changes", [{"name": ""}, {"scopes": []}, {"scopes": ["all"]}, {"days": "4000"}])
def test_bad_key_is_refused(clerk_client: Client, changes: dict[str, object]) -> None:
    sent = {"form_id": uuid4(), "name": "x", "scopes": ["verify"], "days": "30"} | changes

    assert clerk_client.post("/my/employer/keys/", sent).status_code == 400
    assert not ApiKey.objects.exists()


def test_webhook_is_made_and_shows_its_messages(
    clerk_client: Client, certificate: Certificate, hiring: Organization, registrar: User
) -> None:
    shown = clerk_client.post("/my/employer/webhooks/", {"form_id": uuid4(), "url": "http://127.0.0.1:9/hook"})
    endpoint = WebhookEndpoint.objects.get()
    WebhookDelivery.objects.create(
        endpoint=endpoint, event=certificate.events.get(), body="{}", created_at=NOW, given_up_at=NOW, answer="HTTP 500"
    )

    page = clerk_client.get(f"/my/employer/webhooks/{endpoint.uuid}/")

    assert shown.context["made"].secret in shown.text
    assert all(words in page.text for words in (certificate.number, "HTTP 500", "Given up", "Send again"))


def test_bad_webhook_is_refused_beside_the_field(clerk_client: Client) -> None:
    answer = clerk_client.post("/my/employer/webhooks/", {"form_id": uuid4(), "url": "ftp://example.com"})

    assert answer.status_code == 400
    assert answer.context["form"].errors["url"] == ["The address must begin with https://."]


def test_holder_sees_who_checked(
    certificate: Certificate, answered: BulkCheck, practitioner_client: Client, outsider_client: Client
) -> None:
    tell_holders(now=NOW)

    page = practitioner_client.get("/my/checks/")

    assert "天津虚构招聘有限公司" in page.text
    assert "June 2, 2026" in page.text
    assert "No employer has checked" in outsider_client.get("/my/checks/").text


def add_rows(member: EmployerMember, certificate: Certificate, *, count: int) -> WebhookEndpoint:
    """So many lists of so many rows, keys, webhooks, and messages to the first webhook."""
    organization = member.organization
    assert organization is not None
    for place in range(count):
        check_list(organization, member.user, *[Asked(certificate.number, "林虚光")] * count)
        issue_key(organization, member.user)
        make_webhook(organization, member.user, url=f"http://127.0.0.1:9/{count}/{place}")
    first = WebhookEndpoint.objects.earliest("pk")
    for each in Certificate.objects.exclude(pk__in=first.deliveries.values("event__certificate")):
        WebhookDelivery.objects.create(
            endpoint=first, event=each.events.get(), body="{}", created_at=NOW, try_after=NOW
        )
    return first


def count_queries(client: Client, path: str) -> int:
    """Of a page that has been looked at before, so that what is kept in memory is there."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_queries_do_not_grow(
    member: EmployerMember,
    certificate: Certificate,
    practitioner_client: Client,
    colleague: Practitioner,
    registrar: User,
) -> None:
    endpoint = add_rows(member, certificate, count=1)
    clerk_client, desk = signed_in(member.user), signed_in(registrar)
    pages = [
        (clerk_client, "/my/employer/"),
        (clerk_client, "/my/employer/keys/"),
        (clerk_client, "/my/employer/webhooks/"),
        (clerk_client, f"/my/employer/webhooks/{endpoint.uuid}/"),
        (practitioner_client, "/my/checks/"),
        (desk, f"/desk/employers/{member.pk}/"),
    ]
    of_one = [count_queries(client, path) for client, path in pages]
    of_one.append(count_queries(clerk_client, f"/my/employer/checks/{BulkCheck.objects.get().uuid}/"))

    for _each in range(2):
        make_certificate(colleague, registrar)
    add_rows(member, certificate, count=3)

    of_many = [count_queries(client, path) for client, path in pages]
    of_many.append(count_queries(clerk_client, f"/my/employer/checks/{BulkCheck.objects.latest('pk').uuid}/"))
    assert of_many == of_one


def test_desk_list_does_not_ask_per_row(
    registrar: User, practitioner: Practitioner, colleague: Practitioner, outsider: Practitioner
) -> None:
    client = signed_in(registrar)
    apply(practitioner.user)
    of_one = count_queries(client, "/desk/employers/")

    for person in (colleague, outsider):
        apply(person.user)

    assert count_queries(client, "/desk/employers/") == of_one


def test_registrar_decides_at_the_desk(clerk: User, registrar: User) -> None:
    member, client = apply(clerk), signed_in(registrar)
    path = f"/desk/employers/{member.pk}/"

    assert "招聘时核对证书" in client.get(path).text
    assert client.post(f"{path}decline/", {"reason": ""}).status_code == 400
    client.post(f"{path}approve/")
    member.refresh_from_db()
    assert member.state == MemberState.APPROVED
    assert client.get("/desk/employers/?state=approved").context["page_obj"].object_list[0] == member
    client.post(f"{path}end/", {"reason": "离职"})
    member.refresh_from_db()
    assert (member.state, member.reason) == (MemberState.ENDED, "离职")


def test_registrar_ends_a_key(member: EmployerMember, hiring: Organization, clerk: User, registrar: User) -> None:
    key = issue_key(hiring, clerk).key

    signed_in(registrar).post(f"/desk/employers/{member.pk}/keys/{key.pk}/end/")

    assert ApiKey.objects.get().ended_by == registrar


def test_auditor_reads_of_keys_and_is_shown_no_button(
    member: EmployerMember, hiring: Organization, clerk: User, registrar: User, auditor: User
) -> None:
    path = f"/desk/employers/{member.pk}/"
    button = f"{path}keys/{issue_key(hiring, clerk).key.pk}/end/"

    assert button in signed_in(registrar).get(path).text
    assert button not in signed_in(auditor).get(path).text


def test_desk_is_closed_to_others(
    member: EmployerMember, clerk_client: Client, auditor: User, examiner: User, client: Client
) -> None:
    path = f"/desk/employers/{member.pk}/"

    assert client.get(path).status_code == 302
    for other in (clerk_client, signed_in(examiner)):
        assert [other.get(path).status_code, other.post(f"{path}end/", {"reason": "x"}).status_code] == [404, 404]
    reader = signed_in(auditor)
    assert [reader.get(path).status_code, reader.post(f"{path}end/", {"reason": "x"}).status_code] == [200, 404]


@pytest.mark.parametrize("name", ["employer_members", "bulk_checks", "webhook_endpoints", "webhook_deliveries"])
def test_admin_shows_the_rows(name: str, registrar: User, member: EmployerMember, certificate: Certificate) -> None:
    add_rows(member, certificate, count=1)
    client = signed_in(registrar)

    assert client.get(f"/cms/{name}/").status_code == 200
    assert client.get(f"/cms/{name}/?export=csv").status_code == 200
    assert client.get(f"/cms/{name}/new/").status_code in {302, 404}
