"""What Python's own mail parser, in its strict and in its old manner, reads in a letter: one JSON object.

    read_letter.py FILE
"""

import email
import email.policy
import hashlib
import json
import sys
from email.header import decode_header, make_header

raw = open(sys.argv[1], "rb").read()
new = email.message_from_bytes(raw, policy=email.policy.default)
old = email.message_from_bytes(raw)
files = [part for part in new.walk() if part.get_content_disposition() == "attachment"]
old_files = [part for part in old.walk() if part.get_content_disposition() == "attachment"]


def old_name(part):
    name = part.get_filename()
    return str(make_header(decode_header(name)))


print(json.dumps({
    "defects": [str(defect) for part in new.walk() for defect in part.defects],
    "ascii": raw.isascii(),
    "longest": max(len(line) for line in raw.split(b"\r\n")),
    "types": [part.get_content_type() for part in new.walk()],
    "from": str(new["From"]), "to": str(new["To"]), "subject": str(new["Subject"]), "id": str(new["Message-ID"]),
    "recipients": [address.addr_spec for address in new["To"].addresses],
    "heads": sorted({name.lower() for name in new.keys()}),
    "auto": str(new["Auto-Submitted"]),
    "old_subject": str(make_header(decode_header(old["Subject"]))),
    "text": new.get_body(("plain",)).get_content(),
    "html": new.get_body(("html",)).get_content(),
    "names": [part.get_filename() for part in files],
    "old_names": [old_name(part) for part in old_files],
    "sha256": [hashlib.sha256(part.get_payload(decode=True)).hexdigest() for part in files],
}, ensure_ascii=False))
