# SPDX-License-Identifier: MIT
"""The boot disk: how one ISO serves every command line.

GRUB reads tar archives, so a run's boot.cfg and its boot modules travel in a tar file that QEMU
attaches as a raw disk. iso/grub.cfg looks for the first disk that has a boot.cfg and reads it.

What reaches the kernel is GRUB's rendition of the words: a word with a space in it arrives inside
double quotes, and each of ' " \\ arrives with a backslash before it. A kernel command line
is therefore split here the way people write one (double quotes group, `a="b c"` and `"a=b c"`
are the same word) and each word is handed to GRUB as a whole.
"""

import io
import tarfile
from pathlib import Path
from typing import List, NamedTuple, Sequence

BLOCK = 512


class Module(NamedTuple):
    """A boot module: the file's bytes, and the command line that names it to the kernel."""

    data: bytes
    cmdline: str


def split_cmdline(cmdline: str) -> List[str]:
    """Splits at blanks outside double quotes and removes those quotes."""
    words, word, quoted, started = [], [], False, False
    for char in cmdline:
        if char == '"':
            quoted, started = not quoted, True
        elif char.isspace() and not quoted:
            if started:
                words.append("".join(word))
            word, started = [], False
        else:
            word.append(char)
            started = True
    if quoted:
        raise ValueError(f"command line: a double quote is never closed: {cmdline}")
    if started:
        words.append("".join(word))
    return words


def grub_quote(word: str) -> str:
    """Writes a word so that GRUB's script language takes every character of it as it stands."""
    if any(ord(char) < 32 or ord(char) == 127 for char in word):
        raise ValueError(f"command line: control character in {word!r}")
    return "'" + word.replace("'", "'\\''") + "'"


def boot_cfg(cmdline: str, modules: Sequence[Module] = ()) -> str:
    """The text of boot.cfg for a kernel command line and modules (stored as module0, ...)."""
    words = ["multiboot2", "/boot/quarry.elf"] + [grub_quote(w) for w in split_cmdline(cmdline)]
    text = "function quarry_kernel { " + " ".join(words) + " ; }\n"
    if modules:
        text += "function quarry_modules {\n"
        for number, module in enumerate(modules):
            named = [grub_quote(w) for w in split_cmdline(module.cmdline)]
            text += f"\tmodule2 $dev/module{number} " + " ".join(named) + "\n"
        text += "}\n"
    return text


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    """Stores bytes under a name, with nothing in the header that differs between two runs."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))


def write(path: Path, cmdline: str, modules: Sequence[Module] = ()) -> None:
    """Writes the disk. Its size is whole sectors, as a disk's must be."""
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as archive:
        _add(archive, "boot.cfg", boot_cfg(cmdline, modules).encode())
        for number, module in enumerate(modules):
            _add(archive, f"module{number}", module.data)
    assert path.stat().st_size % BLOCK == 0
