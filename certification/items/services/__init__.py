from certification.items.services.files import (
    Import,
    RowProblem,
    RowsInvalid,
    approve_revisions,
    import_items,
    record_export,
)
from certification.items.services.review import (
    AuthorCannotReview,
    CommentMissing,
    NotADraft,
    NotInReview,
    SentBack,
    review_revision,
    submit_for_review,
)
from certification.items.services.revisions import (
    ContentInvalid,
    ContentUnchanged,
    ItemCodeTaken,
    RevisionNotRetirable,
    create_item,
    create_revision,
    retire_revision,
)

__all__ = [
    "AuthorCannotReview",
    "CommentMissing",
    "ContentInvalid",
    "ContentUnchanged",
    "Import",
    "ItemCodeTaken",
    "NotADraft",
    "NotInReview",
    "RevisionNotRetirable",
    "RowProblem",
    "RowsInvalid",
    "SentBack",
    "approve_revisions",
    "create_item",
    "create_revision",
    "import_items",
    "record_export",
    "retire_revision",
    "review_revision",
    "submit_for_review",
]
