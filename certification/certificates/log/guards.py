"""Nobody changes or deletes what the transparency log has; ``manage.py verify_log`` says so where a trigger is missing."""

from lms.audit.guards import AppendOnly

LOG = AppendOnly(
    tables=("certificates_logentry", "certificates_lognode", "certificates_treehead"),
    message="The transparency log is append-only.",
    function="certificates_log_refuse_change",
)
