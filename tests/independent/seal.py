#!/usr/bin/env python3
"""seal.py FILE FINGERPRINT TEXT: whether the QR text that a scanner read says what the certificate says.

By section 8 of src/crypto/STATEMENT.md; two `ok` or `not ok` lines."""
import base64, sys
import statement
from statement import Reader, label, sha, signed, symbols

def facts(payload, g):
    """Opens the seal with the bundle's issuer key; what it says, and the canonical code."""
    body = base64.b32decode(payload + "=" * (-len(payload) % 8))
    r = Reader(body[1:-64])
    assert body[0] == 1 and r.raw(8).hex() == g["issuer"], "made with another key"
    signed(g["key"]["public"], label("goodstanding/qr-seal/v1") + body[1:-64], body[-64:])
    said = {"kind": r.text(1), "number": r.text(1)}
    bits = r.raw(12)
    assert bits[-1] & 1 == 0, "the bit after the code is not zero"
    code = symbols(bits, 19)
    said.update(data_date=r.day(), issue_date=r.day(), expiry=r.option(r.day), firm=r.option(lambda: r.text(1)), subjects=r.num(2))
    said.update(names=[r.text(1) for _ in range(r.num(1))], copy=[r.num(2), r.num(2)], statement=r.raw(32).hex())
    r.end()
    return said, code

def main():
    g = {}
    bundle = statement.bundle_of(sys.argv[1])
    broken = [error for _, error in statement.judge(bundle, sys.argv[2], g) if error]
    try:
        assert not broken, broken
        url, payload = sys.argv[3].strip().split("#")
        said, code = facts(payload, g)
        s = g["says"]
        expected = {key: s[key] for key in ("kind", "number", "data_date", "issue_date", "expiry", "copy")}
        expected.update(firm=s["firm"] and s["firm"]["name"], subjects=len(s["subjects"]),
                        names=[x["name"] for x in s["subjects"][:2]], statement=sha(g["statement"]).hex())
        assert said == expected, f"{said} is not {expected}"
        print("ok the seal in the QR code says what the statement says")
        assert url == url.upper() and url.startswith("HTTP") and url.endswith("/V/" + code), "the address has another code"
        assert sha(label("goodstanding/code/v1"), label(code)).hex() == s["code_commitment"], "another code"
        print("ok the address in the QR code has the code to which the statement commits")
    except (AssertionError, ValueError, KeyError) as error:
        print(f"not ok QR code - {type(error).__name__}: {error}")
        sys.exit(1)

if __name__ == "__main__": main()
