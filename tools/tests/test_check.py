# SPDX-License-Identifier: MIT
"""Each rule of `make check` on a tree that keeps it and on one that breaks it."""

import shutil
import tempfile
import unittest
from pathlib import Path

import tools_path  # noqa: F401
from checks import csource, docs, external, layers, sizes, texts
from checks.tree import Tree

C = "// SPDX-License-Identifier: MIT\n"


class Rules(unittest.TestCase):
    """A tree made of a few files."""

    def findings(self, rule, files):
        with tempfile.TemporaryDirectory() as directory:
            for name, text in files.items():
                path = Path(directory) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return [(f.path, f.line, f.message) for f in rule(Tree(Path(directory)))]

    def good(self, rule, files):
        self.assertEqual(self.findings(rule, files), [])

    def bad(self, rule, files, path, line, message):
        found = self.findings(rule, files)
        self.assertEqual(len(found), 1, found)
        self.assertEqual(found[0][:2], (path, line))
        self.assertIn(message, found[0][2])

    def test_layering(self):
        good = '#include <linux/mm.h>\n#include <asm/page.h>\n#include "internal.h"\n'
        self.good(layers.layering, {"mm/a.c": good, "arch/x86/a.c": '#include "../b.h"\n',
                                    "mm/internal.h": "#include <stddef.h>\n",
                                    "lib/genalloc.c": "#include <linux/slab.h>\n",
                                    "tools/host/a.c": "#include <stdio.h>\n"})
        for name, path, message in (
                ("<stdio.h>", "mm/a.c", "not a header of the kernel"),
                ('"../arch/x86/apic.h"', "mm/a.c", "nothing outside arch/"),
                ('"arch/x86/include/asm/page.h"', "include/linux/mm.h", "nothing outside arch/"),
                ('"../kernel/sched.h"', "mm/a.c", "another directory"),
                ("<linux/slab.h>", "lib/rbtree.c", "lib/ stands below"),
                ("<linux/sched.h>", "lib/string.c", "lib/ stands below")):
            self.bad(layers.layering, {path: f"\n#include {name}\n"}, path, 2, message)

    def test_inline_assembly(self):
        self.good(layers.inline_assembly, {
            "arch/x86/a.c": 'void f(void)\n{\n\tasm("hlt");\n}\n',
            "mm/a.c": '#include <asm/page.h>\n/* asm("x") */\nchar *s = "asm(1)";\n',
            "include/linux/compiler.h":
                '#define barrier() __asm__ __volatile__("" ::: "memory")\n'})
        for word in ("asm", "__asm__", "asm volatile"):
            text = f'void f(void)\n{{\n\t{word}("hlt");\n}}\n'
            self.bad(layers.inline_assembly, {"mm/a.c": text},
                     "mm/a.c", 3, "inline assembly")

    def test_conditional_bodies(self):
        self.good(layers.conditional_bodies, {
            "mm/a.c": "#ifdef A\nint f(void)\n{\n\treturn 0;\n}\n#endif\n",
            "arch/x86/a.c": "int f(void)\n{\n#ifdef A\n#endif\n\treturn 0;\n}\n"})
        self.bad(layers.conditional_bodies,
                 {"mm/a.c": "int f(void)\n{\n# ifdef A\n\treturn 1;\n#endif\n\treturn 0;\n}\n"},
                 "mm/a.c", 3, "#if inside f()")

    def test_file_sizes(self):
        self.good(sizes.file_sizes, {"mm/a.c": "\n" * 700, "include/linux/a.h": "\n" * 200})
        self.bad(sizes.file_sizes, {"mm/a.c": "\n" * 701}, "mm/a.c", 700, "701 lines")
        self.bad(sizes.file_sizes, {"include/linux/a.h": "\n" * 201}, "include/linux/a.h", 200,
                 "201 lines")

    def test_function_sizes(self):
        def function(lines):
            return "int f(void)\n{\n" + "\tf();\n" * lines + "}\n"
        self.good(sizes.function_sizes, {"mm/a.c": function(80)})
        self.bad(sizes.function_sizes, {"mm/a.c": function(81)}, "mm/a.c", 2, "f() has 81 lines")

    def test_spdx(self):
        self.good(texts.spdx, {"mm/a.c": C, "a.h": "/* SPDX-License-Identifier: MIT */\n",
                               "x.sh": "#!/bin/sh\n# SPDX-License-Identifier: MIT\n",
                               "Makefile": "# SPDX-License-Identifier: MIT\n"})
        for name in ("a.c", "a.h", "a.S", "a.py", "a.mk", "a.ld", "a.sh", "Makefile"):
            self.bad(texts.spdx, {name: "\n"}, name, 1, "the first line is not")

    def test_words(self):
        self.good(texts.words, {"mm/a.c": "/* the framework/ of todos */\n",
                                "docs/a.md": "see mm/work/x and https://x.org/work/\n"})
        for text in ("TODO", "FIXME: x", "XXX", "a HACK", "not implemented",
                     "Not yet implemented", "see issue #2", "in issue 3", "for now",
                     "/tmp/q/plan", "cd /work/main", "/home/me/x"):
            self.bad(texts.words, {"docs/a.md": f"fine\nwell {text}\n"}, "docs/a.md", 2,
                     "does not belong here")

    def test_blanks(self):
        self.good(texts.blanks, {"mm/a.c": "a\n\nb\n"})
        self.bad(texts.blanks, {"mm/a.c": "a\nb \n"}, "mm/a.c", 2, "blanks at the end")
        self.bad(texts.blanks, {"mm/a.c": "a\nb"}, "mm/a.c", 2, "no line end")

    def test_kernel_doc(self):
        body = "int f(int a)\n{\n\treturn a;\n}\n"
        for doc in ("/**\n * f - does it\n * @a: what\n */\n", "/**\n * f() - does it\n */\n",
                    "/**\n * f, g, h - do\n */\n", "/**\n * one(), two(),\n * f() - do\n */\n"):
            self.good(docs.kernel_doc, {"mm/a.c": doc + body})
        self.good(docs.kernel_doc, {"mm/a.c": "static " + body, "tests/a.c": body})
        for doc in ("", "/* f - does it */\n", "/**\n * g - does f\n */\n",
                    "/**\n * f does it\n */\n"):
            self.bad(docs.kernel_doc, {"lib/a.c": doc + body}, "lib/a.c",
                     doc.count("\n") + 1, "has f in its title")

    def test_quoted_names(self):
        tree = {"mm/a.c": "int f(void);\n", "tools/x.py": "def g():\n    pass\n",
                "Makefile": "setup run: x\n\t@:\n"}
        self.good(docs.quoted_names, {**tree, "docs/a.md": "`f()` `g()` `make setup run` `make` "
                                      "`make run MEM=8M` `mm/a.c` `mm/` `build/x/y.iso` `asm/`\n",
                                      "mm/README.md": "`sub/b.c`\n", "mm/sub/b.c": "",
                                      "arch/x86/include/asm/a.h": ""})
        for text, message in (("`h()`", "h() does not exist"),
                              ("`make dance`", "`make dance` does not exist"),
                              ("`make setup dance X=1`", "`make dance` does not exist"),
                              ("`mm/b.c`", "mm/b.c does not exist")):
            self.bad(docs.quoted_names, {**tree, "docs/a.md": f"\n{text}\n"}, "docs/a.md", 2,
                     message)

    def test_scripts(self):
        self.good(external.scripts, {"a.py": "x = 1\n", "a.sh": "#!/bin/sh\ntrue\n"})
        self.bad(external.scripts, {"a.py": "\nx = = 1\n"}, "a.py", 2, "invalid syntax")
        self.bad(external.scripts, {"a.sh": "#!/bin/sh\nif true\n"}, "a.sh", 1, "end of file")

    @unittest.skipUnless(shutil.which("clang-format"), "clang-format is not installed")
    def test_clang_format(self):
        style = {".clang-format": "BasedOnStyle: LLVM\n"}
        self.good(external.clang_format, {**style, "a.c": "int a;\n"})
        self.bad(external.clang_format, {**style, "a.c": "int a;\nint    b;\n"}, "a.c", 2,
                 "not formatted")

    def test_cppcheck(self):
        head = "int f(int *p)\n{\n\tint a[2] = { p[0], p[1] };\n\n"
        self.good(external.cppcheck, {"mm/a.c": head + "\treturn a[1];\n}\n"})
        self.bad(external.cppcheck, {"mm/a.c": head + "\treturn a[2];\n}\n"}, "mm/a.c", 5,
                 "arrayIndexOutOfBounds")


