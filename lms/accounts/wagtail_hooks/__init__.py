from lms.accounts.wagtail_hooks import people

__all__ = ["people"]
