# SPDX-License-Identifier: MIT
"""Rules that another program knows: formatting, static analysis, scripts that parse."""

import re
import shutil
import subprocess
from typing import Iterator

from checks.tree import Finding, Tree

_MESSAGE = re.compile(r"([^:\s][^:]*):(\d+):(?:\d+:)? *(.*)")
_CHUNK = 40


def clang_format(tree: Tree) -> Iterator[Finding]:
    """sources are formatted as .clang-format says"""
    program = shutil.which("clang-format") or shutil.which("clang-format-14")
    if not program:
        yield Finding("tools/setup.sh", 1, "clang-format is not installed: run `make setup`")
        return
    paths = tree.select(".c", ".h")
    for begin in range(0, len(paths), _CHUNK):
        done = subprocess.run([program, "--dry-run", "--Werror", *paths[begin:begin + _CHUNK]],
                              cwd=tree.root, stdin=subprocess.DEVNULL, capture_output=True,
                              check=False)
        seen = set()
        for line in done.stderr.decode(errors="replace").splitlines():
            match = _MESSAGE.match(line)
            if match and "clang-format" in line and match.group(1) not in seen:
                seen.add(match.group(1))
                yield Finding(match.group(1), int(match.group(2)),
                              "not formatted; `clang-format -i` does it")


# What cppcheck cannot know: arithmetic on void pointers is GNU C, the linker script's borders
# are no objects of their own, and it expands no macro that counts its arguments.
_NOT_ASKED = ("arithOperationsOnVoidPointer", "comparePointers", "preprocessorErrorDirective",
              "missingInclude", "unknownMacro")
_DEFINED = ("CONFIG_X86_PAE=1", "CONFIG_NR_CPUS=8", "CONFIG_STACK_PAGES=2", "CONFIG_TESTS=1",
            "CONFIG_DEBUG=1", "__GNUC__=12")


def cppcheck(tree: Tree) -> Iterator[Finding]:
    """static analysis finds nothing in the kernel's sources"""
    program = shutil.which("cppcheck")
    if not program:
        yield Finding("tools/setup.sh", 1, "cppcheck is not installed: run `make setup`")
        return
    paths = [path for path in tree.select(".c")
             if path.split("/")[0] in ("boot", "arch", "kernel", "mm", "lib", "drivers")]
    if not paths:
        return
    done = subprocess.run(
        [program, "--quiet", "--enable=warning,portability", "--std=c11", "--platform=unix32",
         "--template={file}:{line}: {id}: {message}", "-j2", "-Iinclude", "-Iarch/x86/include",
         *(f"--suppress={name}" for name in _NOT_ASKED), *(f"-D{name}" for name in _DEFINED),
         *paths],
        cwd=tree.root, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    for line in sorted(set(done.stderr.decode(errors="replace").splitlines())):
        match = _MESSAGE.match(line)
        if match:
            yield Finding(match.group(1), int(match.group(2)), match.group(3))


def scripts(tree: Tree) -> Iterator[Finding]:
    """Python and shell scripts parse"""
    for path in tree.select(".py"):
        try:
            compile(tree.text(path), path, "exec")
        except SyntaxError as error:
            yield Finding(path, error.lineno or 1, str(error.msg))
    for path in tree.select(".sh") + [p for p in tree.paths if p == ".ci/run"]:
        shell = "bash" if tree.text(path).startswith("#!/bin/bash") else "sh"
        done = subprocess.run([shell, "-n", path], cwd=tree.root, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False)
        if done.returncode:
            yield Finding(path, 1, done.stderr.decode(errors="replace").strip())
