"""Verifying a sample of everything issued, as a stranger would, so that the association notices first what no longer holds."""

import random
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import Certificate
from certification.verification.issued_checks import Fault, check_issued
from certification.verification.models import RegisterCheck, RegisterFault
from certification.verification.queries import to_be_checked
from lms.accounts.queries import colleagues_who_may
from lms.notifications.services import notify


def check_register(*, sample: int | None, now: datetime, clock: Callable[[], datetime]) -> RegisterCheck:
    """Of ``sample`` certificates drawn by lot, or of all where it is None. ``clock`` tells when it ended.

    Staff is told when something does not hold.
    """
    chosen = list(Certificate.objects.values_list("pk", flat=True))
    if sample is not None and sample < len(chosen):
        # By lot, so that nobody knows beforehand what will not be looked at.
        chosen = random.SystemRandom().sample(chosen, sample)
    found: list[tuple[Certificate, Fault]] = []
    for certificate in to_be_checked(chosen):
        found += [(certificate, fault) for fault in check_issued(certificate, now=now)]
    return _record(len(chosen), found, started_at=now, finished_at=max(now, clock()))


@transaction.atomic
def _record(
    certificates: int, found: list[tuple[Certificate, Fault]], *, started_at: datetime, finished_at: datetime
) -> RegisterCheck:
    run = RegisterCheck.objects.create(
        started_at=started_at, finished_at=finished_at, certificates=certificates, faults=len(found)
    )
    RegisterFault.objects.bulk_create(
        RegisterFault(check_run=run, certificate=certificate, part=fault.part, problem=fault.problem)
        for certificate, fault in found
    )
    if found:
        _tell_staff(run)
    return run


def _tell_staff(run: RegisterCheck) -> None:
    for colleague in colleagues_who_may("verification.view_registercheck"):
        notify(
            recipient=colleague,
            key=f"verification.register_check.{run.pk}",
            subject=format_lazy(_("The check of the register found {count} faults"), count=run.faults),
            body=_(
                "Something that was issued does not verify any more: a file, a signature, a credential, the status list or the public log. "
                "See “Faults in the register” in the administration and tell the administrator at once; change nothing before."
            ),
            path="/cms/register_faults/",
            now=run.finished_at,
        )
