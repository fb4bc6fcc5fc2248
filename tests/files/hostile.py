"""Files that are made to harm whoever reads them: bombs, loops, a gigabyte, fifty at once. The server answers each with a
sentence, stays quick for others, stays small, and keeps nothing."""
import http.client
import os
import struct
import subprocess
import threading
import time
import zlib
from pathlib import Path

from files import FOLDER, certificates, heading, root_of, uploaded
from house import BINARY, Demo, finish, note, ok, until

PAGE = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<<%s>>>>endobj\n"
HEAD = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
TAIL = b"trailer<</Root 1 0 R>>\n%%EOF\n"


def stream(number, data, extra=b""):
    return b"%d 0 obj<<%s/Length %d>>stream\n" % (number, extra, len(data)) + data + b"\nendstream endobj\n"


def packed(size, block=b" " * (1 << 20)):
    """A gigabyte of blanks, packed twice, so that it takes some kilobytes."""
    packer = zlib.compressobj(1)
    once = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    return zlib.compress(once, 9)


def bombs():
    twice = b"/Filter[/FlateDecode/FlateDecode]"
    yield "a page of a gigabyte", HEAD + PAGE % b"" + stream(4, packed(1 << 30), twice) + TAIL
    names = b"/Names<</EmbeddedFiles<</Names[(certificate.gsb) 6 0 R]>>>>"
    spec = b"6 0 obj<</Type/Filespec/F(certificate.gsb)/UF(certificate.gsb)/EF<</F 5 0 R>>>>endobj\n"
    yield "an attachment of a gigabyte", HEAD.replace(b"/Catalog", b"/Catalog" + names) + PAGE % b"" + stream(4, b"") + spec + stream(5, packed(1 << 30), twice) + TAIL
    yield "nested arrays", HEAD + PAGE % b"" + stream(4, b"") + b"7 0 obj " + b"[" * 2_000_000 + b"]" * 2_000_000 + b" endobj\n" + TAIL
    deep = b"<</A" * 400_000 + b" 1 " + b">>" * 400_000
    yield "nested dictionaries", HEAD.replace(b"/Pages 2", b"/X " + deep + b"/Pages 2") + PAGE % b"" + stream(4, b"") + TAIL
    yield "nested arrays on a page", HEAD + PAGE % b"" + stream(4, b"[" * 3_000_000 + b" TJ") + TAIL
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Resources<</XObject<</F 5 0 R>>>>"
    yield "a form that draws itself", HEAD + PAGE % b"/XObject<</F 5 0 R>>" + stream(4, b"/F Do") + stream(5, b"/F Do " * 3, form) + TAIL
    tower = HEAD + PAGE % b"/XObject<</F 10 0 R>>" + stream(4, b"/F Do")
    for level in range(10, 40):
        inner = b"/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Resources<</XObject<</F %d 0 R>>>>" % (level + 1)
        tower += stream(level, b"/F Do " * 10, inner)
    yield "forms that draw forms, ten times each, thirty deep", tower + TAIL
    loop = HEAD + PAGE % b"" + stream(4, b"")
    yield "a table that leads to itself", loop + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(loop), len(loop))
    yield "pages that hold themselves", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 3>>endobj\n" + TAIL
    kids = b" ".join([b"3 0 R"] * 200_000)
    yield "two hundred thousand pages", HEAD.replace(b"[3 0 R]/Count 1", b"[" + kids + b"]/Count 200000") + PAGE % b"" + stream(4, b"") + TAIL
    yield "a claim of two thousand million pages", HEAD.replace(b"/Count 1", b"/Count 2000000000") + PAGE % b"" + stream(4, b"") + TAIL
    yield "a page of ten thousand million points", HEAD + (PAGE % b"").replace(b"500 500", b"9999999999 9999999999") + stream(4, b"0 0 9999999999 9999999999 re f") + TAIL
    yield "a stream that claims to be long", HEAD + PAGE % b"" + b"4 0 obj<</Length 99999999999>>stream\nx endstream endobj\n" + TAIL
    image = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
    yield "an image of 60,000 by 60,000", HEAD + PAGE % b"/XObject<</I 5 0 R>>" + stream(4, b"500 0 0 500 0 0 cm /I Do") + stream(5, zlib.compress(b"\0" * (1 << 22)), image) + TAIL
    line = b"".join(b"%d %d m %d %d l S " % (n % 500, n % 491, n % 487, n % 479) for n in range(400_000))
    yield "four hundred thousand lines", HEAD + PAGE % b"" + stream(4, zlib.compress(line), b"/Filter/FlateDecode") + TAIL
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = lambda w, h: b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0))
    yield "a PNG that claims to be huge", head(60_000, 60_000) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    blank = zlib.compress(b"\0" * (3 * 7000 + 1) * 7000, 9)
    yield "a PNG of 49 million black pixels", head(7000, 7000) + chunk(b"IDAT", blank) + chunk(b"IEND", b"")
    yield "a JPEG that claims to be huge", b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\3\1\x22\0\2\x11\1\3\x11\1\xff\xda"


