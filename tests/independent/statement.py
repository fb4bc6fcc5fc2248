#!/usr/bin/env python3
"""statement.py FILE FINGERPRINT [--json]: judges a certificate by src/crypto/STATEMENT.md alone.

FILE is a PDF that embeds certificate.gsb, or that bundle itself. Written from the specification, with PyNaCl for Ed25519;
nothing of Goodstanding's is used. One `ok` or `not ok` line for each of the seven steps of section 10; exit status 1 where one
fails. --json prints what the statement says instead.
"""
import base64, datetime, hashlib, json, re, subprocess, sys, tempfile, unicodedata
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]")
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
label = lambda name: len(name).to_bytes(2, "big") + name.encode()

def b64(text):
    data = base64.b64decode(text, validate=True)
    assert base64.b64encode(data).decode() == text, "Base64 is not canonical"
    return data

def decimal(text):
    assert text.isascii() and text.isdigit() and str(int(text)) == text, "not a plain number"
    return int(text)

def signed(public, message, signature):
    try: VerifyKey(public).verify(message, signature)
    except BadSignatureError: raise AssertionError("the signature does not verify") from None

class Reader:
    def __init__(self, data): self.data, self.at = data, 0
    def raw(self, n):
        assert self.at + n <= len(self.data), "ends too early"
        self.at += n
        return self.data[self.at - n:self.at]
    def num(self, n): return int.from_bytes(self.raw(n), "big")
    def text(self, width=2):
        size = self.num(width)
        assert size <= 16384, "text too long"
        text = self.raw(size).decode("utf-8")
        assert unicodedata.is_normalized("NFC", text) and not FORBIDDEN.search(text), "text not canonical"
        return text
    def blob(self): return self.raw(self.num(4))
    def day(self): return datetime.date(self.num(2), self.num(1), self.num(1)).isoformat()
    def option(self, read):
        given = self.num(1)
        assert given < 2, "neither present nor absent"
        return read() if given else None
    def list(self, read, most=4096):
        count = self.num(2)
        assert count <= most, "list too long"
        return [read() for _ in range(count)]
    def label(self, name): assert self.text() == name, "label is not " + name
    def end(self): assert self.at == len(self.data), "trailing bytes"

