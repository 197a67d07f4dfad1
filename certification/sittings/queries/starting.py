"""What a candidate with a seat sees before, while and after the sitting is open."""

from dataclasses import dataclass
from datetime import datetime

from certification.sittings import rules, timing
from certification.sittings.enums import RegistrationState, SittingPhase
from certification.sittings.models import Attempt, Registration
from certification.sittings.queries.listing import Part, parts_of


@dataclass(frozen=True)
class Start:
    """``attempt`` is the go made, if any; ``minutes`` the candidate's own working time, extra time included."""

    registration: Registration
    phase: SittingPhase
    parts: list[Part]
    attempt: Attempt | None
    attempt_is_open: bool
    may_start: bool
    may_cancel: bool
    minutes: int
    deadline_at: datetime

    @property
    def is_shortened(self) -> bool:
        """Whoever starts now loses time to the end of the window."""
        return self.may_start and self.deadline_at == self.registration.sitting.closes_at


def start_of(registration: Registration, *, now: datetime) -> Start:
    sitting = registration.sitting
    attempt = Attempt.objects.filter(registration=registration).order_by("-started_at").first()
    stands = registration.state == RegistrationState.REGISTERED
    return Start(
        registration=registration,
        phase=rules.phase_of(sitting, now),
        parts=parts_of(sitting.assessment),
        attempt=attempt,
        attempt_is_open=attempt is not None and rules.is_open(attempt, now),
        may_start=stands and attempt is None and rules.takes_starts(sitting, now),
        may_cancel=stands and attempt is None and rules.may_cancel(sitting, now),
        minutes=int(sitting.minutes * registration.extra_time),
        deadline_at=timing.deadline(
            started_at=now,
            minutes=sitting.minutes,
            extra_time=registration.extra_time,
            closes_at=sitting.closes_at,
        ),
    )
