from certification.employers.models.check import BulkCheck, CheckedRow
from certification.employers.models.member import EmployerMember
from certification.employers.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = ["BulkCheck", "CheckedRow", "EmployerMember", "WebhookDelivery", "WebhookEndpoint"]
