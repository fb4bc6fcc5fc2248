"""QR codes of certificates on simulated prints, scans and photos: read by us, by zbar and by OpenCV in the same run. And
photos dropped on /verify, receipts on files that are not as issued.

    prints.py [SEED [ROUNDS]]
"""
import json
import subprocess
import sys
import time

import cv2
import numpy as np

import variants as v
from files import ELSEWHERE, FOLDER, FORGED, NO_CODE, OTHER, SEALED, STRANGE, certificates, heading, root_of, uploaded
from house import BINARY, ROOT, Demo, finish, note, ok

GROUND = (90, 100, 110)


def rotated(image, degrees):
    h, w = image.shape[:2]
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1)
    c, s = abs(turn[0, 0]), abs(turn[0, 1])
    size = int(h * s + w * c), int(h * c + w * s)
    turn[:, 2] += (size[0] - w) / 2, (size[1] - h) / 2
    return cv2.warpAffine(image, turn, size, flags=cv2.INTER_LINEAR, borderValue=GROUND)


def seen_aslant(image, most, chance):
    h, w = image.shape[:2]
    corners = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
    inward = np.float32([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    moved = corners + np.float32(chance.uniform(0, most, (4, 2)) * [w, h]) * inward
    return cv2.warpPerspective(image, cv2.getPerspectiveTransform(corners, np.float32(moved)), (w, h), borderValue=GROUND)


def noisy(image, sigma, chance):
    return np.clip(image + chance.normal(0, sigma, image.shape), 0, 255).astype(np.uint8)


def lit(image, darkest, chance):
    h, w = image.shape[:2]
    angle = chance.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:h, 0:w]
    slope = np.cos(angle) * x / w + np.sin(angle) * y / h
    slope = (slope - slope.min()) / np.ptp(slope)
    return np.clip(image * (darkest + (1 - darkest) * slope)[..., None], 0, 255).astype(np.uint8)


def stained(image, dpi, share, chance):
    """A stain over a share of the code, anywhere but on the three marks by which it is found."""
    mm = dpi / 25.4
    strip = image[int(200 * mm):int(275 * mm), int(29 * mm):int(56 * mm), 0] < 128
    rows = np.flatnonzero((strip.mean(1) > 0.2) & (strip.mean(1) < 0.8))
    top, side, left = rows[0] + 200 * mm, rows[-1] - rows[0], 27.5 * mm
    radius = side * np.sqrt(share / np.pi)
    while True:
        x, y = chance.uniform(radius, side - radius, 2)
        marks = ((0, 0), (side, 0), (0, side))
        if all(abs(x - a) > 0.2 * side or abs(y - b) > 0.2 * side for a, b in marks):
            return cv2.circle(image.copy(), (int(left + x), int(top + y)), int(radius), (40, 60, 90), -1)


def prints(pages, rounds, chance):
    """Name of the kind, dpi, picture, quality as JPEG, text."""
    kinds = {
        "clean": lambda page, dpi: page,
        "rotated": lambda page, dpi: rotated(page, chance.uniform(0, 360)),
        "aslant": lambda page, dpi: seen_aslant(page, 0.1, chance),
        "noise": lambda page, dpi: noisy(page, 18, chance),
        "blur": lambda page, dpi: cv2.GaussianBlur(page, (0, 0), 0.35 * dpi / 100),
        "light": lambda page, dpi: lit(page, 0.25, chance),
        "stain": lambda page, dpi: stained(page, dpi, 0.05, chance),
        "photo": lambda page, dpi: noisy(cv2.GaussianBlur(lit(seen_aslant(rotated(
            stained(page, dpi, 0.03, chance), chance.uniform(-25, 25)), 0.06, chance), 0.45, chance), (0, 0), 0.2 * dpi / 100), 8, chance),
    }
    for turn in range(rounds):
        name = sorted(pages)[turn % len(pages)]
        for dpi in (300, 200, 150):
            for kind, make in kinds.items():
                yield kind, dpi, make(pages[name][dpi], dpi), 60, name


def corpus(files, trusted, seed, rounds):
    chance = np.random.default_rng(seed)
    pages = {}
    for file in files:
        last = int(v.run("pdfinfo", file).decode().split("Pages:")[1].split()[0])
        pages[file.stem] = {}
        for dpi in (300, 200, 150):
            picture = FOLDER / f"{file.stem}-{dpi}"
            v.run("pdftoppm", "-r", dpi, "-png", "-f", last, "-l", last, "-singlefile", file, picture)
            pages[file.stem][dpi] = cv2.imread(f"{picture}.png")
    number = {file.stem: number_of(file) for file in files}
    detector, rows = cv2.QRCodeDetector(), []
    for kind, dpi, image, quality, name in prints(pages, rounds, chance):
        path = FOLDER / f"print-{len(rows):03}-{kind}-{dpi}.jpg"
        cv2.imwrite(str(path), image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        rows.append((kind, dpi, path, name))
    begun = time.monotonic()
    options = [part for row in rows for part in ("--qr", str(row[2]))]
    done = subprocess.run([BINARY, "verify", "--json", *trusted, *options], capture_output=True, text=True)
    ours = [json.loads(line) for line in done.stdout.splitlines()]
    spent = time.monotonic() - begun
    sums, missed = {}, []
    for (kind, dpi, path, name), verdict in zip(rows, ours):
        read = verdict["exit"] == 0 and verdict["seal"]["number"] == number[name]
        zbar = v.run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", path, fine=(0, 4)).decode().strip()
        try:
            opencv = detector.detectAndDecode(cv2.imread(str(path)))[0]
        except cv2.error:
            opencv = ""
        count = sums.setdefault(kind, [0, 0, 0, 0])
        for at, good in enumerate((True, read, "/V/" in zbar, "/V/" in opencv)):
            count[at] += good
        if not read:
            missed.append(path.name)
    for kind, (all_of, read, zbar, opencv) in sums.items():
        note(f"{kind:8} of {all_of}: we {read}, zbar {zbar}, OpenCV {opencv}")
    total = [sum(count[at] for count in sums.values()) for at in range(4)]
    note(f"all: of {total[0]} we read {total[1]}, zbar {total[2]}, OpenCV {total[3]}; {spent / len(rows) * 1000:.0f} ms each with a process of its own")
    ok(f"seed {seed}: every print is judged", len(ours) == len(rows), len(ours))
    ok(f"seed {seed}: we read 98 of 100 simulated prints", total[1] >= 0.98 * total[0], missed)
    ok(f"seed {seed}: and no fewer than zbar and OpenCV", total[1] >= max(total[2:]), total)


def number_of(file):
    text = v.run("pdftotext", file, "-").decode()
    return next(word for word in text.split() if "〔" in word and word.endswith("号"))


def code_picture(text, path, kind="png"):
    v.segno.make(text, error="m").save(str(path), scale=6, border=4, kind=kind)
    return path.read_bytes()


def photos(demo, files):
    browser = demo.browser()
    one, other = files[:2]
    text = [v.run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", v.picture(file, FOLDER / f"{file.stem}.png")).decode().strip() for file in (one, other)]
    address, payload = text[0].split("#")
    changed = payload[:150] + ("A" if payload[150] != "A" else "B") + payload[151:]
    page = cv2.imread(str(FOLDER / f"{one.stem}.png"))
    webp = cv2.imencode(".webp", page)[1].tobytes()
    jpeg = cv2.imencode(".jpg", rotated(page, 12), [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()
    empty = cv2.imencode(".jpg", np.full((600, 800, 3), 230, np.uint8))[1].tobytes()
    cases = [
        ("a photo as JPEG", jpeg, SEALED, "二维码的签名属实"), ("as WebP", webp, SEALED, "二维码的签名属实"),
        ("a seal with a changed letter", code_picture(f"{address}#{changed}", FOLDER / "forged.png"), FORGED, "请勿采用"),
        ("another certificate's seal", code_picture(f"{address}#{text[1].split('#')[1]}", FOLDER / "mixed.png"), OTHER, "拼接"),
        ("another site's address", code_picture(f"HTTPS://CERT.EXAMP1E.ORG/V/{text[0].split('/V/')[1]}", FOLDER / "elsewhere.png"), ELSEWHERE, "EXAMP1E"),
        ("an address without a seal", code_picture(address, FOLDER / "address.png"), "读到了核验码，请逐项比对内容", "没有签名"),
        ("some other code", code_picture("https://www.example.org/menu", FOLDER / "menu.png"), STRANGE, "example.org/menu"),
        ("no code", empty, NO_CODE, "再拍一张"), ("half a photo", jpeg[:len(jpeg) // 3], "", ""),
        ("a HEIC photo", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400), "无法读取这个文件", "JPEG"),
    ]
    for name, data, says, words in cases:
        answer = uploaded(browser, data, "IMG_1.jpg")
        ok(f"photo: {name}: {says or 'is answered'}", answer.status == 200 and says in heading(answer) and words in answer.text, f"{answer.status} {heading(answer)} {answer.words()[:400]}")
    answer = uploaded(browser, jpeg, "IMG_1.jpg")
    ok("photo: the certificate's number and the server's answer stand there", number_of(one) in answer.text and "status-line" in answer.text, answer.words()[:400])
    english = uploaded(browser, empty, path="/verify/file?lang=en")
    ok("photo: in English", heading(english) == "No QR code was found", heading(english))


def receipts(demo, files, root):
    """On a file that was altered, and on one that is none of ours."""
    browser = demo.browser()
    altered, strange = FOLDER / "altered.pdf", FOLDER / "strange.pdf"
    v.digit_in_text(files[0], altered)
    v.other_page(files[0], strange)
    for file, state, says in ((altered, "not as issued", "NotAsIssued"), (strange, "not ours", "NotOurs")):
        page = uploaded(browser, file.read_bytes(), file.name)
        refused = browser.send(page.form("/verify/receipt", reference="", **{"as": "pdf"}))
        ok(f"receipt, {state}: a reference is asked for", refused.status == 422 and "请填写您的核验编号" in refused.text, refused.words()[:300])
        for kind in ("pdf", "json"):
            given = browser.send(page.form("/verify/receipt", reference="卷宗 2026-17", **{"as": kind}))
            receipt = FOLDER / f"receipt-{file.stem}.{kind}"
            receipt.write_bytes(given.body)
            verify = lambda *more: subprocess.run([BINARY, "verify", "--receipt", receipt, "--root", root, "--json", *more], capture_output=True, text=True)
            done = verify("--reference", "卷宗 2026-17", "--about", file)
            ok(f"receipt, {state}, {kind}: genuine, about this file", done.returncode == 3 and f'"{says}"' in done.stdout, f"{given.status} {done.stdout}{done.stderr}")
            ok(f"receipt, {state}, {kind}: not about another file", verify("--about", files[1]).returncode == 1)
            ok(f"receipt, {state}, {kind}: not under another reference", verify("--reference", "卷宗 2026-18").returncode == 1)
            judged = subprocess.run([sys.executable, ROOT / "tests/independent/receipt.py", receipt, root, "卷宗 2026-17"], capture_output=True, text=True)
            ok(f"receipt, {state}, {kind}: receipt.py agrees", judged.returncode == 0 and f"# {state} " in judged.stdout, judged.stdout + judged.stderr)
        forged = page.form("/verify/receipt", reference="x", hash="0" * 64, **{"as": "json"})
        ok(f"receipt, {state}: none for a file that was not checked", browser.send(forged).status == 422)


if __name__ == "__main__":
    seed, rounds = (int(sys.argv[1]) if len(sys.argv) > 1 else 7), (int(sys.argv[2]) if len(sys.argv) > 2 else 2)
    FOLDER.mkdir(parents=True, exist_ok=True)
    demo = Demo("prints").start()
    try:
        files, root = list(certificates(demo).values()), root_of(demo)
        keys = FOLDER / "keys.json"
        keys.write_text(demo.browser().get("/.well-known/goodstanding").text)
        photos(demo, files)
        receipts(demo, files, root)
        # The demo's keys name its invented domain.
        corpus(files, ["--keys", keys, "--root", root, "--host", demo.url.split("/")[2]], seed, rounds)
    finally:
        demo.stop()
    finish()
