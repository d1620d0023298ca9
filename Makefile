# Everything a person does with this repository. Each target installs what it needs: see eng/setup.sh.
# Settings of the build may be named with any target: make build OnnxRuntime=gpu OnnxRuntimeGenAi=true LLama=true (eng/Networks.props).
CONFIGURATION ?= Release
SOLUTION := PixelShap.Video.sln
COMMAND := src/PixelShap.Video.Cli
BUILD := dotnet build -c $(CONFIGURATION) -v quiet -clp:NoSummary
.DEFAULT_GOAL := help
.PHONY: help setup build command test corpus coverage mutants demo publish reproduce notice pack bench format clean

help: ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: ## Install what is missing (apt); does nothing the second time
	@eng/setup.sh

build: ## Build everything
	@eng/setup.sh --beside '$(BUILD) $(SOLUTION)'

test: ## Run all tests; closes with "N passed, N failed, N skipped"
	@eng/setup.sh --with-tests --beside '$(BUILD) $(SOLUTION)'
	@eng/test.sh $(CONFIGURATION)

corpus: ## Read all hostile inputs, kill, and fill disks: minutes
	@eng/setup.sh --with-tests --beside '$(BUILD) tests/Corpus -p:RunAnalyzers=false'
	@dotnet artifacts/bin/Corpus/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/Corpus.dll

coverage: ## Measure which lines of the core the tests of the rooms reach
	@eng/setup.sh --with-tests --beside 'dotnet build -c Debug -v quiet -clp:NoSummary $(SOLUTION)'
	@eng/coverage.sh

mutants: ## Put faults into the core, one at a time, and see the tests fail: docs/mutants.md
	@eng/setup.sh --with-tests
	@python3 eng/mutants.py --write

# Without the analyzers, which take longer than the compiler: 'make build' and 'make test' run them.
command: ## Build the command alone, which ./pixelshap runs
	@eng/setup.sh --beside '$(BUILD) $(COMMAND) -p:RunAnalyzers=false'

demo: command ## Run the main job on the sample clips
	@eng/demo.sh

publish: ## Make artifacts/pixelshap: the command in a folder that needs no .NET
	@eng/setup.sh
	@rm -rf artifacts/pixelshap
	@dotnet publish $(COMMAND) -c $(CONFIGURATION) --self-contained -o artifacts/pixelshap -v quiet -clp:NoSummary
	@mv artifacts/pixelshap/PixelShap.Video.Cli artifacts/pixelshap/pixelshap
	@cp LICENSE NOTICE sbom.cdx.json artifacts/pixelshap

reproduce: ## Build the command twice, in two folders, and compare every byte
	@eng/reproduce.sh

notice: command ## Write NOTICE, sbom.cdx.json and docs/errors.md again
	@python3 eng/notice.py
	@python3 eng/errors.py

pack: ## Make the library PixelShap as a NuGet package: artifacts/package
	@dotnet pack src/PixelShap -c $(CONFIGURATION) -o artifacts/package -v quiet -clp:NoSummary

bench: build ## Run the benchmarks
	@dotnet run --project bench/PixelShap.Bench -c Release --no-build

format: ## Format the code
	@dotnet format $(SOLUTION)

clean: ## Remove everything that was built
	@rm -rf artifacts
