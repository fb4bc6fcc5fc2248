#!/usr/bin/env python3
"""Shows statement.py and seal.py a good certificate, made here from the specification, and then every kind of bad one.
With the vectors of src/crypto/STATEMENT.md, if it has a bundle among them. One `ok` or `not ok` line for each."""
import base64, hashlib, os, re, sys
import statement, seal
from nacl.signing import SigningKey
from statement import label, sha, symbols

HOST, CODE_BITS, SALT = "log.example.org", bytes(range(11)) + b"\x0a", b"\5" * 32
root, issuer, log = (SigningKey(bytes([n]) * 32) for n in (1, 2, 3))
u = lambda n, width: n.to_bytes(width, "big")
blob = lambda data: u(len(data), 4) + data
short = lambda text: u(len(text.encode()), 1) + text.encode()
day = lambda text: b"".join(u(int(part), width) for part, width in zip(text.split("-"), (2, 1, 1)))
b64 = lambda data: base64.b64encode(data).decode()
key_id = lambda role, key: sha(label("goodstanding/key-id/v1"), label(role), bytes(key.verify_key))[:8]
text = lambda words: u(len(words.encode()), 2) + words.encode()

def note(body, name, key):
    mark = sha(name.encode(), b"\n\x01", bytes(key.verify_key))[:4] + key.sign(body.encode()).signature
    return f"{body}\n\u2014 {name} {b64(mark)}\n".encode()

def code(): return symbols(CODE_BITS, 19)

def a_statement(copy=(0, 2), name="张三", number="律证〔2026〕第000001号"):
    party = text("示例律师事务所") + text("31440000000000000X")
    return b"".join([
        text("goodstanding/statement/v1"), text("示例市律师协会"), text("51440000000000000X"), text(number), text("lawyer-membership"),
        u(1, 4), text("律师会员证明"), b"\1", party, u(2, 2), text(name), text("14401201010000001"), text("李·四"), text("14401201010000002"),
        u(0, 2), b"\0", day("2026-11-22"), day("2026-11-23"), b"\1", day("2027-05-22"), b"\0", b"\0", u(1, 2), text("兹证明……"),
        u(2, 2), text("姓名"), text("执业证号"), u(1, 2), text(name), text("14401201010000001"), text("特此证明。"), text("2026年11月23日"),
        u(copy[0], 2), u(copy[1], 2), sha(label("goodstanding/code/v1"), label(code()))])

def a_manifest(states=("active", "active"), key=root, since=1000):
    lines = ["goodstanding/key-manifest/v1", "host " + HOST, "version 1", "made 1000", "previous -", "x509-root " + "00" * 32]
    for (role, k), state in zip((("issuer", issuer), ("log", log)), states):
        lines.append(f"key {key_id(role, k).hex()} {role} {b64(bytes(k.verify_key))} {since} {state}")
    return note("\n".join(lines) + "\n", HOST + "/root", key)

def a_bundle(says=None, manifest=None, event=1, index=2, others=5, signer=issuer, logger=log, salt=SALT, origin=HOST + "/log", at=2000):
    says = says or a_statement()
    commitment = sha(label("goodstanding/commitment/v1"), salt, sha(says))
    leaf = text("goodstanding/leaf/v1") + u(at, 8) + u(event, 1) + commitment + (b"\7" * 32 if event == 2 else b"")
    leaves = [sha(b"\0", leaf if n == index else bytes([n])) for n in range(others)]
    def tree(part):
        if len(part) == 1: return part[0]
        split = 1 << (len(part) - 1).bit_length() - 1
        return sha(b"\1", tree(part[:split]), tree(part[split:]))
    def path(part, n):
        if len(part) == 1: return []
        split = 1 << (len(part) - 1).bit_length() - 1
        return path(part[:split], n) + [tree(part[split:])] if n < split else path(part[split:], n - split) + [tree(part[:split])]
    point = note(f"{origin}\n{others}\n{b64(tree(leaves))}\n", origin, logger)
    proof = "".join(line + "\n" for line in ["c2sp.org/tlog-proof@v1", f"index {index}", *map(b64, path(leaves, index))]).encode() + b"\n" + point
    return b"".join([text("goodstanding/bundle/v1"), blob(says), key_id("issuer", issuer), signer.sign(says).signature, salt, blob(leaf),
                     blob(proof), blob(manifest or a_manifest()), bytes(root.verify_key)])

def a_seal(says, key=issuer, number="律证〔2026〕第000001号"):
    body = b"".join([key_id("issuer", issuer), short("lawyer-membership"), short(number), CODE_BITS, day("2026-11-22"), day("2026-11-23"),
                     b"\1", day("2027-05-22"), b"\1", short("示例律师事务所"), u(2, 2), u(2, 1), short("张三"), short("李·四"), u(0, 2), u(2, 2), sha(says)])
    return base64.b32encode(b"\1" + body + key.sign(text("goodstanding/qr-seal/v1") + body).signature).decode().rstrip("=")

failed = False
def expect(what, holds, why=""):
    global failed
    failed |= not holds
    print(f"{'ok' if holds else 'not ok'} {what}{' - ' + str(why) if why and not holds else ''}")

def wrongs(bundle, fingerprint, g=None): return [n for n, (_, error) in enumerate(statement.judge(bundle, fingerprint, {} if g is None else g), 1) if error]

