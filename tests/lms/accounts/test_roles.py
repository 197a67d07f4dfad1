from collections.abc import Iterable

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.accounts.roles import permissions_of, sync_roles


def _granted(role: Role) -> set[str]:
    """Everything that a group of this name may do anywhere."""
    group = Group.objects.get(name=role.value)
    everywhere = set(group.permissions.values_list("codename", flat=True))
    for grants in (GroupCollectionPermission, GroupPagePermission):
        everywhere |= set(grants.objects.filter(group=group).values_list("permission__codename", flat=True))
    return everywhere


def test_roles_all_exist(roles: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= {role.value for role in Role}


def test_auditor_reads_and_changes_nothing(roles: None) -> None:
    codenames = _granted(Role.AUDITOR) - {"access_admin"}
    assert codenames
    assert {name for name in codenames if not name.startswith("view_")} == set()


@pytest.mark.parametrize("role", Role, ids=str)
def test_role_has_what_is_written_down_and_no_more(roles: None, role: Role) -> None:
    written = _union(permissions_of(role).values()) | {"access_admin"}
    group = Group.objects.get(name=role.value)
    assert set(group.permissions.values_list("codename", flat=True)) == written


def test_course_manager_edits_pages_and_pictures(course_manager: User) -> None:
    on_root = Page.objects.get(depth=1).permissions_for_user(course_manager).permissions
    assert set(on_root) >= {"add", "change", "publish"}
    for model in (get_image_model(), get_document_model()):
        policy = policy_registry.get_by_type(model)
        assert policy.user_has_permission(course_manager, "add")
        assert policy.user_has_permission(course_manager, "choose")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COURSE_MANAGER}), ids=str)
def test_other_roles_touch_neither_pages_nor_pictures(roles: None, role: Role) -> None:
    group = Group.objects.get(name=role.value)
    assert not GroupPagePermission.objects.filter(group=group).exists()
    assert not GroupCollectionPermission.objects.filter(group=group).exists()


def test_syncing_again_changes_nothing(roles: None) -> None:
    before = {role: _granted(role) for role in Role}
    sync_roles(apps)
    assert {role: _granted(role) for role in Role} == before


def _union(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)
