"""A small register from before the platform: typed into the platform's own spreadsheet, read, and entered."""

from datetime import datetime
from io import BytesIO

from django.core.files.base import ContentFile
from openpyxl import load_workbook

from certification.certificates.paper.rows import COLUMNS
from certification.certificates.paper.sheets import make_template
from certification.certificates.services import enter_paper_certificates, read_paper_file
from lms.accounts.models import Practitioner, User
from lms.competency.models import Domain
from lms.demo import files
from lms.demo.moments import moment


def enter_paper_register(*, registrar: User, holder: Practitioner, holder_id_number: str, now: datetime) -> None:
    """Of several people who never registered, and of ``holder``, who did: that one stands in their list."""
    workbook = load_workbook(BytesIO(make_template(Domain.objects.order_by("code"))))
    own = {"name": holder.name, "id_last4": holder.id_number_last4, "holder": holder_id_number}
    for row in files.load("paper_register"):
        values = row | (own if row["holder"] else {})
        workbook.worksheets[0].append([values.get(column, "") for column in COLUMNS])
    written = BytesIO()
    workbook.save(written)
    file = ContentFile(written.getvalue(), name="纸质证书登记簿（演示）.xlsx")
    source = read_paper_file(upload=file, uploaded_by=registrar, now=moment(-65, "09:30", now=now))
    enter_paper_certificates(source=source, entered_by=registrar, now=moment(-65, "10:00", now=now))
