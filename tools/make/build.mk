# SPDX-License-Identifier: MIT
# Rules from source to ISO. Included by the Makefile, which sets the names used here.

# ---- configuration -------------------------------------------------------------------------
define AUTOCONF
#define CONFIG_X86 1
#define CONFIG_X86_32 1
#define CONFIG_X86_TSC 1
#define CONFIG_SMP 1
#define CONFIG_HIGHMEM 1
#define CONFIG_NR_CPUS $(NR_CPUS)
#define CONFIG_STACK_PAGES $(STACK_PAGES)
$(if $(filter 1,$(PAE)),#define CONFIG_X86_PAE 1)
$(if $(filter 1,$(DEBUG)),#define CONFIG_DEBUG 1)
$(if $(filter 1,$(TESTS)),#define CONFIG_TESTS 1)
#define QUARRY_VARIANT "$(VARIANT)"
endef

AUTOCONF_H := $(OUT)/include/generated/autoconf.h
FLAGS      := $(OUT)/flags

# Rewritten only when its text changes, so that its time stamp means something. $(file) writes
# when the recipe is expanded, before any of its lines runs, hence $(shell mkdir).
define write_if_changed
	$(shell mkdir -p $(dir $(1)))$(file >$(1).new,$(2))
	@if cmp -s $(1).new $(1); then rm $(1).new; else mv $(1).new $(1); fi
endef

.PHONY: FORCE
FORCE:

$(AUTOCONF_H): FORCE
	$(call write_if_changed,$@,$(AUTOCONF))

$(FLAGS): FORCE
	$(call write_if_changed,$@,$(CC) $(shell $(CC) -dumpfullversion) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(ASFLAGS) $(LDFLAGS))

# The list of objects is a stamp as well: a deleted source must cause a link.
$(KOUT)/objects: FORCE
	$(call write_if_changed,$@,$(OBJS) $(abspath $(EXTRA)))

# ---- objects -------------------------------------------------------------------------------
cc_o = $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -DKBUILD_MODNAME='"$(call modname,$(1))"'

$(OUT)/%.o: %.c $(AUTOCONF_H) $(FLAGS)
	@mkdir -p $(dir $@)
	@echo "  CC      $<"
	@$(call cc_o,$<) $(WARNINGS) $(WERROR_FLAG) -c $< -o $@

$(OUT)/%.o: %.S $(AUTOCONF_H) $(FLAGS)
	@mkdir -p $(dir $@)
	@echo "  AS      $<"
	@$(CC) $(CPPFLAGS) $(ASFLAGS) -MMD -MP -c $< -o $@

# Foreign files keep their own style: warnings are shown. What cannot be right is an error.
EXTRA_WARNINGS := -Wall -Wno-pointer-sign $(addprefix -Werror=,implicit-function-declaration implicit-int \
	incompatible-pointer-types return-type)
foreign_flags = -DMODULE_FOREIGN -Dinit_module=init_module_$(call modname,$(1)) \
	-Dcleanup_module=cleanup_module_$(call modname,$(1))
define extra_rule
$(call extra_o,$(1)): $(1) $(AUTOCONF_H) $(FLAGS)
	@mkdir -p $$(dir $$@)
	@echo "  CC [X]  $(1)"
	@$$(call cc_o,$(1)) $$(call foreign_flags,$(1)) $$(EXTRA_WARNINGS) -I$(dir $(1)) -c $(1) -o $$@
endef
$(foreach f,$(EXTRA),$(eval $(call extra_rule,$(f))))

.PHONY: objs
objs: $(OBJS)
o/%: $(OUT)/%
	@:

-include $(OBJS:.o=.d) $(EXTRA_OBJS:.o=.d)

# ---- the kernel ----------------------------------------------------------------------------
# The image carries its own symbol table. Its size moves what is linked behind it, so three
# links are made: without it, with a table of the right size, with the right addresses.
# gensyms.py refuses when the last two differ.
LINK = $(LD) $(LDFLAGS) -T linker.ld

$(OUT)/linker.stamp: linker.ld
	@mkdir -p $(dir $@)
	@touch $@

# What a foreign file does not define of init_module() and cleanup_module() is NULL.
FOREIGN_LD := $(if $(EXTRA),$(KOUT)/foreign.ld)
ENTRY_POINTS = $(foreach n,$(EXTRA_NAMES),PROVIDE(init_module_$(n) = 0); PROVIDE(cleanup_module_$(n) = 0);)

$(KOUT)/foreign.ld: FORCE
	$(call write_if_changed,$@,$(ENTRY_POINTS))

$(KERNEL): $(OBJS) $(EXTRA_OBJS) $(FOREIGN_LD) $(KOUT)/objects $(FLAGS) $(OUT)/linker.stamp tools/gensyms.py
	@echo "  LD      $@"
	@mkdir -p $(KOUT)
	@$(PYTHON) tools/gensyms.py --empty > $(KOUT)/syms0.S
	@$(CC) $(ASFLAGS) -c $(KOUT)/syms0.S -o $(KOUT)/syms0.o
	@$(LINK) $(OBJS) $(EXTRA_OBJS) $(FOREIGN_LD) $(KOUT)/syms0.o -o $(KOUT)/link0.elf
	@$(NM) -n $(KOUT)/link0.elf | $(PYTHON) tools/gensyms.py > $(KOUT)/syms1.S
	@$(CC) $(ASFLAGS) -c $(KOUT)/syms1.S -o $(KOUT)/syms1.o
	@$(LINK) $(OBJS) $(EXTRA_OBJS) $(FOREIGN_LD) $(KOUT)/syms1.o -o $(KOUT)/link1.elf
	@$(NM) -n $(KOUT)/link1.elf | $(PYTHON) tools/gensyms.py > $(KOUT)/syms2.S
	@$(CC) $(ASFLAGS) -c $(KOUT)/syms2.S -o $(KOUT)/syms2.o
	@$(LINK) -Map $(KOUT)/quarry.map $(OBJS) $(EXTRA_OBJS) $(FOREIGN_LD) $(KOUT)/syms2.o -o $@.new
	@$(NM) -n $@.new | $(PYTHON) tools/gensyms.py | cmp -s - $(KOUT)/syms2.S || \
		{ echo "the symbol table did not settle in three links" >&2; exit 1; }
	@grub-file --is-x86-multiboot2 $@.new || { echo "$@: no multiboot2 header" >&2; exit 1; }
	@rm -f $(KOUT)/link0.elf $(KOUT)/link1.elf
	@mv $@.new $@

# ---- the ISO -------------------------------------------------------------------------------
# The stripped kernel goes on the medium; the one with symbols stays beside it for gdb.
$(ISO): $(KERNEL) iso/grub.cfg
	@echo "  ISO     $@"
	@rm -rf $(KOUT)/iso && mkdir -p $(KOUT)/iso/boot/grub
	@cp iso/grub.cfg $(KOUT)/iso/boot/grub/grub.cfg
	@$(OBJCOPY) --strip-all $(KERNEL) $(KOUT)/iso/boot/quarry.elf
	@grub-mkrescue --compress=no -o $@.new $(KOUT)/iso > $(KOUT)/iso.log 2>&1 || \
		{ cat $(KOUT)/iso.log >&2; exit 1; }
	@mv $@.new $@

compile_commands.json: FORCE
	@$(PYTHON) tools/compile_commands.py --out $@ --dir $(CURDIR) \
		--command '$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS)' $(filter %.c,$(SRCS)) $(EXTRA)
