from certification.certificates.models.batch import IssueBatch, IssueBatchRow
from certification.certificates.models.certificate import Certificate, CertificateEvent
from certification.certificates.models.credential import (
    CertificateCredential,
    CredentialKey,
    CredentialStatusEntry,
    StatusList,
    StatusListVersion,
)
from certification.certificates.models.document import CertificateDocument
from certification.certificates.models.log import LogEntry, LogNode, TreeHead
from certification.certificates.models.number import NumberCounter
from certification.certificates.models.paper import PaperImport, PaperRecord
from certification.certificates.models.refusal import IssueRefusal
from certification.certificates.models.renewal import Renewal, RenewalReminder, RenewalRuleSet
from certification.certificates.models.revocation import Revocation
from certification.certificates.models.share import CertificateShare
from certification.certificates.models.source import Contribution, HoursStatement
from certification.certificates.models.template import CertificateTemplate, TemplatePicture

__all__ = [
    "Certificate",
    "CertificateCredential",
    "CertificateDocument",
    "CertificateEvent",
    "CertificateShare",
    "CertificateTemplate",
    "Contribution",
    "CredentialKey",
    "CredentialStatusEntry",
    "HoursStatement",
    "IssueBatch",
    "IssueBatchRow",
    "IssueRefusal",
    "LogEntry",
    "LogNode",
    "NumberCounter",
    "PaperImport",
    "PaperRecord",
    "Renewal",
    "RenewalReminder",
    "RenewalRuleSet",
    "Revocation",
    "StatusList",
    "StatusListVersion",
    "TemplatePicture",
    "TreeHead",
]