def children(pid):
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def kept(demo):
    """Files of the server, besides its store, and of its user in the temporary folder."""
    own = {str(path) for path in Path(demo.data).rglob("*") if path.is_file()}
    return own | {str(path) for path in Path("/tmp").iterdir() if path.stat().st_uid == os.getuid() and path.name.startswith((".tmp", "goodstanding-upload"))}


def health(demo):
    """Seconds until somebody else is answered, and whether well."""
    begun = time.monotonic()
    answer = demo.browser(timeout=20).get("/verify")
    return time.monotonic() - begun, answer.status == 200


def one_by_one(demo, root):
    browser = demo.browser(timeout=60)
    slowest, bad = 0, []
    for number, (name, data) in enumerate(bombs()):
        begun = time.monotonic()
        answer = uploaded(browser, data)
        seconds = time.monotonic() - begun
        slowest = max(slowest, seconds)
        says = heading(answer)
        harmless = answer.status == 200 and says in ("无法读取这个文件", "不是本会出具的文件", "没有读到二维码") and seconds < 25
        ok(f"{name} ({len(data) / 1000:.0f} kB) is answered with a sentence", harmless, f"{answer.status} {says} {seconds:.1f} s {answer.words()[:300]}")
        if number % 3:
            continue
        file = FOLDER / "bomb"
        file.write_bytes(data)
        done = subprocess.run([BINARY, "verify", "--root", root, file], capture_output=True, text=True)
        if done.returncode not in (1, 2) or not (done.stdout + done.stderr).strip():
            bad.append((name, done.returncode, done.stdout[:200], done.stderr[:200]))
    ok("the command answers every third of them with a sentence too", not bad, bad)
    note(f"the slowest took {slowest:.1f} s")


def gigabyte(demo):
    """Sent without a length, so that the server must count; it may hang up at any time."""
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    before = demo.memory()[1]

    def send(lengthy):
        line = http.client.HTTPConnection(*demo.address, timeout=60)
        line.putrequest("POST", "/verify/file")
        line.putheader("Content-Type", "multipart/form-data; boundary=x")
        line.putheader(*(("Content-Length", str(1 << 30)) if lengthy else ("Transfer-Encoding", "chunked")))
        line.endheaders()
        sent, block = 0, b"x" * (1 << 20)
        try:
            for part in [head.encode(), *([block] * 1024)]:
                line.send(part if lengthy else b"%x\r\n%s\r\n" % (len(part), part))
                sent += len(part)
        except OSError:
            pass
        try:
            answer = line.getresponse()
            said = answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            said = 0, repr(error)
        line.close()
        return sent, said

    for lengthy in (False, True):
        sent, (status, text) = send(lengthy)
        how = "with its length" if lengthy else "without a length"
        told = status == 413 and "最多可以上传 20 MB" in text
        ok(f"a gigabyte sent {how} is refused by its size, with a sentence", told and sent < 1 << 29, f"{status} after {sent >> 20} MiB {text[:300]}")
    grown = demo.memory()[1] - before
    ok(f"the server grew by {grown} MiB at most", grown < 120, grown)


def fifty_at_once(demo, good):
    altered = good.read_bytes()[:-1] + b"x"
    waits, answers, stopping = [], [], threading.Event()

    def sends():
        try:
            answer = uploaded(demo.browser(timeout=90), altered)
            answers.append((answer.status, heading(answer)))
        except (OSError, http.client.HTTPException, AssertionError) as error:
            answers.append((0, repr(error)))

    def watches():
        while not stopping.is_set():
            waits.append(health(demo))
            stopping.wait(0.1)

    watcher = threading.Thread(target=watches)
    watcher.start()
    senders = [threading.Thread(target=sends) for _ in range(50)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    stopping.set()
    watcher.join()
    served = sum(status == 200 for status, _ in answers)
    busy = sum(status in (429, 503) for status, _ in answers)
    note(f"of 50 at once {served} were judged and {busy} asked to come again; others waited {max(s for s, _ in waits):.2f} s at most")
    ok("50 at once: each is judged or asked to come again", served + busy == 50 and served >= 10, answers)
    ok("50 at once: none is called the same", all(says not in ("与出具的文件完全一致",) for _, says in answers), answers)
    ok("50 at once: others are served meanwhile", all(well for _, well in waits) and max(s for s, _ in waits) < 5, waits[-5:])


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    demo = Demo("hostile").start()
    try:
        good, root = next(iter(certificates(demo).values())), root_of(demo)
        before = kept(demo)
        one_by_one(demo, root)
        gigabyte(demo)
        fifty_at_once(demo, good)
        ok("no child is left", until(lambda: not children(demo.pid()), 15), children(demo.pid()))
        # The demo's own letters go out meanwhile; no file that was sent is among what they carry.
        left = {path for path in kept(demo) - before if "backup" not in path and not path.endswith(".eml")}
        ok("nothing is kept", not left, left)
        now, most = demo.memory()
        note(f"resident {now} MiB, at most {most} MiB")
        ok("the server stayed small", most < 500, most)
        ok("and answers quickly", health(demo)[0] < 2 and health(demo)[1])
        ok("it ends well", demo.stop() == 0)
    finally:
        demo.kill()
    finish()
