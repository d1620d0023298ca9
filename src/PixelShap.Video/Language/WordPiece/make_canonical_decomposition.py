#!/usr/bin/env python3
"""Writes canonical-decomposition.txt: each character that Unicode decomposes canonically (NFD), and what is left of it without accents
(nonspacing marks). Hangul is left out: it is computed (The Unicode Standard, section 3.12).

    python3 make_canonical_decomposition.py
"""
import pathlib
import sys
import unicodedata

lines = []
for code in range(sys.maxunicode + 1):
    character = chr(code)
    if 0xAC00 <= code <= 0xD7A3 or 0xD800 <= code <= 0xDFFF or unicodedata.category(character) == "Mn":
        continue
    decomposed = unicodedata.normalize("NFD", character)
    if decomposed != character:
        letters = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
        assert letters, f"U+{code:04X} has nothing but marks"
        lines.append(f"{code:X} {' '.join(format(ord(c), 'X') for c in letters)}\n")

path = pathlib.Path(__file__).with_name("canonical-decomposition.txt")
path.write_text(f"# Unicode {unicodedata.unidata_version}, made by make_canonical_decomposition.py\n" + "".join(lines), encoding="ascii")
