"""A thousand altered files and a thousand altered QR texts, by several tools: none is accepted.

    altered.py [SEED]      the seed of a failure is printed
"""
import base64
import io
import json
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import variants as v
from files import FOLDER, RESAVED, SAME, certificates, heading, judged, root_of, uploaded
from house import BINARY, Demo, finish, note, ok
from nacl.signing import SigningKey

BATCH = 125


def flipped(data, chance, most=4):
    data = bytearray(data)
    for _ in range(chance.randint(1, most)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(data, chance):
    at, size = chance.randrange(len(data)), chance.randint(1, 3000)
    return chance.choice([data[:at], data[at:], data[:at] + data[at + size:], data[:at] + data[at:at + size] * 2 + data[at + size:]])


def spliced(data, other, chance):
    at, size = chance.randrange(len(data)), chance.randint(200, 30_000)
    return data[:at] + other[at:at + size] + data[at + size:]


def digit(source, chance, **options):
    out = io.BytesIO()
    with pikepdf.open(source) as pdf:
        v.swap_digit(pdf, chance, body=False)
        pdf.save(out, **options)
    return out.getvalue()


def by_tool(data, chance, target):
    """Another digit, and then through another program, so that nothing of the change's own marks is left."""
    made = Path(f"{target}.part")
    made.write_bytes(data)
    save = chance.choice([v.by_qpdf("--linearize"), v.by_qpdf("--object-streams=generate"), v.by_mutool("-gg"), v.by_mutool("-z", "-s")])
    save(made, target)
    made.unlink()
    return Path(target).read_bytes()


def bundle_altered(source, others, chance):
    bundle = v.bundle_of(source)
    new = chance.choice([flipped(bundle, chance), cut(bundle, chance), spliced(bundle, v.bundle_of(chance.choice(others)), chance)])
    if new == bundle:
        new = flipped(bundle, chance, 1)
    out = io.BytesIO()
    with pikepdf.open(source) as pdf:
        pdf.attachments[v.BUNDLE].get_file().obj.write(new)
        pdf.save(out)
    return out.getvalue()


def painted(source, chance):
    out = io.BytesIO()
    with pikepdf.open(source) as pdf:
        x, y, w, h = chance.uniform(80, 400), chance.uniform(80, 700), chance.uniform(10, 150), chance.uniform(5, 30)
        pdf.pages[0].contents_add(f"q {chance.choice([0, 1])} g {x} {y} {w} {h} re f Q".encode())
        pdf.save(out)
    return out.getvalue()


def altered_file(number, sources, chance, target):
    source = chance.choice(sources)
    data, others = source.read_bytes(), [other for other in sources if other != source]
    kind = number % 20
    if kind < 8:
        return "flipped", flipped(data, chance)
    if kind < 10:
        return "cut", cut(data, chance)
    if kind < 12:
        return "spliced", spliced(data, chance.choice(others).read_bytes(), chance)
    if kind < 14:
        return "digit", digit(source, chance)
    if kind == 14:
        return "digit by tool", by_tool(digit(source, chance), chance, target)
    if kind < 17:
        return "bundle", bundle_altered(source, others, chance)
    if kind == 17:
        return "painted", painted(source, chance)
    if kind == 18:
        v.resealed(chance.choice(["ec", "rsa"]), v.swap_digit, chance)(source, target)
        return "resealed", target.read_bytes()
    return "appended", data + chance.choice([b"%", b"\n1 0 obj\n<<>>\nendobj\n", data[-400:], chance.randbytes(chance.randint(1, 900))])


def files(demo, sources, root, seed):
    folder = FOLDER / "altered"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    originals = {source.read_bytes() for source in sources}

    def make(number):
        chance, target = random.Random(f"{seed}/{number}"), folder / f"{number:04}.pdf"
        kind, data = altered_file(number, sources, chance, target)
        if data in originals:
            kind, data = "flipped", flipped(data, random.Random(number), 1)
        target.write_bytes(data)
        return kind, target

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(make, range(1000)))
        batches = [made[at:at + BATCH] for at in range(0, len(made), BATCH)]
        said = list(pool.map(lambda batch: judged([file for _, file in batch], root)[0], batches))
    verdicts = [verdict for batch in said for verdict in batch]
    ok(f"seed {seed}: all of the {len(made)} altered files are judged", len(verdicts) == len(made), len(verdicts))
    accepted = [(kind, file.name) for (kind, file), verdict in zip(made, verdicts) if verdict["exit"] not in (1, 2) or verdict["finding"] == "identical"]
    ok(f"seed {seed}: the command accepts none of {len(made)} altered files", not accepted, accepted)
    sums = {}
    for (kind, _), verdict in zip(made, verdicts):
        sums[kind, verdict["finding"]] = sums.get((kind, verdict["finding"]), 0) + 1
    note(", ".join(f"{kind} {finding} {count}" for (kind, finding), count in sorted(sums.items())))
    browser, taken, answers = demo.browser(), [], {}
    for kind, file in made[::17]:
        page = heading(uploaded(browser, file.read_bytes()))
        answers[kind, page] = answers.get((kind, page), 0) + 1
        # Nothing may be called the same but what only lost or won bytes that no reader looks at.
        if page == SAME or page == RESAVED and kind not in ("flipped", "cut"):
            taken.append((kind, file.name, page))
    ok(f"seed {seed}: the page calls none of {len(made[::17])} of them identical", not taken, taken)
    note(", ".join(f"{kind} {page} {count}" for (kind, page), count in sorted(answers.items())))


