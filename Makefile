.PHONY: help run test install requirements sbom audit clean

help:
	@echo "make run           set up, then serve the form and the API on http://127.0.0.1:8000/"
	@echo "make test          set up, then run all checks and tests (CI=true: the slow ones too)"
	@echo "make install       set up only: .venv/bin/rxlens"
	@echo "make requirements  pin the packages anew (needs uv)"
	@echo "make sbom          list what the program is made of: dist/rxlens.cdx.json (CycloneDX)"
	@echo "make audit         compare the pinned packages with published advisories (needs the network)"
	@echo "make clean         remove .venv and all caches"

run: install
	@.venv/bin/rxlens serve --demo

test:
	@sh scripts/setup.sh test
	@sh scripts/test.sh

install:
	@sh scripts/setup.sh

requirements:
	@sh scripts/requirements.sh

sbom:
	@python3 scripts/sbom.py dist/rxlens.cdx.json

audit: sbom
	@sh scripts/audit.sh

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
