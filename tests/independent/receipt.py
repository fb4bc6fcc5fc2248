#!/usr/bin/env python3
"""receipt.py FILE FINGERPRINT [REFERENCE]: judges a receipt by src/crypto/STATEMENT.md, section 9, alone.

FILE is the JSON object, or a PDF that embeds it as receipt.json. Written from the specification, with PyNaCl for Ed25519; of
this folder it shares the readers of statement.py. One `ok` or `not ok` line for each step; exit status 1 where one fails.
"""
import json, subprocess, sys, tempfile
from statement import SYMBOLS, Reader, b64, decimal, label, read_manifest, sha, signed, symbols

STATES = {1: "in force", 2: "expired", 3: "revoked", 4: "replaced", 5: "copy cancelled", 6: "not ours", 7: "not as issued"}

def object_of(path):
    data = open(path, "rb").read()
    if data.startswith(b"%PDF"):
        with tempfile.NamedTemporaryFile() as out:
            subprocess.run(["pdfdetach", "-savefile", "receipt.json", "-o", out.name, path], check=True, stdout=sys.stderr)
            data = open(out.name, "rb").read()
    return json.loads(data)

def read_answer(data):
    r, a = Reader(data), {}
    r.label("goodstanding/answer/v1")
    a.update(key=r.raw(8).hex(), about=r.raw(32).hex(), state=STATES[r.num(1)], at=r.num(8), size=r.num(8), root=r.raw(32))
    a["reference"] = r.option(r.text)
    assert a["reference"] is None or len(a["reference"].encode()) <= 200, "reference too long"
    a["signed"] = data[:r.at]
    a["mark"] = r.raw(64)
    r.end()
    return a

def judge(receipt, fingerprint, reference, g):
    def step1():
        g["root"] = b64(receipt["root"])
        asked = "".join(c for c in fingerprint.upper() if c in SYMBOLS)
        assert symbols(sha(label("goodstanding/root/v1"), g["root"]), 31) == asked, "another root"
    def step2(): g["host"], g["keys"] = read_manifest(receipt["manifest"].encode(), g["root"])
    def step3():
        g.update(read_answer(b64(receipt["answer"])))
        g["issuer"] = g["keys"][g["key"]]
        assert g["issuer"]["role"] == "issuer", "not an issuer key"
        signed(g["issuer"]["public"], g["signed"], g["mark"])
    def step4():
        key = g["issuer"]
        assert key["since"] <= g["at"], "answered before its key was in service"
        assert key["state"] == "active" or key["state"] == "retired" and g["size"] <= decimal(key["closed"][0]), "key closed"
    def step5(): assert reference is None or g["reference"] == reference, f"given for {g['reference']!r}"
    steps = {"the receipt is under the given root": step1, "the root signed the manifest": step2, "the issuer signed the answer": step3,
             "the key was in service": step4, "it was given for this reference": step5}
    for name, step in steps.items():
        try: step(); yield name, None
        except (AssertionError, ValueError, KeyError, IndexError) as error: yield name, f"{type(error).__name__}: {error}"

if __name__ == "__main__":
    g = {}
    results = list(judge(object_of(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None, g))
    for name, error in results: print(f"not ok {name} - {error}" if error else f"ok {name}")
    print("#", g.get("state"), g.get("reference"))
    sys.exit(any(error for _, error in results))
