"""Sent inside the transaction that makes the fact true."""

from django.dispatch import Signal

# certificate: Certificate, event: CertificateEvent, now: datetime
certificate_changed = Signal()
