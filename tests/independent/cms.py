#!/usr/bin/env python3
"""cms.py FILE CMS CONTENT: takes a PDF's signature and the bytes that it covers apart, by its last ByteRange.

Fails unless the range covers the whole file but the signature's own hexadecimal string."""
import re, sys

data = open(sys.argv[1], "rb").read()
ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data)
if len(ranges) != 1: sys.exit(f"{len(ranges)} byte ranges")
first, size, second, rest = map(int, ranges[0])
if first != 0 or second + rest != len(data): sys.exit(f"the byte range ends at {second + rest}, the file at {len(data)}")
gap = data[size:second]
if not re.fullmatch(rb"<[0-9A-Fa-f]+>", gap): sys.exit("the gap is more than the signature")
cms = bytes.fromhex(gap[1:-1].decode())
# The DER length tells where the padding of zeros begins.
width = cms[1] & 0x7F if cms[1] & 0x80 else 0
end = 2 + width + (int.from_bytes(cms[2:2 + width], "big") if width else cms[1])
if any(cms[end:]): sys.exit("something hides behind the signature")
open(sys.argv[2], "wb").write(cms[:end])
open(sys.argv[3], "wb").write(data[:size] + data[second:])
