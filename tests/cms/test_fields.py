from cms.models import BlocksOutsideMigrations, StandardPage


def test_migration_holds_no_blocks() -> None:
    _name, path, arguments, options = StandardPage._meta.get_field("body").deconstruct()

    assert path == "cms.models.fields.BlocksOutsideMigrations"
    assert arguments == []
    assert "block_lookup" not in options


def test_field_as_migrations_know_it_takes_no_blocks() -> None:
    assert list(BlocksOutsideMigrations().stream_block.child_blocks) == []
