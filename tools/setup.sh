#!/bin/sh
# SPDX-License-Identifier: MIT
#
# `make setup`: installs the Debian packages that the commands need and that are missing.
# Needs nothing that a bare Debian 12 does not have; run again, it finds nothing to do.
set -eu

# The kernel: cross compiler (Debian names it after the target), ISO with BIOS and UEFI loaders.
packages="make python3 gcc-i686-linux-gnu binutils-i686-linux-gnu"
packages="$packages grub-common grub-pc-bin grub-efi-ia32-bin xorriso mtools"
# The machines: emulator, 32-bit UEFI firmware, debugger.
packages="$packages qemu-system-x86 ovmf-ia32 gdb"
# Tests on the host: compiler with sanitizers and fuzzer, compressed traces, device trees.
packages="$packages gcc libc6-dev clang-14 libclang-rt-14-dev xz-utils device-tree-compiler"
# `make check`.
packages="$packages clang-format cppcheck"

is_installed() {
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

if ! command -v apt-get >/dev/null 2>&1; then
	echo "setup: this is not Debian; install these, or what they are called here:" >&2
	echo "  $packages" >&2
	exit 1
fi

missing=
for package in $packages; do
	is_installed "$package" || missing="$missing $package"
done
if [ -z "$missing" ]; then
	echo "setup: everything is installed"
	exit 0
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "setup: neither root nor sudo; as root: apt-get install$missing" >&2
		exit 1
	fi
	as_root="sudo"
fi

echo "setup: installing$missing"
$as_root apt-get update -q
# The word list is meant to be split.
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -q -y --no-install-recommends $missing </dev/null

for package in $missing; do
	if ! is_installed "$package"; then
		echo "setup: $package is still not installed" >&2
		exit 1
	fi
done
echo "setup: done"
