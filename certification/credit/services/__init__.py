from certification.credit.services.bonuses import sync_after_change, sync_competency_bonus, sync_waiting_bonuses
from certification.credit.services.decisions import decide_record, make_effective, revoke_record, serve_record
from certification.credit.services.lapses import advance_records
from certification.credit.services.profiles import open_profile
from certification.credit.services.records import hear_record, notice_record, propose_record
from certification.credit.services.rule_sets import create_rule_set

__all__ = [
    "advance_records",
    "create_rule_set",
    "decide_record",
    "hear_record",
    "make_effective",
    "notice_record",
    "open_profile",
    "propose_record",
    "revoke_record",
    "serve_record",
    "sync_after_change",
    "sync_competency_bonus",
    "sync_waiting_bonuses",
]
