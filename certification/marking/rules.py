"""Who may mark and release what; predicates without a query."""


def may_release(*, officer_id: int, candidate_user_id: int) -> bool:
    return officer_id != candidate_user_id
