from certification.sittings.views.attempt import attempt, save, submit
from certification.sittings.views.public import assessment, assessments
from certification.sittings.views.seats import cancel, register, start

__all__ = ["assessment", "assessments", "attempt", "cancel", "register", "save", "start", "submit"]
