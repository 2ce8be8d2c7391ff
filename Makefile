# All commands run in .venv, installed from the hashed lock files. Needs Python 3.11 or later, make
# and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Options that override the user's own configuration of pip.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# uv installs in seconds what pip takes minutes for, by the same hashes.
UV := $(shell command -v uv)
INSTALL := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(PIP) install)
# Extras stay in the lock files: pip resolves a package anew if its extra is missing there.
LOCK := $(BIN)/uv pip compile --universal --no-strip-extras --generate-hashes --no-emit-index-url \
	--no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" --quiet

.PHONY: serve test check check-style check-mypy check-pyright check-imports check-schema lock audit console explorer errors settings places screenshot client bench bench-profile bench-layers bench-execution bench-rows bench-subscribers bench-pages bench-start bench-attacks bench-machinery bench-instructions bench-frames clean
.DELETE_ON_ERROR:

serve: $(VENV)/serve.stamp
	$(BIN)/numbergate serve $(if $(PORT),--port $(PORT))

# Two processes a core, because the tests wait for servers and browsers half of the time.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')

# All tests, with coverage, or a part: make test TESTS=tests/rest, make test TESTS="-k import"
test: $(VENV)/test.stamp
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadscope $(or $(TESTS),--cov)

# None depends on another: make --jobs=2 check
check: check-style check-mypy check-pyright check-imports check-schema

check-style: $(VENV)/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check

check-mypy: $(VENV)/test.stamp
	$(BIN)/mypy

check-pyright: $(VENV)/test.stamp
	$(BIN)/pyright --pythonpath $(BIN)/python

check-imports: $(VENV)/test.stamp
	$(BIN)/lint-imports --no-logo

check-schema: $(VENV)/test.stamp
	$(BIN)/numbergate schema | diff schema/schema.graphql -

lock: $(VENV)/test.stamp
	$(LOCK) --group codegen --output-file .ci/lock/codegen.txt
	$(LOCK) --group rest --output-file .ci/lock/rest.txt
	$(LOCK) pyproject.toml --group build --output-file .ci/lock/serve.txt
	$(LOCK) pyproject.toml --group test --constraint .ci/lock/serve.txt --output-file .ci/lock/test.txt

console:
	.ci/console

explorer:
	.ci/explorer

errors: $(VENV)/test.stamp
	$(BIN)/python -m tests.error_page > docs/errors.md

settings: $(VENV)/test.stamp
	$(BIN)/python -m tests.settings_page > docs/settings.md

# After an update of libphonenumber: the places that lookup shows.
places: $(VENV)/test.stamp
	$(BIN)/python -m tests.places_file > $(VENV)/places.bin
	mv $(VENV)/places.bin gateway/domain/places.bin

screenshot: $(VENV)/test.stamp
	$(BIN)/python -m tests.docs.screenshot

client: $(VENV)/codegen.made
	cd clients/python && PATH="$(CURDIR)/$(VENV)/codegen/bin:$$PATH" ariadne-codegen

$(VENV)/codegen.made: .ci/lock/codegen.txt $(VENV)/made.stamp
	$(PYTHON) -m venv --clear $(VENV)/codegen
	$(VENV)/codegen/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement $<
	@touch $@

bench: $(VENV)/test.stamp
	$(BIN)/python -m bench --markdown docs/benchmark.md --json bench.json $(BENCH)

bench-profile: $(VENV)/test.stamp
	$(BIN)/python -m bench.profile $(BENCH)

bench-subscribers: $(VENV)/test.stamp
	$(BIN)/python -m bench.subscribers

bench-rows: $(VENV)/test.stamp
	$(BIN)/python -m bench.rows

bench-pages: $(VENV)/test.stamp
	$(BIN)/python -m bench.pages $(BENCH)

bench-layers: $(VENV)/test.stamp
	$(BIN)/python -m bench.layers $(BENCH)

bench-start: $(VENV)/test.stamp
	$(BIN)/python -m bench.start

bench-execution: $(VENV)/test.stamp
	$(BIN)/python -m bench.execution

bench-machinery: $(VENV)/test.stamp
	$(BIN)/python -m bench.machinery $(BENCH)

bench-instructions: $(VENV)/test.stamp
	$(BIN)/python -m bench.instructions $(BENCH)

bench-frames: $(VENV)/test.stamp
	$(BIN)/python -m bench.frames $(BENCH)

bench-attacks: $(VENV)/test.stamp
	$(BIN)/python -m bench.security $(BENCH)

# Prints "could not be audited" for a package whose advisories it cannot download.
audit: $(VENV)/test.stamp
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement .ci/lock/serve.txt

clean:
	rm -rf $(VENV)

# pip cannot check the hash of a folder, so the project itself is installed in a second step, built
# by the locked hatchling.
$(VENV)/%.stamp: .ci/lock/%.txt pyproject.toml $(VENV)/made.stamp
	@echo "Installing $$(grep -c == $<) locked packages into $(VENV), once:" \
		"$(if $(UV),a few seconds with uv.,one to two minutes with pip.)"
	@$(INSTALL) --require-hashes --requirement $<
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@
