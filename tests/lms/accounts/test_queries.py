from lms.accounts.models import User
from lms.accounts.queries import colleagues_who_may


def test_colleagues_who_may_have_it_by_role_or_may_everything(registrar: User, auditor: User, examiner: User) -> None:
    chief = User.objects.create_superuser("chief@example.com")
    gone = User.objects.create_superuser("gone@example.com", is_active=False)
    asked = colleagues_who_may("certificates.revoke_certificate")
    assert set(asked) == {registrar, chief}
    assert gone not in colleagues_who_may("verification.view_guessingreport")
    assert {registrar, auditor, chief} == set(colleagues_who_may("verification.view_guessingreport"))
