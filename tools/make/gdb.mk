# SPDX-License-Identifier: MIT
# The debugger: `make debug`, and the test of its commands.
#
#> make debug            QEMU stopped at the kernel's entry, gdb attached; docs/debugging.md
#>     GDB=gdb GDB_ARGS="-batch -ex ..."                             and the machine as for run
#> make gdb-test         the q- commands against live machines, with PAE and without

GDB      ?= gdb
GDB_ARGS ?=

.PHONY: debug _debug gdb-test kernel-directory

debug: $(AFTER_SETUP)
	@$(AGAIN) _debug

_debug: $(ISO)
	@$(PYTHON) tools/debug.py --iso $(ISO) --kernel $(KERNEL) --gdb $(call quote,$(GDB)) \
		$(RUN_ARGS) --append $(call quote,$(value APPEND)) \
		$(if $(GDB_ARGS),-- $(value GDB_ARGS))

# Where the kernel of this variant, with these EXTRA files, is built.
kernel-directory:
	@echo $(KOUT)

gdb-test: $(AFTER_SETUP)
	@$(PYTHON) tools/gdb/test_gdb.py --build $(BUILD) --gdb $(call quote,$(GDB)) \
		--debug $(DEBUG) --tests $(TESTS) --jobs $(JOBS) \
		$(if $(filter-out i686-linux-gnu-,$(CROSS_COMPILE)),--make CROSS_COMPILE=$(CROSS_COMPILE))
