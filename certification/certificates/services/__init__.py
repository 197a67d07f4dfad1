from certification.certificates.services.batches import (
    check_candidates,
    create_issue_batch,
    issue_batch,
    issue_waiting_batches,
    retry_refused_rows,
)
from certification.certificates.services.changing import (
    ChangeNotPossible,
    cancel_certificate,
    reinstate_certificate,
    suspend_certificate,
)
from certification.certificates.services.course_certificates import (
    CompletionTakenBack,
    NoHoursCounted,
    issue_course_certificate,
    issue_for_completed_course,
)
from certification.certificates.services.credential_keys import (
    KeyFolderClosed,
    KeyUsedBefore,
    NotAKeyFile,
    rotate_credential_key,
)
from certification.certificates.services.credentials import sign_credential, sign_waiting_credentials
from certification.certificates.services.drafts import (
    CertificateStands,
    GlyphMissing,
    TemplateMissing,
    TitleTooLong,
    WordingForbidden,
)
from certification.certificates.services.expiring import expire_certificates
from certification.certificates.services.hours_certificates import (
    HoursNotMet,
    YearNotBegun,
    issue_hours_certificate,
)
from certification.certificates.services.issuing import (
    ResultNotPassed,
    ResultNotReleased,
    issue_certificate,
    issue_for_released_result,
)
from certification.certificates.services.lecturer_certificates import (
    ContributionNotOver,
    ContributionRecorded,
    NotTheSpeaker,
    SessionNotDelivered,
    SessionsMissing,
    issue_lecturer_certificate,
    record_contribution,
)
from certification.certificates.services.paper import (
    delete_unused_paper_files,
    enter_paper_certificates,
    read_paper_file,
)
from certification.certificates.services.reissuing import reissue_certificate
from certification.certificates.services.reminders import send_renewal_reminders
from certification.certificates.services.rendering import render_document, render_waiting_documents
from certification.certificates.services.rendering_batches import render_batch
from certification.certificates.services.renewal_rules import create_renewal_rule_set
from certification.certificates.services.renewals import apply_for_renewal, decline_renewal, grant_renewal
from certification.certificates.services.revoking import confirm_revocation, decline_revocation, propose_revocation
from certification.certificates.services.status_lists import (
    note_status_change,
    publish_status_list,
    publish_waiting_status_lists,
)
from certification.certificates.services.templates import publish_template

__all__ = [
    "CertificateStands",
    "ChangeNotPossible",
    "CompletionTakenBack",
    "ContributionNotOver",
    "ContributionRecorded",
    "GlyphMissing",
    "HoursNotMet",
    "KeyFolderClosed",
    "KeyUsedBefore",
    "NoHoursCounted",
    "NotAKeyFile",
    "NotTheSpeaker",
    "ResultNotPassed",
    "ResultNotReleased",
    "SessionNotDelivered",
    "SessionsMissing",
    "TemplateMissing",
    "TitleTooLong",
    "WordingForbidden",
    "YearNotBegun",
    "apply_for_renewal",
    "cancel_certificate",
    "check_candidates",
    "confirm_revocation",
    "create_issue_batch",
    "create_renewal_rule_set",
    "decline_renewal",
    "decline_revocation",
    "delete_unused_paper_files",
    "enter_paper_certificates",
    "expire_certificates",
    "grant_renewal",
    "issue_batch",
    "issue_certificate",
    "issue_course_certificate",
    "issue_for_completed_course",
    "issue_for_released_result",
    "issue_hours_certificate",
    "issue_lecturer_certificate",
    "issue_waiting_batches",
    "note_status_change",
    "propose_revocation",
    "publish_status_list",
    "publish_template",
    "publish_waiting_status_lists",
    "read_paper_file",
    "record_contribution",
    "reinstate_certificate",
    "reissue_certificate",
    "render_batch",
    "render_document",
    "render_waiting_documents",
    "retry_refused_rows",
    "rotate_credential_key",
    "send_renewal_reminders",
    "sign_credential",
    "sign_waiting_credentials",
    "suspend_certificate",
]
