from django.contrib.auth.models import Group

from lms.accounts.enums import Role
from lms.accounts.models import User


def test_roles_all_exist(roles: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= {role.value for role in Role}


def test_auditor_reads_and_changes_nothing(auditor: User) -> None:
    codenames = {name.split(".")[1] for name in auditor.get_all_permissions()} - {"access_admin"}
    assert codenames
    assert {name for name in codenames if not name.startswith("view_")} == set()
