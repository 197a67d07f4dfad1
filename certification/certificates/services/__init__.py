from certification.certificates.services.changing import (
    ChangeNotPossible,
    cancel_certificate,
    reinstate_certificate,
    revoke_certificate,
    suspend_certificate,
)
from certification.certificates.services.credential_keys import (
    KeyFolderClosed,
    KeyUsedBefore,
    NotAKeyFile,
    rotate_credential_key,
)
from certification.certificates.services.credentials import sign_credential, sign_waiting_credentials
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
from certification.certificates.services.status_lists import (
    note_status_change,
    publish_status_list,
    publish_waiting_status_lists,
)
from certification.certificates.services.templates import publish_template

__all__ = [
    "ChangeNotPossible",
    "GlyphMissing",
    "KeyFolderClosed",
    "KeyUsedBefore",
    "NotAKeyFile",
    "ResultNotPassed",
    "ResultNotReleased",
    "TemplateMissing",
    "WordingForbidden",
    "cancel_certificate",
    "expire_certificates",
    "issue_certificate",
    "issue_for_released_result",
    "note_status_change",
    "publish_status_list",
    "publish_template",
    "publish_waiting_status_lists",
    "reinstate_certificate",
    "reissue_certificate",
    "render_document",
    "render_waiting_documents",
    "revoke_certificate",
    "rotate_credential_key",
    "sign_credential",
    "sign_waiting_credentials",
    "suspend_certificate",
]
