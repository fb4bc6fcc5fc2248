"""standards.py FOLDER: every PDF below the folder against PDF/A-3a and PDF/UA-1, by page_validation (a program that shares
nothing with ours), and a few that were spoilt on purpose, which must be found out. One `ok` or `not ok` line each.

The test stage leaves the files there: samples as printed, every kind of certificate, and real ones after sealing.
"""
import pathlib
import re
import sys

import page

PROFILES = ("3a", "ua1")
# The program takes a carriage return that ends deflated data for a part of the line end before `endstream`, and then says
# that the stream is a byte too short. The finding counts unless each stream has exactly as many bytes as it says.
LENGTH = "PDFA3A-STREAM-LENGTH-001"
STREAM = re.compile(rb"/Length (\d+)(?:(?!endobj).)*?>>\s*stream\n", re.DOTALL)
NEEDED = ("firm.pdf", "issued-firm-membership.pdf", "issued-lawyer-membership.pdf", "kinds/firm-membership-typical.pdf")
# What is changed, and the profile that must object.
SPOILT = [
    ("no language", b"/Lang(zh-CN)", b"/Lxng(zh-CN)", "ua1"),
    ("no claim to PDF/A-3", b"<pdfaid:part>3<", b"<pdfaid:part>7<", "3a"),
    ("a figure without words", b"/S/Figure", b"/S/Figurx", "ua1"),
    ("no output intent", b"/OutputIntents", b"/OutputIntentz", "3a"),
    ("not tagged", b"/Marked true", b"/Marked fals", "3a"),
    ("another file's relationship", b"/AFRelationship/Data", b"/AFRelationshix/Data", "3a"),
]
failed = False


def say(good: bool, what: str, why: str = "") -> None:
    global failed
    failed |= not good
    print(f"{'ok' if good else 'not ok'} {what}")
    if not good and why:
        print("# " + why)


def findings(data: bytes, profile: str) -> list:
    try:
        failures = page.validate_pdf_bytes(data, profile=profile).failures
    except page.PageError as error:
        return [str(error)]
    exact = lengths_are_exact(data)
    return [f"{found.rule_id}: {found.message}" for found in failures if not (found.rule_id == LENGTH and exact)]


def lengths_are_exact(data: bytes) -> bool:
    """Whether each stream is followed by a line feed and `endstream` after exactly the bytes that it says."""
    streams = list(STREAM.finditer(data))
    ends = [found.end() + int(found[1]) for found in streams]
    return len(streams) == data.count(b"endstream") and all(data[end:end + 10] == b"\nendstream" for end in ends)


folder = pathlib.Path(sys.argv[1])
files = sorted(path for path in folder.rglob("*.pdf") if "names" not in path.parts)
names = {str(path.relative_to(folder)) for path in files}
for needed in NEEDED:
    say(needed in names, f"{needed} is there", "run the test stage first")
for path in files:
    data = path.read_bytes()
    for profile in PROFILES:
        found = findings(data, profile)
        say(not found, f"{path.relative_to(folder)} keeps {profile}", "; ".join(found[:5]))
if "issued-firm-membership.pdf" in names:
    good = (folder / "issued-firm-membership.pdf").read_bytes()
    for what, old, new, profile in SPOILT:
        spoilt = good.replace(old, new)
        say(spoilt != good and findings(spoilt, profile) != [], f"{what}: found out")
sys.exit(failed)
