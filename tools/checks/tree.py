# SPDX-License-Identifier: MIT
"""The source tree as the rules see it: paths relative to its root, texts read once."""

import os
from pathlib import Path, PurePosixPath
from typing import Dict, Iterator, List, NamedTuple

SKIPPED_DIRECTORIES = (".git", "build", "__pycache__")
SKIPPED_FILES = ("compile_commands.json",)

# Taken as it is from elsewhere, so that it measures the same there and here.
UNMODIFIED = ("bench/mmbench.c",)

FOREIGN = ("tools/", "bench/", "tests/extra/", "tests/fuzz/")


class Finding(NamedTuple):
    """A place that breaks a rule."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Tree:
    """All files below a directory."""

    def __init__(self, root: Path):
        self.root = root
        self.paths: List[str] = sorted(self._walk())
        self._texts: Dict[str, str] = {}

    def _walk(self) -> Iterator[str]:
        for directory, names, files in os.walk(self.root):
            names[:] = [name for name in names if name not in SKIPPED_DIRECTORIES]
            for name in files:
                path = (Path(directory) / name).relative_to(self.root).as_posix()
                if name not in SKIPPED_FILES:
                    yield path

    def text(self, path: str) -> str:
        """A file's text; bytes that are no UTF-8 are replaced."""
        if path not in self._texts:
            data = (self.root / path).read_bytes()
            self._texts[path] = data.decode("utf-8", errors="replace")
        return self._texts[path]

    def select(self, *suffixes: str, under: str = "") -> List[str]:
        """Paths with one of the suffixes (or names), below a directory if one is given."""
        return [path for path in self.paths
                if path.startswith(under) and path not in UNMODIFIED
                and (PurePosixPath(path).suffix in suffixes
                     or PurePosixPath(path).name in suffixes)]

    def kernel_sources(self) -> List[str]:
        """C sources and headers of the kernel: not host tools, and not foreign files, which are
        linked in but owe the kernel's rules nothing."""
        return [path for path in self.select(".c", ".h")
                if not path.startswith(FOREIGN)]
