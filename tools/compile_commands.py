# SPDX-License-Identifier: MIT
"""Writes compile_commands.json, from which editors learn the flags of every C file.

The file is replaced only when its content changes, so that editors do not index anew.
"""

import argparse
import json
from pathlib import Path


def entries(directory: str, command: str, files) -> list:
    """One entry per C file."""
    def modname(name: str) -> str:
        return Path(name).stem.replace("-", "_")
    return [{"directory": directory, "file": name,
             "command": f"""{command} -DKBUILD_MODNAME='"{modname(name)}"' -c {name}"""}
            for name in files]


def write_if_changed(path: Path, text: str) -> bool:
    """Replaces the file in one step. Returns whether there was anything to replace."""
    if path.exists() and path.read_text() == text:
        return False
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.replace(path)
    return True


def main() -> None:
    """The command that tools/make/build.mk runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--dir", required=True, help="directory the command runs in")
    parser.add_argument("--command", required=True, help="compiler and flags")
    parser.add_argument("files", nargs="*", help="C files")
    args = parser.parse_args()
    text = json.dumps(entries(args.dir, args.command, args.files), indent=1) + "\n"
    write_if_changed(args.out, text)


if __name__ == "__main__":
    main()
