from certification.certificates.services.changing import (
    ChangeNotPossible,
    cancel_certificate,
    reinstate_certificate,
    revoke_certificate,
    suspend_certificate,
)
from certification.certificates.services.expiring import expire_certificates
from certification.certificates.services.issuing import (
    GlyphMissing,
    ResultNotPassed,
    ResultNotReleased,
    TemplateMissing,
    WordingForbidden,
    issue_certificate,
    issue_for_released_result,
)
from certification.certificates.services.reissuing import reissue_certificate
from certification.certificates.services.rendering import render_document, render_waiting_documents
from certification.certificates.services.templates import publish_template

__all__ = [
    "ChangeNotPossible",
    "GlyphMissing",
    "ResultNotPassed",
    "ResultNotReleased",
    "TemplateMissing",
    "WordingForbidden",
    "cancel_certificate",
    "expire_certificates",
    "issue_certificate",
    "issue_for_released_result",
    "publish_template",
    "reinstate_certificate",
    "reissue_certificate",
    "render_document",
    "render_waiting_documents",
    "revoke_certificate",
    "suspend_certificate",
]
