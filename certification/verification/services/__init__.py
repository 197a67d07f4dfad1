from certification.verification.services.guessing import forget_old_reports, report_guessing
from certification.verification.services.looking_up import PuzzleWanted, confirm_name, look_up_certificate
from certification.verification.services.receipts import NameWanted, Receipt, issue_receipt, print_receipt
from certification.verification.services.register_checks import check_register

__all__ = [
    "NameWanted",
    "PuzzleWanted",
    "Receipt",
    "check_register",
    "confirm_name",
    "forget_old_reports",
    "issue_receipt",
    "look_up_certificate",
    "print_receipt",
    "report_guessing",
]
