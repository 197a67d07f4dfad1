"""What each role may do. A migration makes the groups; a change here goes with a further migration that calls ``sync_roles``.

A value is an app's label with the models and actions of it, written ``app.model: actions``, or a single permission of an app's own.
"""

from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission

from lms.accounts.enums import Role

_ALL = "view add change delete"
_KEEP = "view add change"

# Wagtail's admin opens for every role; what its menus show follows from the rest.
_EVERYONE = {"wagtailadmin.access_admin"}

_ROLES: dict[Role, dict[str, str]] = {
    Role.COURSE_MANAGER: {
        "catalogue.course": _ALL,
        "catalogue.courserun": _ALL,
        "catalogue.coursesession": _ALL,
        "catalogue.venue": _ALL,
        "catalogue.speaker": _ALL,
        "enrollment.enrollment": _KEEP,
        "enrollment.enrollmentevent": "view",
        "learning.checkin": "view add",
        "learning.attendance": "view",
        "learning.coursecompletion": "view",
        "hours.hoursentry": "view add",
        "hours.hoursruleset": "view",
        "competency.domain": "view",
        "competency.element": "view",
        "competency.industrychain": "view",
    },
    Role.ITEM_WRITER: {"items.item": "view add", "items.itemrevision": _KEEP, "items.itemreview": "view"},
    Role.ITEM_REVIEWER: {"items.item": "view", "items.itemrevision": "view", "items.itemreview": "view add"},
    Role.EXAM_OFFICER: {
        "items.item": "view",
        "items.itemrevision": "view",
        "papers.blueprint": _KEEP,
        "papers.blueprintarea": _KEEP,
        "papers.blueprintcell": _KEEP,
        "papers.blueprintsection": _KEEP,
        "papers.paper": "view add",
        "papers.paperitem": "view",
        "sittings.assessment": _KEEP,
        "sittings.sitting": _KEEP,
        "sittings.registration": _KEEP,
        "sittings.attempt": "view",
        "marking.markingassignment": _KEEP,
        "marking.result": "view release",
    },
    Role.MARKER: {"marking.mark": "add"},
    Role.REGISTRAR: {
        "certificates.certificate": "view issue revoke",
        "certificates.certificateevent": "view",
        "certificates.certificatedocument": "view",
        "certificates.certificatecredential": "view",
        "certificates.certificateshare": "view",
        "certificates.credentialkey": "view",
        "certificates.certificatetemplate": _KEEP,
        "certificates.contribution": "view record",
        "certificates.hoursstatement": "view",
        "certificates.revocation": "view",
        "certificates.renewal": "view",
        "certificates.renewalruleset": "view add",
        "verification.guessingreport": "view",
        "verification.registercheck": "view",
        "verification.registerfault": "view",
        "marking.result": "view",
        "accounts.practitioner": "view change",
        "accounts.organization": _ALL,
        "api.apikey": "view add",
        "employers.employermember": "view decide",
        "employers.bulkcheck": "view",
        "employers.webhookendpoint": "view",
        "employers.webhookdelivery": "view",
    },
    Role.CREDIT_OFFICER: {
        "credit.creditprofile": "view",
        "credit.creditrecord": "view add decide",
        "credit.creditstep": "view add",
        "credit.creditruleset": _KEEP,
        "accounts.practitioner": "view",
        "certificates.certificate": "view",
        "hours.hoursentry": "view",
    },
}
# Wagtail asks for these on a node of a tree; here they hold from the root down.
_COLLECTION_GRANTS = {
    Role.COURSE_MANAGER: {"wagtailimages.image": "add change choose", "wagtaildocs.document": "add change choose"}
}
_PAGE_GRANTS = {Role.COURSE_MANAGER: {"wagtailcore.page": "add change publish lock unlock bulk_delete"}}
_OWN_PERMISSIONS = {
    "release_result": "Can release results",
    "issue_certificate": "Can issue certificates",
    "revoke_certificate": "Can suspend, reinstate and revoke certificates",
    "record_contribution": "Can record what lecturers and volunteers did",
    "verify_license": "Can verify patent-agent licenses",
    "decide_creditrecord": "Can decide credit records",
    "decide_employermember": "Can decide employers' applications",
}
_EXTRA = {Role.REGISTRAR: {"accounts.verify_license": "accounts.practitioner"}}
# The auditor reads what any role reads, and the trail itself.
_AUDITED = {"audit.auditentry", "audit.auditseal", "marking.mark", "accounts.consent", "notifications.message"}


def permissions_of(role: Role) -> dict[str, set[str]]:
    """Codenames per ``app.model``."""
    if role == Role.AUDITOR:
        models = {model for grants in _ROLES.values() for model in grants if not model.startswith("wagtail")} | _AUDITED
        return {model: {f"view_{model.split('.')[1]}"} for model in models}
    granted = _codenames(_ROLES[role])
    for permission, model in _EXTRA.get(role, {}).items():
        granted.setdefault(model, set()).add(permission.split(".")[1])
    return granted


def sync_roles(apps: Apps) -> None:
    """Makes the groups and gives each its permissions; run from a migration (historical models) or again at any time."""
    group_model = apps.get_model("auth", "Group")
    for role in Role:
        group, _created = group_model.objects.get_or_create(name=role.value)
        permissions = [
            _permission(apps, model, codename)
            for model, codenames in permissions_of(role).items()
            for codename in codenames
        ]
        permissions += [_permission(apps, "wagtailadmin.admin", name.split(".")[1]) for name in _EVERYONE]
        group.permissions.set(permissions)
        _grant_on_root(apps, group, "GroupCollectionPermission", "collection", _COLLECTION_GRANTS.get(role, {}))
        _grant_on_root(apps, group, "GroupPagePermission", "page", _PAGE_GRANTS.get(role, {}))


def _codenames(grants: dict[str, str]) -> dict[str, set[str]]:
    return {
        model: {f"{action}_{model.split('.')[1]}" for action in actions.split()} for model, actions in grants.items()
    }


def _grant_on_root(apps: Apps, group: Group, grant_name: str, node_name: str, grants: dict[str, str]) -> None:
    """Leaves the group exactly ``grants`` on the root; Wagtail's own migrations hand some to every group that they find."""
    grant_model = apps.get_model("wagtailcore", grant_name)
    root = apps.get_model("wagtailcore", node_name.capitalize()).objects.filter(depth=1).order_by("pk").first()
    grant_model.objects.filter(group=group).delete()
    if root is None:
        return
    for model, codenames in _codenames(grants).items():
        for codename in sorted(codenames):
            permission = _permission(apps, model, codename)
            # Not `create`: Wagtail's manager looks the permission up by a present model.
            grant_model(**{"group": group, node_name: root, "permission": permission}).save()


def _permission(apps: Apps, model: str, codename: str) -> Permission:
    label, name = model.split(".")
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=label, model=name
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": _OWN_PERMISSIONS.get(codename, f"Can {codename.replace('_', ' ')}")},
    )
    return permission
