# SPDX-License-Identifier: MIT
# The commands of `make help`. Included by the Makefile, which sets the names used here.
#
# A command that needs the kernel starts another make for it (the names with _ before them).
# That one reads the Makefile anew, so `make setup run` works on a machine on which the compiler
# was not there yet when the first one read it.

# However many jobs there are, setup comes before what stands beside it on the command line.
AFTER_SETUP := $(filter setup,$(MAKECMDGOALS))
AGAIN       := $(MAKE) --no-print-directory

TEST    ?=
ROW     ?=
QUICK   ?= 0
JUNIT   ?=
SEED    ?=
JOBS    ?= $(shell nproc)
TIMEOUT ?= 600
MACHINE ?= pc
UEFI    ?= 0
CPU     ?= max

# What a shell must not look into: $(call quote,TEXT) is one word, whatever is in it.
quote = '$(subst ','\'',$(1))'

.PHONY: help setup run test check selftest clean iso variant-name _run

help:
	@sed -n 's/^#> \?//p' tools/make/commands.mk $(filter-out %/commands.mk,$(MAKEFILE_LIST))
#> make setup            install the Debian packages that are missing (sudo if not root)
#> make                  build/<variant>/quarry.iso, and the kernel with symbols beside it
#>     PAE=0|1 DEBUG=0|1 STACK_PAGES=1|2 NR_CPUS=1..32 TESTS=0|1     the variant
#>     EXTRA="a.c b.c"                                               link these in as well
#> make run              boot it in the terminal; Ctrl-A X leaves
#>     MEM=2G CPUS=2 CPU=max MACHINE=pc|q35 UEFI=0|1 GUI=0|1         the machine
#>     APPEND="..."                                                  the command line
#>     BATCH=1 TIMEOUT=600                                           unattended
#> make test             boot the whole matrix of machines and judge them
#>     QUICK=1 TEST=glob ROW=glob SEED=n JOBS=n JUNIT=file           what, and how
#> make check            rules of the source: layers, sizes, documentation, format, static analysis
#> make selftest         the tools' own tests
#> make memmap-check     what the kernel makes of firmware maps, on the host
#>     MAPS="file..." VERBOSE=0|1
#> make host-test fuzz   the parsers on the host, under sanitizers; FUZZ_SECONDS=20
#> make clean            remove build/

setup:
	@sh tools/setup.sh

iso: $(ISO)

variant-name:
	@echo $(VARIANT)

# ---- run -----------------------------------------------------------------------------------
RUN_ARGS = --mem $(MEM) --cpus $(CPUS) --cpu $(CPU) --machine $(MACHINE) \
	$(if $(filter 1,$(UEFI)),--uefi) $(if $(filter 1,$(GUI)),--gui)

run: $(AFTER_SETUP)
	@$(AGAIN) _run

_run: $(ISO)
	@$(PYTHON) tools/run.py --iso $(ISO) $(RUN_ARGS) --append $(call quote,$(value APPEND)) \
		$(if $(filter 1,$(BATCH)),--batch --timeout $(TIMEOUT))

# ---- test ----------------------------------------------------------------------------------
TEST_ARGS = --build $(BUILD) --jobs $(JOBS) --test $(call quote,$(value TEST)) \
	--row $(call quote,$(value ROW)) --seed $(call quote,$(SEED)) \
	$(if $(filter 1,$(QUICK)),--quick) $(if $(JUNIT),--junit $(JUNIT)) \
	$(if $(filter-out i686-linux-gnu-,$(CROSS_COMPILE)),--make CROSS_COMPILE=$(CROSS_COMPILE))

test: $(AFTER_SETUP)
	@$(PYTHON) tools/test.py $(TEST_ARGS)

# ---- check ---------------------------------------------------------------------------------
check: $(AFTER_SETUP)
	@$(PYTHON) tools/check.py

selftest:
	@$(PYTHON) tools/selftest.py

clean:
	rm -rf $(BUILD) compile_commands.json

-include tools/make/host.mk tools/make/bench.mk tools/make/gdb.mk
