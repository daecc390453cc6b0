# SPDX-License-Identifier: MIT
#
# Quarry's build. `make help` lists what it does; docs/testing.md and the README say more.
#
# Every variant is built out of tree in build/<variant>/. The variant's name is made of the
# options below, so objects of two variants never meet; within a variant the flags are kept in
# a stamp, so changing CFLAGS or the compiler rebuilds what depends on them.

# ---- options -------------------------------------------------------------------------------
PAE         ?= 1
DEBUG       ?= 0
STACK_PAGES ?= 2
NR_CPUS     ?= 8
TESTS       ?= 1
EXTRA       ?=
# 0: a compiler that warns of more than the one this is developed with does not stop the build.
WERROR      ?= 1
BUILD       ?= build

MEM    ?= 2G
CPUS   ?= 2
APPEND ?=
GUI    ?= 0
BATCH  ?= 0

CROSS_COMPILE ?= i686-linux-gnu-
CC      := $(CROSS_COMPILE)gcc
LD      := $(CROSS_COMPILE)ld
NM      := $(CROSS_COMPILE)nm
OBJCOPY := $(CROSS_COMPILE)objcopy
SIZE    := $(CROSS_COMPILE)size
PYTHON  ?= python3

ifneq ($(filter-out 0 1,$(PAE) $(DEBUG) $(TESTS) $(GUI) $(BATCH) $(UEFI) $(WERROR)),)
$(error PAE, DEBUG, TESTS, GUI, BATCH, UEFI and WERROR are 0 or 1)
endif
ifneq ($(filter-out 1 2,$(STACK_PAGES)),)
$(error STACK_PAGES is 1 or 2)
endif
ifeq ($(filter $(NR_CPUS),$(shell seq 1 32)),)
$(error NR_CPUS is 1 to 32)
endif

VARIANT := $(if $(filter 1,$(PAE)),pae,nopae)-$(if $(filter 1,$(DEBUG)),debug,release)$\
-stack$(STACK_PAGES)-cpus$(NR_CPUS)$(if $(filter 0,$(TESTS)),-notests)
OUT     := $(BUILD)/$(VARIANT)

# Foreign sources are linked into a kernel of their own beside the variant's, so that adding
# one never changes what plain `make` has built.
EXTRA_HASH := $(if $(strip $(EXTRA)),$(shell printf '%s' '$(abspath $(EXTRA))' | cksum | cut -d' ' -f1))
KOUT       := $(OUT)$(if $(EXTRA_HASH),/extra-$(EXTRA_HASH))

KERNEL := $(KOUT)/quarry.elf
ISO    := $(KOUT)/quarry.iso

# ---- flags ---------------------------------------------------------------------------------
WARNINGS := -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wshadow -Wundef \
	-Wframe-larger-than=512 -Wvla -Wno-unused-parameter -Wno-sign-compare \
	-Wno-missing-field-initializers

WERROR_FLAG := $(if $(filter 1,$(WERROR)),-Werror)

# PAE came with the Pentium Pro, and so did CMOV; the other build runs on a Pentium.
ARCHFLAGS := -m32 -march=$(if $(filter 1,$(PAE)),i686,i586) -mtune=generic -mregparm=3 \
	-freg-struct-return -mno-mmx -mno-sse -mno-80387 -mgeneral-regs-only \
	-mpreferred-stack-boundary=2

CPPFLAGS := -nostdinc -isystem $(shell $(CC) -print-file-name=include 2>/dev/null) \
	-Iinclude -Iarch/x86/include -I$(OUT)/include -include generated/autoconf.h

# CFLAGS on the command line comes after these.
override CFLAGS := -std=gnu11 -O2 -g $(ARCHFLAGS) -ffreestanding -fno-pic -fno-pie -fno-common \
	-fno-strict-aliasing -fno-strict-overflow -fno-delete-null-pointer-checks \
	-fno-asynchronous-unwind-tables -ffunction-sections -fno-reorder-functions \
	-fcf-protection=none -ffile-prefix-map=$(CURDIR)/= \
	$(if $(filter 1,$(DEBUG)),-fno-omit-frame-pointer -fstack-protector-strong \
	-mstack-protector-guard=global,-fomit-frame-pointer -fno-stack-protector) \
	$(CFLAGS)

ASFLAGS := -m32 -g -D__ASSEMBLY__
LDFLAGS := -m elf_i386 -nostdlib --build-id=none -z noexecstack -z max-page-size=0x1000 \
	--no-warn-rwx-segments --orphan-handling=error

# ---- sources -------------------------------------------------------------------------------
SRCS := $(sort $(wildcard $(addsuffix /*.c,boot arch/x86 kernel mm lib drivers) \
	$(addsuffix /*.S,boot arch/x86)))
SRCS += $(if $(filter 1,$(TESTS)),$(sort $(wildcard tests/*.c)))
OBJS := $(patsubst %,$(OUT)/%.o,$(basename $(SRCS)))

# A foreign file's name is the prefix of its parameters, with `_` for `-`.
modname = $(subst -,_,$(basename $(notdir $(1))))
extra_o = $(KOUT)/foreign/$(basename $(notdir $(1))).o
EXTRA_OBJS := $(foreach f,$(EXTRA),$(call extra_o,$(f)))
ifneq ($(filter-out %.c,$(EXTRA)),)
$(error EXTRA: not a C file: $(filter-out %.c,$(EXTRA)) (names with spaces cannot be used))
endif
ifneq ($(filter-out $(wildcard $(EXTRA)),$(EXTRA)),)
$(error EXTRA: no such file: $(filter-out $(wildcard $(EXTRA)),$(EXTRA)))
endif
EXTRA_NAMES := $(foreach f,$(EXTRA),$(call modname,$(f)))
ifneq ($(words $(EXTRA_NAMES)),$(words $(sort $(EXTRA_NAMES))))
$(error EXTRA: two files have the same name, which is also the prefix of their parameters)
endif

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

.PHONY: all
all: $(ISO) compile_commands.json

include tools/make/build.mk
include tools/make/commands.mk
