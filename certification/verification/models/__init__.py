from certification.verification.models.guessing import GuessingReport
from certification.verification.models.register_check import RegisterCheck, RegisterFault

__all__ = ["GuessingReport", "RegisterCheck", "RegisterFault"]