def payload_of(text):
    raw = text.split("#")[1]
    return base64.b32decode(raw + "=" * (-len(raw) % 8))


def text_with(text, data):
    return text.split("#")[0] + "#" + base64.b32encode(data).decode().rstrip("=")


def altered_text(number, texts, chance):
    text, other = chance.sample(texts, 2)
    address, payload = text.split("#")
    data = bytearray(payload_of(text))
    kind = number % 9
    if kind < 2:
        at = chance.randrange(len(payload))
        return "letter", f"{address}#{payload[:at]}{chance.choice([c for c in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567' if c != payload[at]])}{payload[at + 1:]}"
    if kind < 4:
        return "flipped", text_with(text, flipped(bytes(data), chance))
    if kind == 4:
        return "cut", chance.choice([text[:chance.randrange(len(address) + 2, len(text) - 1)], f"{address}#{payload[chance.randint(1, 60):]}"])
    if kind == 5:
        return "mixed", f"{address}#{other.split('#')[1]}"
    if kind == 6:
        at, theirs = chance.randrange(20, len(data) - 70), payload_of(other)
        return "spliced", text_with(text, bytes(data[:at]) + theirs[at:])
    if kind == 7:
        host = address.split("/")[2]
        return "another domain", text.replace(f"//{host}/", chance.choice([f"//{host}.EXAMPLE/", f"//WWW.{host}/", "//LOOK-ALIKE.EXAMPLE/"]))
    body = bytearray(data[1:-64])
    body[chance.randrange(20, len(body))] ^= 1 << chance.randrange(8)
    label = b"goodstanding/qr-seal/v1"
    forged = SigningKey(chance.randbytes(32)).sign(len(label).to_bytes(2, "big") + label + bytes(body)).signature
    return "signed by another key", text_with(text, bytes(data[:1]) + bytes(body) + forged)


def texts(demo, sources, root, seed):
    known = [subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", v.picture(source, FOLDER / f"{source.stem}.png")],
                            capture_output=True, text=True).stdout.strip() for source in sources]
    # The demo's keys name its invented domain.
    keys, host = FOLDER / "keys.json", known[0].split("/")[2]
    keys.write_text(demo.browser().get("/.well-known/goodstanding").text)

    def says(batch):
        options = [part for text in batch for part in ("--qr", text)]
        done = subprocess.run([BINARY, "verify", "--json", "--keys", keys, "--root", root, "--host", host, *options], capture_output=True, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    ok("QR texts: the true ones are genuine", all(verdict["exit"] == 0 for verdict in says(known)), known)
    made = [altered_text(number, known, random.Random(f"{seed}/{number}")) for number in range(1000)]
    made = [(kind, text) for kind, text in made if text not in known]
    verdicts = [verdict for at in range(0, len(made), 200) for verdict in says([text for _, text in made[at:at + 200]])]
    accepted = [(kind, text) for (kind, text), verdict in zip(made, verdicts) if verdict["exit"] == 0]
    ok(f"seed {seed}: none of {len(made)} altered QR texts is accepted", len(verdicts) == len(made) >= 950 and not accepted, accepted)


if __name__ == "__main__":
    seed = sys.argv[1] if len(sys.argv) > 1 else "1"
    FOLDER.mkdir(parents=True, exist_ok=True)
    demo = Demo("altered").start()
    try:
        sources, root = list(certificates(demo).values()), root_of(demo)
        files(demo, sources, root, seed)
        texts(demo, sources, root, seed)
    finally:
        demo.stop()
    finish()
