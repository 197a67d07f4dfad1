from lms.accounts.services.account_events import (
    record_account_change,
    record_account_event,
    record_failed_sign_in,
    record_rights_change,
)
from lms.accounts.services.consents import give_consent, withdraw_consent
from lms.accounts.services.corrections import (
    CorrectionReasonMissing,
    IdNumberNeeded,
    IdNumberOfAnother,
    NotAnAdult,
    OwnIdentity,
    correct_practitioner,
)
from lms.accounts.services.encryption import reencrypt_fields
from lms.accounts.services.licenses import LicenseMissing, OwnLicense, refuse_license, verify_license
from lms.accounts.services.practitioners import (
    AlreadyRegistered,
    BirthDateMismatch,
    IdNumberInvalid,
    IdNumberTaken,
    UnderAge,
    record_export,
    record_private_view,
    register_practitioner,
    update_practitioner,
)

__all__ = [
    "AlreadyRegistered",
    "BirthDateMismatch",
    "CorrectionReasonMissing",
    "IdNumberInvalid",
    "IdNumberNeeded",
    "IdNumberOfAnother",
    "IdNumberTaken",
    "LicenseMissing",
    "NotAnAdult",
    "OwnIdentity",
    "OwnLicense",
    "UnderAge",
    "correct_practitioner",
    "give_consent",
    "record_account_change",
    "record_account_event",
    "record_export",
    "record_failed_sign_in",
    "record_private_view",
    "record_rights_change",
    "reencrypt_fields",
    "refuse_license",
    "register_practitioner",
    "update_practitioner",
    "verify_license",
    "withdraw_consent",
]
