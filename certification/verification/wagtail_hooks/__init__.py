from certification.verification.wagtail_hooks.reports import VerificationViewSetGroup

__all__ = ["VerificationViewSetGroup"]
