# SPDX-License-Identifier: MIT
"""The rules of `make check`. Each is a function from a Tree to the places that break it."""
