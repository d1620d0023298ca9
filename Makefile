# Everything a person does with this repository. Each target installs what it needs: see eng/setup.sh.
CONFIGURATION ?= Release
SOLUTION := PixelShap.Video.sln
.DEFAULT_GOAL := help
.PHONY: help setup build test demo bench format clean

help: ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: ## Install what is missing (apt); does nothing the second time
	@eng/setup.sh

build: setup ## Build everything
	@dotnet build $(SOLUTION) -c $(CONFIGURATION) -v quiet -clp:NoSummary

test: ## Run all tests; closes with "N passed, N failed, N skipped"
	@eng/setup.sh --with-tests
	@dotnet build $(SOLUTION) -c $(CONFIGURATION) -v quiet -clp:NoSummary
	@eng/test.sh $(CONFIGURATION)

demo: build ## Run the main job on a sample clip
	@eng/demo.sh

bench: build ## Run the benchmarks
	@dotnet run --project bench/PixelShap.Bench -c Release --no-build

format: ## Format the code
	@dotnet format $(SOLUTION)

clean: ## Remove everything that was built
	@rm -rf artifacts
