# SPDX-License-Identifier: MIT
# Benchmarks, always of the release kernel without tests.
#
#> make bench            instructions per operation beside Linux's; also build/bench.json
#>     ROW=glob BENCH="a.c"                                          which rows, whose
#
# BENCH are the foreign files whose rows are compared with Linux's.

BENCH ?= bench/pagebench.c

BENCH_KERNEL := $(AGAIN) TESTS=0 DEBUG=0

.PHONY: bench _bench
bench: $(AFTER_SETUP)
	@$(BENCH_KERNEL) EXTRA= iso
	@$(BENCH_KERNEL) EXTRA=$(call quote,$(BENCH)) _bench

_bench: $(ISO)
	@$(PYTHON) tools/bench.py --iso $(OUT)/quarry.iso --rows-iso $(ISO) \
		--kernel $(OUT)/quarry.elf --baseline tests/data/baseline/linux-6.1.json \
		--out $(BUILD)/bench.json --row $(call quote,$(value ROW))
