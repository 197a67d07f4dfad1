"""A certificate's facts as an Open Badges 3.0 credential."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certification.certificates.open_badges.documents import CREDENTIALS, OPEN_BADGES, moment
from certification.certificates.open_badges.status_list import Place, status_entry


@dataclass(frozen=True)
class Issuer:
    did: str
    name: str
    site_url: str
    credit_code: str  # 统一社会信用代码


@dataclass(frozen=True)
class Achievement:
    """What was shown, the same for all who showed it."""

    id: str
    # One of the standard's, such as Certificate or CertificateOfCompletion.
    type: str
    name: str
    description: str
    criteria: str
    code: str
    # Empty where it is of no single field.
    field: str
    language: str
    version: str
    picture_address: str


@dataclass(frozen=True)
class Activity:
    """When the person did what the achievement is for, for how many hours, and as what (or empty)."""

    begun_at: datetime
    ended_at: datetime
    hours: float
    role: str


@dataclass(frozen=True)
class Award:
    """An achievement of one person. Of the person it says the name and the certificate's number, and nothing else."""

    id: str
    name: str
    issuer: Issuer
    achievement: Achievement
    holder: str
    number: str
    verification_address: str
    issued_at: datetime
    valid_until: datetime | None
    activity: Activity | None
    place: Place


def credential_document(award: Award) -> dict[str, Any]:
    """The credential, still to be signed."""
    until = {"validUntil": moment(award.valid_until)} if award.valid_until else {}
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.name,
        "issuer": _issuer(award.issuer),
        "validFrom": moment(award.issued_at),
        **until,
        "awardedDate": moment(award.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity("name", award.holder), _identity("ext:certificateNumber", award.number)],
            **_activity(award.activity),
            "achievement": _achievement(award.achievement),
        },
        "evidence": [{"id": award.verification_address, "type": ["Evidence"], "name": award.number}],
        "credentialStatus": status_entry(award.place),
    }


def _issuer(issuer: Issuer) -> dict[str, Any]:
    return {
        "id": issuer.did,
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.site_url,
        "otherIdentifier": [
            {
                "type": "IdentifierEntry",
                "identifier": issuer.credit_code,
                "identifierType": "ext:unifiedSocialCreditCode",
            }
        ],
    }


def _identity(kind: str, value: str) -> dict[str, Any]:
    # In plain text: whoever holds the credential has the name from the paper anyway, and a hash of a name hides nothing.
    return {"type": "IdentityObject", "identityType": kind, "hashed": False, "identityHash": value}


def _activity(activity: Activity | None) -> dict[str, Any]:
    if activity is None:
        return {}
    role = {"role": activity.role} if activity.role else {}
    # No fractions are signed, for readers write them differently; half hours are told by the criteria.
    credits_earned = {"creditsEarned": int(activity.hours)} if activity.hours.is_integer() else {}
    return {
        "activityStartDate": moment(activity.begun_at),
        "activityEndDate": moment(activity.ended_at),
        **credits_earned,
        **role,
    }


def _achievement(achievement: Achievement) -> dict[str, Any]:
    return {
        "id": achievement.id,
        "type": ["Achievement"],
        "achievementType": achievement.type,
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"narrative": achievement.criteria},
        "humanCode": achievement.code,
        **({"fieldOfStudy": achievement.field} if achievement.field else {}),
        "image": {"id": achievement.picture_address, "type": "Image", "caption": achievement.name},
        "inLanguage": achievement.language,
        "version": achievement.version,
    }
