# SPDX-License-Identifier: MIT
"""The matrix as data, the choice of rows, the maps that fit, and the variants' names."""

import subprocess
import tempfile
import unittest
from pathlib import Path

import tools_path
import matrix
import memmaps
import selection
import variant
from matrix import Deaths, Row


def rows_by_name():
    """The whole matrix."""
    return {row.name: row for row in matrix.rows()}


class Matrix(unittest.TestCase):
    """What the matrix must hold."""

    def test_sizes_and_kinds(self):
        rows = [row for row in matrix.rows() if isinstance(row, Row)]
        pae = {row.mem for row in rows if row.variant.pae and row.expect.kind == "tests"}
        nopae = {row.mem for row in rows if not row.variant.pae and row.expect.kind == "tests"}
        self.assertLessEqual({"8M", "16M", "64M", "512M", "897M", "1G", "2G", "3584M", "6G",
                              "16G", "60G"}, pae)
        self.assertLessEqual({"8M", "64M", "512M", "897M", "2G", "3584M", "6G"}, nopae)
        self.assertEqual({row.kind for row in rows}, {"pc", "q35"})
        self.assertTrue(any(row.uefi for row in rows))
        self.assertLessEqual({1, 2, 8}, {row.cpus for row in rows})

    def test_total_of_ram(self):
        rows = rows_by_name()
        self.assertEqual(rows["pae-6G"].ram_total()[1], 6 << 20)
        self.assertEqual(rows["nopae-6G"].ram_total()[1], 3 << 20)
        self.assertEqual(rows["q35-nopae-6G"].ram_total()[1], 2 << 20)
        self.assertEqual(rows["nopae-2G"].ram_total()[1], 2 << 20)
        self.assertIsNone(rows["cpu-pentium-pae"].ram_total())
        for row in rows.values():
            if isinstance(row, Row) and row.expect.kind in ("tests", "batch"):
                least, most = row.ram_total()
                self.assertLess(0, least, row.name)
                self.assertLessEqual(least, most, row.name)

    def test_complaints_are_unwanted_unless_expected(self):
        rows = rows_by_name()
        self.assertIn("unknown parameter", rows["pae-6G"].expected().absent)
        self.assertNotIn("unknown parameter", rows["unknown-parameter"].expected().absent)

    def test_every_row_ends(self):
        for row in matrix.rows():
            self.assertLess(0, row.timeout)
            if isinstance(row, Row) and row.expect.kind == "batch":
                self.assertIn("batch", row.cmdline.split(), row.name)
            if isinstance(row, Row) and row.expect.kind == "tests":
                self.assertRegex(row.cmdline, r"\btest=\S", row.name)

    def test_names_are_file_names(self):
        for name in rows_by_name():
            self.assertRegex(name, r"^[a-z0-9][\w.-]*$")

    def test_variant_names_are_the_makefiles(self):
        root = tools_path.TOOLS.parent
        for one in (variant.Variant(), variant.Variant(0, 1, 1, 1, 0),
                    variant.Variant(nr_cpus=32)):
            done = subprocess.run(["make", "-s", "--no-print-directory", *one.options(),
                                   "variant-name"], cwd=root, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, check=True,
                                  env=variant.clean_environment())
            self.assertEqual(done.stdout.decode().strip(), one.name)


class Selection(unittest.TestCase):
    """ROW=, TEST= and QUICK=1."""

    def names(self, row="", test="", quick=False):
        return [r.name for r in selection.select(matrix.rows(), row, test, quick)]

    def test_everything(self):
        self.assertEqual(self.names(), [row.name for row in matrix.rows()])

    def test_row(self):
        self.assertEqual(self.names("pae-64M"), ["pae-64M"])
        self.assertIn("nopae-64M", self.names("*pae-64M"))
        self.assertEqual(self.names("nosuch"), [])

    def test_row_of_a_death_test(self):
        self.assertEqual(self.names("death-null_read"), ["death"])
        self.assertEqual(self.names("death*"), ["death"])
        self.assertEqual(self.names("debug-death-x*"), ["debug-death"])

    def test_quick(self):
        quick = self.names(quick=True)
        self.assertLess(4, len(quick))
        self.assertLess(len(quick), 20)
        self.assertEqual(self.names("pae-8M", quick=True), ["pae-8M"])

    def test_tests(self):
        chosen = selection.select(matrix.rows(), "", "page_*", False)
        self.assertEqual({row.name for row in chosen},
                         {row.name for row in matrix.rows() if getattr(row, "focus", False)})
        for row in chosen:
            self.assertIn("test=page_*", row.cmdline.split())
            self.assertNotIn("test=*", row.cmdline.split())

    def test_tests_on_a_row(self):
        chosen = selection.select(matrix.rows(), "mem-64M", "page_*", False)
        self.assertEqual([row.cmdline for row in chosen], ["test=page_* mem=64M"])
        self.assertEqual(self.names("cpu-pentium-pae", "page_*"), [])

    def test_death_rows(self):
        row = Deaths("d", matrix.PAE).row("x", "text")
        self.assertEqual((row.name, row.cmdline, row.expect.texts), ("d-x", "death=x", ("text",)))


class Maps(unittest.TestCase):
    """Which machine can pretend to have a map."""

    def machine(self, text):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "map.txt"
            path.write_text(text)
            return memmaps.machine_for(path)

    def test_parse(self):
        self.assertEqual(memmaps.parse("# note\n0 9fc00 usable\n f0000 100000 7 # x\n"),
                         [(0, 0x9fc00, "usable"), (0xf0000, 0x100000, "7")])

    def test_smallest_that_has_all(self):
        mem, total = self.machine("0 9fc00 usable\n100000 4000000 usable\n")
        self.assertEqual(mem, "128M")
        self.assertEqual(total, (639 + 63 * 1024, 639 + 63 * 1024))

    def test_above_4_gb(self):
        mem, total = self.machine("100000 40000000 usable\n100000000 120000000 usable\n")
        self.assertEqual((mem, total[0]), ("6144M", (1535 << 10)))

    def test_no_machine_has_all(self):
        mem, total = self.machine("100000 d0000000 usable\n")
        self.assertEqual(mem, "6144M")
        self.assertEqual(total, ((3070 << 10), (3071 << 10)))

    def test_what_the_firmware_keeps_is_not_usable(self):
        self.assertEqual(self.machine("0 200000 usable\n")[1][1], 639 + 1024)

    def test_reserved_wins(self):
        everything = [memmaps.Range(0, 1 << 32, "usable")]
        for text, size in (("0 4000 usable\n1000 2000 reserved\n", 0x3000),
                           ("0 2000 usable\n0 2000 usable\n", 0x2000),
                           ("0 1801 usable\n1801 3000 usable\n", 0x3000),
                           ("0 1000 usable\n800 2000 7\n", 0x800), ("0 0 reserved\n", 0)):
            self.assertEqual(memmaps.usable_bytes(memmaps.parse(text), everything), size, text)


if __name__ == "__main__":
    unittest.main()
