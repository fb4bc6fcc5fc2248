#!/usr/bin/env python3
"""Checks a certificate's bundle, from src/crypto/STATEMENT.md alone: verify_bundle.py certificate.gsb FINGERPRINT
Imports nothing but Python's standard library. Exit 0: genuine as of the checkpoint; 1: not genuine."""
import base64, hashlib, sys, unicodedata

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def need(condition, why):
    if not condition:
        sys.exit(print("not genuine:", why) or 1)

# Ed25519 (RFC 8032), in extended coordinates.
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, p):
    out = (0, 1, 1, 0)
    while n:
        out, p, n = add(out, p) if n & 1 else out, add(p, p), n >> 1
    return out

def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if x * x % P == x2 else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and x * x % P == x2 and (x or not sign), "no point")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0

B = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(public, message, signature):
    a, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    small = any(same(times(8, p), (0, 1, 1, 0)) for p in (a, r))
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return len(signature) == 64 and s < L and not small and same(times(s, B), add(r, times(h, a)))

class Reader:
    def __init__(self, data, label):
        self.data, self.at = data, 0
        need(self.text() == label, "label " + label)
    def raw(self, n):
        self.at += n
        need(self.at <= len(self.data), "too short")
        return self.data[self.at - n : self.at]
    def number(self, n):
        return int.from_bytes(self.raw(n), "big")
    def text(self):
        text = self.raw(self.number(2)).decode("utf-8")
        bad = set("\u2028\u2029\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        plain = not any(c in bad or unicodedata.category(c) == "Cc" for c in text)
        need(len(text.encode()) <= 16384 and plain and unicodedata.normalize("NFC", text) == text, "text")
        return text
    def option(self, read):
        flag = self.number(1)
        need(flag < 2, "option")
        return read() if flag else None
    def list(self, read, most=4096):
        count = self.number(2)
        need(count <= most, "list")
        return [read() for _ in range(count)]
    def day(self):
        return "%04d-%02d-%02d" % (self.number(2), self.number(1), self.number(1))
    def blob(self):
        return self.raw(self.number(4))

def statement(data):
    r = Reader(data, "goodstanding/statement/v1")
    party = lambda: (r.text(), r.text())
    s = {"issuer": party(), "number": r.text(), "kind": r.text(), "version": r.number(4), "title": r.text()}
    s["firm"], s["subjects"] = r.option(party), r.list(party)
    s["fields"], s["period"] = r.list(lambda: (r.text(), r.text(), r.text())), r.option(lambda: (r.day(), r.day()))
    s["data"], s["issued"], s["expiry"] = r.day(), r.day(), r.option(r.day)
    s["purpose"], s["addressee"], s["paragraphs"] = r.option(r.text), r.option(r.text), r.list(r.text)
    s["columns"] = r.list(r.text, 32)
    s["rows"] = r.list(lambda: [r.text() for _ in s["columns"]])
    s["closing"], s["date"], s["copy"], s["of"] = r.text(), r.text(), r.number(2), r.number(2)
    r.raw(32)
    need(r.at == len(data) and s["copy"] <= s["of"], "statement")
    return s

def note(text, name, public):
    body, lines = text[: text.rindex("\n\n") + 1], text[text.rindex("\n\n") + 2 :].splitlines()
    own = sha256(name.encode(), b"\n\x01", public)[:4]
    found = [base64.b64decode(line.split(" ")[2], validate=True) for line in lines if line.split(" ")[1] == name]
    found = [s[4:] for s in found if s[:4] == own]
    return body if found and all(signed(public, body.encode(), s) for s in found) else None

def fingerprint(public):
    label = b"goodstanding/root/v1"
    bits = int.from_bytes(sha256(bytes([0, len(label)]), label, public), "big") >> 101
    symbols, check = [bits >> 5 * i & 31 for i in range(30, -1, -1)], 0
    for value in symbols[::-1] + [0]:
        check = (check ^ value) << 1
        check ^= 0x25 if check & 32 else 0
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[v] for v in symbols + [check])

def main(path, trusted):
    data = open(path, "rb").read()
    r = Reader(data, "goodstanding/bundle/v1")
    body, key, signature, salt, leaf = r.blob(), r.raw(8), r.raw(64), r.raw(32), r.blob()
    proof, manifest, root = r.blob().decode(), r.blob().decode(), r.raw(32)
    need(r.at == len(data) and fingerprint(root) == trusted.replace("-", "").upper(), "another root")
    lines = [line.split(" ") for line in manifest.splitlines()]
    host = lines[1][1]
    need(lines[0] == ["goodstanding/key-manifest/v1"] and note(manifest, host + "/root", root), "manifest")
    keys = {tuple(k[1:3]): (base64.b64decode(k[3]), int(k[4]), k[5:]) for k in lines if k[0] == "key"}
    says, issuer = statement(body), keys[key.hex(), "issuer"]
    need(signed(issuer[0], body, signature), "statement's signature")
    label, l = b"goodstanding/commitment/v1", Reader(leaf, "goodstanding/leaf/v1")
    at, event = l.number(8), l.number(1)
    need(l.raw(32) == sha256(bytes([0, len(label)]), label, salt, sha256(body)), "leaf")
    need(event == (2 if says["copy"] else 1) and len(leaf) - l.at == 32 * (event - 1), "event")
    head, checkpoint = proof.split("\n\n", 1)
    head, text, index = head.splitlines(), None, int(proof.splitlines()[1][6:])
    for (_, role), (public, since, state) in keys.items():
        if role == "log" and not text:
            text, log = note(checkpoint, host + "/log", public), (public, since, state)
    need(text and text.split("\n")[0] == host + "/log", "checkpoint")
    size, tree = int(text.split("\n")[1]), base64.b64decode(text.split("\n")[2])
    need(head[0] == "c2sp.org/tlog-proof@v1" and head[1] == "index %d" % index and index < size, "proof")
    node, last, hash = index, size - 1, sha256(b"\0", leaf)
    for line in head[2:]:
        beside = base64.b64decode(line, validate=True)
        left = node & 1 or node == last
        hash = sha256(b"\1", beside, hash) if left else sha256(b"\1", hash, beside)
        while left and node and not node & 1:
            node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    need(last == 0 and hash == tree, "inclusion")
    for public, since, state in (issuer, log):
        need(since <= at and state == ["active"], "the key was closed; see section 6")
    print("genuine as of entry %d of %d of %s/log: %s" % (index + 1, size, host, says))

try:
    main(*sys.argv[1:])
except (ValueError, IndexError, KeyError) as error:
    need(False, "malformed: %r" % error)
