"""Certificates with their files, for tests of verification."""

from datetime import datetime

from django.core.files.storage import storages

from certification.certificates.models import Certificate, CertificateDocument
from certification.certificates.services import render_document, sign_waiting_credentials


def complete(certificate: Certificate, *, now: datetime) -> Certificate:
    """Its credential signed and its PDF made, as the worker does."""
    sign_waiting_credentials(now=now)
    document = CertificateDocument.objects.get(certificate=certificate)
    assert render_document(document_id=document.pk, now=now)
    return Certificate.objects.select_related("document", "credential").get(pk=certificate.pk)


def pdf_of(certificate: Certificate) -> bytes:
    with storages["private"].open(certificate.document.file) as file:
        return bytes(file.read())
