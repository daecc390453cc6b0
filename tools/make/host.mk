# SPDX-License-Identifier: MIT
# What runs on the build machine: the map checker, the parsers' tests, and the fuzzers.
#
#   make memmap-check [MAPS="file..."] [VERBOSE=1]   what the kernel would make of memory maps
#   make host-test                                  parser tests under ASan and UBSan
#   make fuzz [FUZZ_SECONDS=20]                     each fuzz target for that long

HOSTCC       ?= gcc
FUZZCC       ?= clang-14
MAPS         ?= $(sort $(wildcard tests/data/memmaps/*.txt))
FUZZ_SECONDS ?= 20
VERBOSE      ?= 0

HOST     := $(BUILD)/host
HOST_INC := -Itools/host/include -Iinclude -Itools/host
HOST_STD := -std=gnu11 -D_GNU_SOURCE -DCONFIG_TESTS=1 -g $(HOST_INC) -fno-omit-frame-pointer \
	-Wall -Wextra -Wshadow -Wno-unused-parameter -Wno-sign-compare \
	-Wno-missing-field-initializers -Werror
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

# Sources that know nothing of the machine, the same files as in the kernel.
HOST_PURE  := boot/memmap.c boot/memmap_text.c boot/boot_options.c boot/multiboot2.c \
	mm/zone_layout.c mm/bootmem.c lib/boot_error.c
HOST_TESTS := tests/test_multiboot2.c tests/test_memmap.c tests/test_memmap_text.c \
	tests/test_boot_options.c tests/test_zone_layout.c tests/test_bootmem.c

host_objs = $(patsubst %.c,$(HOST)/$(1)/%.o,$(2))
HOST_COMMON := $(call host_objs,asan,$(HOST_PURE) tools/host/map_file.c tools/host/reference.c)
FUZZ_COMMON := $(call host_objs,fuzz,$(HOST_PURE) tools/host/reference.c)
FUZZERS     := multiboot2 memmap

$(HOST)/asan/%.o: %.c tools/make/host.mk
	@mkdir -p $(dir $@)
	@echo "  HOSTCC  $<"
	@$(HOSTCC) $(HOST_STD) -O1 $(SANITIZE) -MMD -MP -c $< -o $@

$(HOST)/fuzz/%.o: %.c tools/make/host.mk
	@mkdir -p $(dir $@)
	@echo "  FUZZCC  $<"
	@$(FUZZCC) $(HOST_STD) -O1 $(SANITIZE) -fsanitize=fuzzer-no-link -MMD -MP -c $< -o $@

$(HOST)/memmap-check: $(call host_objs,asan,tools/host/memmap-check.c tools/host/host_log.c) \
		$(HOST_COMMON)
	@$(HOSTCC) $(SANITIZE) -o $@ $^

$(HOST)/host-test: $(call host_objs,asan,tools/host/test_runner.c $(HOST_TESTS)) $(HOST_COMMON)
	@$(HOSTCC) $(SANITIZE) -o $@ $^

$(FUZZERS:%=$(HOST)/fuzz_%): $(HOST)/fuzz_%: $(HOST)/fuzz/tools/host/fuzz_%.o \
		$(HOST)/fuzz/tools/host/host_log.o $(FUZZ_COMMON)
	@$(FUZZCC) $(SANITIZE) -fsanitize=fuzzer -o $@ $^

.PHONY: memmap-check
memmap-check: $(HOST)/memmap-check
	@$< $(if $(filter 1,$(VERBOSE)),-v) $(MAPS)

.PHONY: host-test
host-test: $(HOST)/host-test
	@$< --bad $(sort $(wildcard tests/data/memmaps-bad/*.txt))

# New inputs stay in the build directory; the seeds in the tree are only read. The maps of real
# machines are seeds too, and so is every file that has to be refused.
.PHONY: fuzz $(FUZZERS:%=fuzz-%)
fuzz: $(FUZZERS:%=fuzz-%)
$(FUZZERS:%=fuzz-%): fuzz-%: $(HOST)/fuzz_%
	@mkdir -p $(HOST)/corpus/$* $(HOST)/crashes
	@echo "  FUZZ    $* for $(FUZZ_SECONDS) s"
	@$< -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=10 -print_final_stats=1 \
		-artifact_prefix=$(HOST)/crashes/$*- $(HOST)/corpus/$* tests/data/fuzz/$* \
		$(if $(filter memmap,$*),tests/data/memmaps tests/data/memmaps-bad) \
		> $(HOST)/fuzz_$*.log 2>&1 || { tail -40 $(HOST)/fuzz_$*.log >&2; exit 1; }
	@grep -E 'number_of_executed_units|new_units_added' $(HOST)/fuzz_$*.log

-include $(shell find $(HOST) -name '*.d' 2>/dev/null)
