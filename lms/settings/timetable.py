"""What beat asks for, and how often: in seconds, or at an hour of Tianjin. Each is a sweep, which does nothing where nothing waits."""

from typing import Any

from celery.schedules import crontab

TIMETABLE: dict[str, dict[str, Any]] = {
    "seal audit entries": {"task": "lms.audit.tasks.seal_entries", "schedule": 60.0},
    "send waiting messages": {"task": "lms.notifications.tasks.send_waiting_messages", "schedule": 30.0},
    "end attempts past their deadline": {"task": "certification.sittings.tasks.end_due_attempts", "schedule": 30.0},
    "render waiting certificates": {
        "task": "certification.certificates.tasks.render_waiting_documents",
        "schedule": 20.0,
    },
    "render batches of certificates": {
        "task": "certification.certificates.tasks.render_batch",
        "schedule": 20.0,
        # While the workers of that queue are busy, they need not be asked again.
        "options": {"expires": 20},
    },
    "issue waiting batches of certificates": {
        "task": "certification.certificates.tasks.issue_waiting_batches",
        "schedule": 20.0,
    },
    "delete unused files of paper certificates": {
        "task": "certification.certificates.tasks.delete_unused_paper_files",
        "schedule": 86_400.0,
    },
    "remind of renewals": {
        "task": "certification.certificates.tasks.send_renewal_reminders",
        "schedule": 3600.0,
    },
    "append to the certificate log": {"task": "certification.certificates.tasks.append_to_log", "schedule": 60.0},
    "sign the certificate log": {"task": "certification.certificates.tasks.sign_tree_head", "schedule": 600.0},
    "sign waiting credentials": {"task": "certification.certificates.tasks.sign_what_waits", "schedule": 20.0},
    "verify a sample of everything issued": {
        "task": "certification.verification.tasks.check_register",
        "schedule": crontab(hour=3, minute=30),
    },
    "expire certificates": {"task": "certification.certificates.tasks.expire_certificates", "schedule": 3600.0},
    "advance credit records": {"task": "certification.credit.tasks.advance_records", "schedule": 3600.0},
    "take in certificates for credit": {"task": "certification.credit.tasks.sync_waiting_bonuses", "schedule": 900.0},
    "close sessions that have ended": {"task": "courses.learning.tasks.close_ended_sessions", "schedule": 3600.0},
    "answer waiting lists": {"task": "certification.employers.tasks.run_waiting_checks", "schedule": 20.0},
    "send waiting webhooks": {"task": "certification.employers.tasks.deliver_waiting_webhooks", "schedule": 20.0},
    # At the end of the working day in Tianjin.
    "tell holders who checked": {
        "task": "certification.employers.tasks.tell_holders",
        "schedule": crontab(hour="18", minute="0"),
    },
    "delete names that matched nobody": {"task": "certification.employers.tasks.delete_names", "schedule": 86_400.0},
    "delete old applications of employers": {
        "task": "certification.employers.tasks.delete_old_memberships",
        "schedule": 86_400.0,
    },
    "clear expired tokens": {"task": "lms.api.tasks.clear_expired_tokens", "schedule": 86_400.0},
    "refresh the course index": {"task": "courses.catalogue.tasks.repair_index", "schedule": 3600.0},
}