PRINT = symbols(sha(label("goodstanding/root/v1"), bytes(root.verify_key)), 31)
good, g = a_bundle(), {}
expect("a good certificate is genuine", wrongs(good, PRINT, g) == [], list(statement.judge(good, PRINT, {})))
for index, others in ((0, 1), (0, 2), (1, 2), (6, 7), (7, 8), (8, 9), (99, 100), (0, 100)):
    expect(f"leaf {index} of {others} is proved", wrongs(a_bundle(index=index, others=others), PRINT) == [])
bad = {
    "another root": (good, symbols(sha(b"other"), 31), 1),
    "a manifest by another key": (a_bundle(manifest=a_manifest(key=issuer)), PRINT, 2),
    "a statement by another key": (a_bundle(signer=log), PRINT, 3),
    "a copy passed off as the original": (a_bundle(a_statement((1, 2))), PRINT, 4),
    "copy 3 of 2": (a_bundle(a_statement((3, 2)), event=2), PRINT, 3),
    "a checkpoint by another key": (a_bundle(logger=issuer), PRINT, 5),
    "a checkpoint of another log": (a_bundle(origin="other.example.org/log"), PRINT, 5),
    "a leaf older than its key": (a_bundle(at=999), PRINT, 7),
    "a leaf after the issuer key retired": (a_bundle(manifest=a_manifest((f"retired 2 {b64(SALT)}", "active"))), PRINT, 7),
    "a checkpoint after the log key retired": (a_bundle(manifest=a_manifest(("active", f"retired 4 {b64(SALT)}"))), PRINT, 7),
    "a compromised key without its frozen checkpoint": (a_bundle(manifest=a_manifest((f"compromised 5 {b64(SALT)}", "active"))), PRINT, 7),
    "a name that is not in NFC": (a_bundle(a_statement(name="e\u0301")), PRINT, 3),
    "a name with a direction control": (a_bundle(a_statement(name="张\u202e三")), PRINT, 3),
    "a trailing byte": (good + b"\0", PRINT, 1),
}
for what, (bundle, fingerprint, step) in bad.items():
    expect(f"{what} is refused in step {step}", step in wrongs(bundle, fingerprint), wrongs(bundle, fingerprint))
held = a_bundle(manifest=a_manifest((f"retired 3 {b64(SALT)}", "active")))
expect("a leaf from before the issuer key retired is genuine", wrongs(held, PRINT) == [])
unnoticed = [at for at in range(len(good)) if not wrongs(good[:at] + bytes([good[at] ^ 1 << at % 8]) + good[at + 1:], PRINT)]
expect(f"each of {len(good)} flipped bytes is noticed", unnoticed == [], unnoticed)
unnoticed = [size for size in range(0, len(good), 7) if not wrongs(good[:size], PRINT)]
expect("a bundle cut short is noticed", unnoticed == [], unnoticed)

says = a_statement()
said, read_code = seal.facts(a_seal(says), g)
expect("a good seal is read", said["names"] == ["张三", "李·四"] and read_code == code() and said["statement"] == hashlib.sha256(says).hexdigest())
try: expect("a seal by another key is refused", not seal.facts(a_seal(says, key=log), g))
except AssertionError: expect("a seal by another key is refused", True)

# The specification's own vectors, recomputed here from what it says about them.
spec = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/crypto/STATEMENT.md")
block = re.search(r"```vectors\n(.*?)```", open(spec, encoding="utf-8").read() if os.path.exists(spec) else "", re.S)
vectors = {m[1]: re.sub(r"\n\s*", "", m[2]).strip() for m in re.finditer(r"^(\w[^=\n]*) = ?(.*(?:\n  .*)*)", block[1] if block else "", re.M)}
hexed = lambda name: bytes.fromhex(vectors.get(name, ""))
printed = lambda text: "-".join(text[i:i + 4] for i in range(0, len(text), 4))
expected = {
    "root public": bytes(root.verify_key).hex(), "issuer public": bytes(issuer.verify_key).hex(), "log public": bytes(log.verify_key).hex(),
    "issuer key id": key_id("issuer", issuer).hex(), "log key id": key_id("log", log).hex(), "fingerprint": printed(PRINT),
    "code": printed(symbols(hexed("code bits"), 19)),
    "code commitment": sha(label("goodstanding/code/v1"), label(symbols(hexed("code bits"), 19))).hex() if hexed("code bits") else None,
    "record commitment of the two bytes 6f6b": sha(label("goodstanding/record/v1"), SALT, sha(b"ok")).hex(),
}
for name, value in expected.items(): expect(f"vector: {name}", vectors.get(name) == value, f"{vectors.get(name)} is not {value}")
g = {}
result = list(statement.judge(hexed("bundle"), vectors.get("fingerprint", ""), g))
expect("vector: the bundle is genuine", not any(error for _, error in result), result)
expect("vector: the bundle has the statement", g.get("statement") == hexed("statement") != b"")
try:
    said, read_code = seal.facts(vectors["qr payload"], g)
    expect("vector: the QR payload", (said["statement"], printed(read_code)) == (vectors["statement hash"], vectors["code"]), said)
except (AssertionError, KeyError, ValueError) as error: expect("vector: the QR payload", False, repr(error))
sys.exit(failed)