class Source(unittest.TestCase):
    """Finding functions in C."""

    def names(self, text):
        return [(f.name, f.static, f.first_line, f.last_line) for f in csource.functions(text)]

    def test_plain(self):
        self.assertEqual(self.names("int a;\n\nint f(void)\n{\n}\nstatic void g(int x)\n{\n}\n"),
                         [("f", False, 3, 5), ("g", True, 6, 8)])

    def test_attributes(self):
        self.assertEqual(self.names("void __init f(void) __acquires(lock)\n{\n}\n")[0][0], "f")
        self.assertEqual(self.names("__printf(1, 2) int g(const char *a, ...)\n{\n}\n")[0][0], "g")
        self.assertEqual(self.names("void *h(void (*x)(int), int y)\n{\n}\n")[0][0], "h")

    def test_what_is_no_function(self):
        self.assertEqual(self.names("struct a {\n\tint b;\n};\nint c[] = { 1 };\n"
                                    "static struct a d = (struct a){ 1 };\n"
                                    "enum { E };\n#define F(x) {\n#define G }\n"), [])

    def test_braces_in_strings_and_comments(self):
        self.assertEqual(self.names("int f(void)\n{\n\tg(\"}\", '}'); /* } */ // }\n}\n"),
                         [("f", False, 1, 4)])

    def test_code_keeps_lines(self):
        text = "a /* b\nc */ d \"e\" // f\ng"
        self.assertEqual(csource.code(text), "a     \n     d \" \"     \ng")


if __name__ == "__main__":
    unittest.main()
