# SPDX-License-Identifier: MIT
"""Stand-ins for QEMU and make, found first in PATH, so that the runner is tested as a program.

The fake QEMU reads the command line that a boot would have from the boot disk and answers with
a recorded log and an exit status, by the first of `ANSWERS` that is in it.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import List

import tools_path

QEMU = """#!{python}
import sys, tarfile, time
disk = [word[5:].split(",")[0] for word in sys.argv if word.endswith("boot.tar,format=raw,if=ide")]
with tarfile.open(disk[0]) as archive:
    boot_cfg = archive.extractfile("boot.cfg").read().decode()
for text, log, status in {answers!r}:
    if text in boot_cfg:
        break
else:
    sys.exit("no answer to " + boot_cfg)
if log == "complain":
    sys.exit("fake: cannot set up guest memory")
if log == "flood":
    while True:
        sys.stdout.buffer.write(b"x" * 65536)
sys.stdout.buffer.write(open("{data}/" + log + ".log", "rb").read())
sys.stdout.flush()
if status is None:
    time.sleep(60)
sys.exit(status)
"""

MAKE = """#!/bin/sh
for word; do
	case $word in
	BUILD=*) build=${{word#BUILD=}} ;;
	PAE=*|DEBUG=*|STACK_PAGES=*|NR_CPUS=*|TESTS=*) eval "$word" ;;
	esac
done
if [ "$PAE" = "{broken_pae}" ]; then
	echo "mm/buddy.c:7: error: broken"
	exit 2
fi
[ "$PAE" = 1 ] && name=pae || name=nopae
[ "$DEBUG" = 1 ] && name=$name-debug || name=$name-release
name=$name-stack$STACK_PAGES-cpus$NR_CPUS
[ "$TESTS" = 1 ] || name=$name-notests
mkdir -p "$build/$name"
: > "$build/$name/quarry.iso"
"""


def install(directory: Path, answers, broken_pae: str = "") -> None:
    """Writes the stand-ins into a directory."""
    for name, text in (
            ("qemu-system-i386", QEMU.format(python=sys.executable, answers=answers,
                                             data=tools_path.DATA)),
            ("make", MAKE.format(broken_pae=broken_pae))):
        path = directory / name
        path.write_text(text)
        path.chmod(0o755)


def run(directory: Path, words: List[str], **environment) -> subprocess.CompletedProcess:
    """Runs one of the tools with the stand-ins in PATH."""
    env = dict(os.environ, PATH=f"{directory}:{os.environ['PATH']}", **environment)
    return subprocess.run([sys.executable, str(tools_path.TOOLS / words[0])] + words[1:],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=env, check=False, timeout=60)
