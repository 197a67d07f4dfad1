from certification.sittings.models.assessment import Assessment, Sitting
from certification.sittings.models.attempt import Answer, Attempt
from certification.sittings.models.registration import Registration

__all__ = ["Answer", "Assessment", "Attempt", "Registration", "Sitting"]
