from certification.credit.models.profile import CreditProfile, CreditRuleSet
from certification.credit.models.record import CreditRecord, CreditStep

__all__ = ["CreditProfile", "CreditRecord", "CreditRuleSet", "CreditStep"]
