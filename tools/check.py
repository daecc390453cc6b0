# SPDX-License-Identifier: MIT
"""`make check`: the rules of the source.

Prints `file:line: message` for each place that breaks one. The last line counts the rules:
`N passed, N failed`.
"""

import argparse
import sys
from pathlib import Path

from checks import docs, external, layers, sizes, texts
from checks.tree import Tree

RULES = (
    layers.layering,
    layers.inline_assembly,
    layers.conditional_bodies,
    sizes.file_sizes,
    sizes.function_sizes,
    texts.spdx,
    texts.words,
    texts.blanks,
    docs.kernel_doc,
    docs.quoted_names,
    external.scripts,
    external.clang_format,
    external.cppcheck,
)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Checks the rules of the source.")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--rule", action="append", help="only this rule (may be repeated)")
    args = parser.parse_args()
    rules = [rule for rule in RULES if not args.rule or rule.__name__ in args.rule]
    if not rules:
        print(f"no such rule; there are {', '.join(rule.__name__ for rule in RULES)}")
        return 2
    tree = Tree(args.root)
    failed = 0
    for rule in rules:
        findings = list(rule(tree))
        for finding in findings:
            print(finding)
        failed += bool(findings)
        print(f"{'FAILED' if findings else 'ok':7}{rule.__name__}: {rule.__doc__}")
    print(f"{len(rules) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
