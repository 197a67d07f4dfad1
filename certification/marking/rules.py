"""Who may mark and release what; predicates without a query."""


def share_an_employer(one: int | None, other: int | None) -> bool:
    """An assessor never shares an employer with the candidate. Nobody's employee shares with nobody."""
    return one is not None and one == other


def may_release(*, officer_id: int, candidate_user_id: int) -> bool:
    return officer_id != candidate_user_id
