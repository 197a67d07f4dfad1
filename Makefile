# make run starts the platform; make test installs what the tests need and runs them all.
PYTHON ?= python3
BIN = .venv/bin
CODE = lms courses certification cms tests manage.py

.PHONY: help run test check format bench

help:
	@echo "make run      set up and start the platform (HOST, PORT and DATA_DIR move it)"
	@echo "make test     check, then every test this machine can run"
	@echo "make check    format, lint, types, layers, migrations, translations, templates"
	@echo "make format   put the code into its form"
	@echo "make bench    measure against bare floors, and fail where a target is missed"

run:
	@$(PYTHON) lms/bootstrap.py run

test:
	@$(PYTHON) lms/bootstrap.py test
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m tests.services.suite

check:
	@$(PYTHON) lms/bootstrap.py check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/djlint --lint --quiet lms courses certification cms
	$(BIN)/python -m pytest -q tests/lms/test_translations.py

format:
	@$(PYTHON) lms/bootstrap.py check
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench:
	@$(PYTHON) lms/bootstrap.py check
	$(BIN)/python -m tests.benchmarks