def read_statement(data):
    r, s = Reader(data), {}
    assert len(data) <= 1 << 20, "statement too long"
    pair = lambda a, b: lambda: {a: r.text(), b: r.text()}
    r.label("goodstanding/statement/v1")
    s["issuer"] = pair("name", "uscc")()
    s.update(number=r.text(), kind=r.text(), kind_version=r.num(4), title=r.text())
    assert 1 <= len(s["kind"]) <= 64 and set(s["kind"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"), "kind"
    s["firm"] = r.option(pair("name", "uscc"))
    s["subjects"] = r.list(pair("name", "licence"))
    s["fields"] = r.list(lambda: {"key": r.text(), "label": r.text(), "value": r.text()})
    s["period"] = r.option(lambda: [r.day(), r.day()])
    assert s["period"] is None or s["period"][0] <= s["period"][1], "period"
    s.update(data_date=r.day(), issue_date=r.day(), expiry=r.option(r.day))
    s.update(purpose=r.option(r.text), addressee=r.option(r.text), paragraphs=r.list(r.text))
    s["columns"] = r.list(r.text, 32)
    s["rows"] = r.list(lambda: [r.text() for _ in s["columns"]])
    assert s["columns"] or not s["rows"], "rows without columns"
    s.update(closing=r.text(), date_line=r.text(), copy=[r.num(2), r.num(2)], code_commitment=r.raw(32).hex())
    assert s["copy"][0] <= s["copy"][1], "copy"
    r.end()
    return s

def symbols(data, n):
    bits = "".join(f"{byte:08b}" for byte in data)
    values, check, power = [int(bits[5 * i:5 * i + 5], 2) for i in range(n)], 0, 1
    step = lambda x: (x << 1) ^ (0b100101 if x & 16 else 0)
    power = step(step(power))
    for value in values:
        for bit in range(5):
            if value >> bit & 1:
                term = power
                for _ in range(bit): term = step(term)
                check ^= term
        power = step(power)
    return "".join(SYMBOLS[v] for v in values + [check])

def open_note(data, name, keys):
    """The text of a signed note that one of `keys` signed as `name`, and that key."""
    text, marks = data.decode().rsplit("\n\n", 1)
    text += "\n"
    lines = marks.split("\n")
    assert lines.pop() == "" and 1 <= len(lines) <= 16, "signature lines"
    for line in lines:
        dash, who, mark = line.split(" ")
        assert dash == "\u2014", "signature line"
        mark = b64(mark)
        for public in keys:
            if who == name and mark[:4] == sha(name.encode(), b"\n\x01", public)[:4]:
                signed(public, text.encode(), mark[4:])
                return text.split("\n")[:-1], public
    raise AssertionError("no signature by " + name)

def read_manifest(data, root):
    host = data.decode().split("\n")[1].removeprefix("host ")
    lines, _ = open_note(data, host + "/root", [root])
    assert len(data) <= 65536 and lines[0] == "goodstanding/key-manifest/v1" and len(lines) > 6, "manifest"
    keys = {}
    for line in lines[6:]:
        word, ident, role, public, since, state, *closed = line.split(" ")
        raw = b64(public)
        assert word == "key" and sha(label("goodstanding/key-id/v1"), label(role), raw)[:8].hex() == ident, "key id"
        assert len(closed) in ((0,) if state == "active" else (2, 3) if state == "compromised" else (2,)) and state in ("active", "retired", "compromised"), "state"
        keys[ident] = dict(role=role, public=raw, since=decimal(since), state=state, closed=closed)
    return host, keys

def good_for(key, index, at, size, root, is_log=False):
    if key["state"] == "active": return key["since"] <= at
    last = decimal(key["closed"][0])
    within = (size <= last if is_log else index < last) and key["since"] <= at
    return within and (key["state"] == "retired" or (size, root) == (last, b64(key["closed"][1])))

def include(index, size, leaf, path):
    """The root to which an inclusion proof leads (RFC 6962, 2.1.1)."""
    assert index < size, "index beyond the tree"
    node, last = sha(b"\0", leaf), size - 1
    for other in path:
        assert last > 0, "proof too long"
        if index & 1 or index == last:
            node = sha(b"\1", other, node)
            while not index & 1 and index: index, last = index >> 1, last >> 1
        else: node = sha(b"\1", node, other)
        index, last = index >> 1, last >> 1
    assert last == 0, "proof too short"
    return node

def judge(data, fingerprint, g):
    """Yields (step, sentence or None); what it has read goes into the dictionary g."""
    def step1():
        r = Reader(data)
        assert len(data) <= 2 << 20, "bundle too long"
        r.label("goodstanding/bundle/v1")
        g.update(statement=r.blob(), issuer=r.raw(8).hex(), mark=r.raw(64), salt=r.raw(32), leaf=r.blob(), proof=r.blob(), manifest=r.blob(), root=r.raw(32))
        r.end()
        asked = "".join(c for c in fingerprint.upper() if c in SYMBOLS)
        assert symbols(sha(label("goodstanding/root/v1"), g["root"]), 31) == asked, "another root"
    def step2(): g["host"], g["keys"] = read_manifest(g["manifest"], g["root"])
    def step3():
        g["says"] = read_statement(g["statement"])
        key = g["key"] = g["keys"][g["issuer"]]
        assert key["role"] == "issuer", "not an issuer key"
        signed(key["public"], g["statement"], g["mark"])
    def step4():
        r = Reader(g["leaf"])
        r.label("goodstanding/leaf/v1")
        g["at"], event, first = r.num(8), r.num(1), r.raw(32)
        assert event == (2 if g["says"]["copy"][0] else 1), "event"
        if event == 2: r.raw(32)
        r.end()
        assert first == sha(label("goodstanding/commitment/v1"), g["salt"], sha(g["statement"])), "commitment"
    def step5():
        head, note = g["proof"].decode().split("\n\n", 1)
        kind, index, *path = head.split("\n")
        assert kind == "c2sp.org/tlog-proof@v1" and index.startswith("index "), "proof"
        g["index"], g["path"] = decimal(index[6:]), [b64(line) for line in path]
        logs = {k["public"]: k for k in g["keys"].values() if k["role"] == "log"}
        lines, public = open_note(note.encode(), g["host"] + "/log", logs)
        assert len(lines) == 3 and lines[0] == g["host"] + "/log", "checkpoint"
        g["size"], g["hash"], g["log"] = decimal(lines[1]), b64(lines[2]), logs[public]
    def step6(): assert include(g["index"], g["size"], g["leaf"], g["path"]) == g["hash"], "proof leads elsewhere"
    def step7():
        for key, is_log in ((g["key"], False), (g["log"], True)):
            assert good_for(key, g["index"], g["at"], g["size"], g["hash"], is_log), "key not good for this leaf"
    steps = {"the bundle is under the given root": step1, "the root signed the manifest": step2, "the issuer signed the statement": step3,
             "the leaf commits to the statement": step4, "the log signed the checkpoint": step5, "the proof leads to the checkpoint": step6,
             "the keys were good for the leaf": step7}
    for name, step in steps.items():
        try: step(); yield name, None
        except (AssertionError, ValueError, KeyError, IndexError) as error: yield name, f"{type(error).__name__}: {error}"

def bundle_of(path):
    data = open(path, "rb").read()
    if not data.startswith(b"%PDF"): return data
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["pdfdetach", "-savefile", "certificate.gsb", "-o", out.name, path], check=True, stdout=sys.stderr)
        return open(out.name, "rb").read()

if __name__ == "__main__":
    g, as_json = {}, "--json" in sys.argv
    results = list(judge(bundle_of(sys.argv[1]), sys.argv[2], g))
    for name, error in results if not as_json else []: print(f"not ok {name} - {error}" if error else f"ok {name}")
    if as_json: print(json.dumps(g.get("says"), ensure_ascii=False))
    sys.exit(any(error for _, error in results))
