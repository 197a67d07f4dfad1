from lms.accounts.models.consent import Consent
from lms.accounts.models.practitioner import Organization, Practitioner
from lms.accounts.models.user import User

__all__ = ["Consent", "Organization", "Practitioner", "User"]
