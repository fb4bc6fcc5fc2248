"""Prints the characters that the bold face keeps, one `U+XXXX` a line.

通用规范汉字表 (8,105 characters: property kTGH of Unihan) ∪ GB 2312 ∪ ASCII and full-width punctuation.
Usage: bold_characters.py Unihan_OtherMappings.txt.bz2 > bold.txt
"""
import bz2
import sys

keep = set()
for line in bz2.open(sys.argv[1], "rt", encoding="utf-8"):
    if "\tkTGH\t" in line and line.startswith("U+"):
        keep.add(int(line.split("\t")[0][2:], 16))
for high in range(0xA1, 0xFE):
    for low in range(0xA1, 0xFF):
        try:
            keep.add(ord(bytes([high, low]).decode("gb2312")))
        except UnicodeDecodeError:
            pass
keep |= set(range(0x20, 0x7F)) | set(range(0x3000, 0x3018)) | set(range(0xFF01, 0xFF5F))
keep |= {0xA0, 0xB7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2030, 0xFFE5}
for c in sorted(keep):
    print(f"U+{c:04X}")
