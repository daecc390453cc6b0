# SPDX-License-Identifier: MIT
"""The symbol table that is made from nm's output."""

import unittest

import tools_path  # noqa: F401 (makes the imports below work)
import gensyms


def names(*lines):
    """The names, in order, that are kept of these lines of nm."""
    return [name for _, name in gensyms.read_symbols(lines)]


class Selection(unittest.TestCase):
    """Which symbols are kept."""

    def test_functions_and_data(self):
        self.assertEqual(names("c0100000 T f", "c0100010 t g", "c0200000 D d", "c0200004 b e",
                               "c0200008 r c"), ["f", "g", "d", "e", "c"])

    def test_undefined_and_absolute_are_left_out(self):
        self.assertEqual(names("         U u", "         w v", "c0000000 A KERNEL_OFFSET"), [])

    def test_static_variables_of_functions_are_left_out(self):
        self.assertEqual(names("c0200000 d count.3", "c0200004 r __func__.1"), [])

    def test_parts_of_functions_are_kept(self):
        self.assertEqual(names("c0100000 t f.constprop.0", "c0100040 t f.cold"),
                         ["f.constprop.0", "f.cold"])

    def test_registration_is_left_out(self):
        self.assertEqual(names("c0200000 r __initcall_x", "c0200010 r __test_case_y",
                               "c0200020 d __this_module", "c0200030 R ksyms_names"), [])

    def test_boot_data_is_left_out_and_boot_code_is_kept(self):
        self.assertEqual(names("00100000 T _start", "00101000 d gdt"), ["_start"])

    def test_what_is_no_nm_output_is_refused(self):
        with self.assertRaises(ValueError):
            names("this is not from nm")


class SameAddress(unittest.TestCase):
    """One name for each address: the one that says most."""

    def test_function_before_alias(self):
        self.assertEqual(names("c0100000 T __memcpy", "c0100000 T memcpy"), ["memcpy"])

    def test_order_of_input_does_not_matter(self):
        lines = ["c0100000 t alias.1", "c0100000 T real", "c0100000 W weak"]
        self.assertEqual(names(*lines), names(*reversed(lines)))

    def test_sorted_by_address(self):
        self.assertEqual(names("c0100010 T b", "c0100000 T a"), ["a", "b"])


class Markers(unittest.TestCase):
    """What the linker script defines."""

    def test_starts_are_left_out(self):
        self.assertEqual(names("c0100000 T _text", "c0200000 D __data_start"), [])

    def test_an_end_has_no_name(self):
        self.assertEqual(names("c0100000 T f", "c0100010 T _etext"), ["f", ""])

    def test_a_symbol_at_an_end_keeps_its_name(self):
        self.assertEqual(names("c0200000 D __data_end", "c0200000 B counter"), ["counter"])


class Table(unittest.TestCase):
    """The assembly."""

    def test_empty_has_all_labels(self):
        text = gensyms.assembly([])
        for label in ("ksyms_count", "ksyms_addresses", "ksyms_index", "ksyms_names"):
            self.assertIn(f"\n{label}:", text)
        self.assertIn("\t.long 0\n", text)

    def test_index_has_every_sixteenth_name(self):
        symbols = [(0xC0100000 + n, "f" * (n + 1)) for n in range(33)]
        text = gensyms.assembly(symbols)
        at_16 = sum(len(name) + 1 for _, name in symbols[:16])
        at_32 = sum(len(name) + 1 for _, name in symbols[:32])
        self.assertIn(f"ksyms_index:\n\t.long 0, {at_16}, {at_32}\n", text)

    def test_size_does_not_depend_on_addresses(self):
        low = gensyms.assembly([(0xC0000000, "a"), (0xC0000001, "b")])
        high = gensyms.assembly([(0xC0FFFFF0, "a"), (0xC0FFFFFF, "b")])
        self.assertEqual(len(low), len(high))

    def test_a_name_that_would_break_the_assembly_is_refused(self):
        with self.assertRaises(ValueError):
            gensyms.assembly([(0xC0100000, 'a"b')])


if __name__ == "__main__":
    unittest.main()
