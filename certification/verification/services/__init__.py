from certification.verification.services.guessing import forget_old_reports, report_guessing
from certification.verification.services.looking_up import PuzzleWanted, confirm_name, look_up_certificate
from certification.verification.services.receipts import NameWanted, Receipt, issue_receipt, print_receipt

__all__ = [
    "NameWanted",
    "PuzzleWanted",
    "Receipt",
    "confirm_name",
    "forget_old_reports",
    "issue_receipt",
    "look_up_certificate",
    "print_receipt",
    "report_guessing",
]
