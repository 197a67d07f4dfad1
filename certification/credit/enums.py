from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    MINOR = "minor", _("Minor (轻微)")
    ORDINARY = "ordinary", _("Ordinary (一般)")
    SEVERE = "severe", _("Severe (严重)")


class RecordState(TextChoices):
    DRAFT = "draft", _("Draft")
    NOTICED = "noticed", _("Noticed")
    HEARD = "heard", _("Heard")
    DECIDED = "decided", _("Decided")
    SERVED = "served", _("Served")
    EFFECTIVE = "effective", _("In effect")
    EXPIRED = "expired", _("Lapsed")
    REVOKED = "revoked", _("Revoked")


class StepRole(TextChoices):
    """In which part somebody moved a record."""

    PROPOSER = "proposer", _("Proposer")
    OFFICER = "officer", _("Credit officer")
    PERSON = "person", _("The person concerned")
    DECIDER = "decider", _("Decider")
    ISSUER = "issuer", _("Issuer of the certificate")
    RULES = "rules", _("The rule set, by date")


class CreditLevel(TextChoices):
    A_PLUS = "A+", _("A+")
    A = "A", _("A")
    B = "B", _("B")
    C = "C", _("C")
    D = "D", _("D")
    UNRATED = "unrated", _("Not rated (未参评)")


class Standing(TextChoices):
    """What became of a record in a score; the values of ``scoring``."""

    PENDING = "pending", _("Does not count yet")
    COUNTED = "counted", _("Counts")
    LAPSED = "lapsed", _("Has lapsed")
    WITHDRAWN = "withdrawn", _("Taken back")
    SUPERSEDED = "superseded", _("The same fact counts under another item")
    LIMITED = "limited", _("Beyond what its item gives")
    BARRED = "barred", _("Not counted while an ordinary or severe deduction is active")


class UnratedReason(TextChoices):
    NO_CONSENT = (
        "no_consent",
        _("You have not agreed to the publication of your credit profile, so you take no part in the rating."),
    )
    TOO_YOUNG = "too_young", _("A profile is rated once it is six months old.")
