"""What the server and the command say of files that were saved again, printed, altered or forged by real tools.

    files.py        the answers on /verify and of `goodstanding verify`, one for each way a file may be changed
"""
import json
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "faults"))
import variants as v
from house import BINARY, SCRATCH, Demo, finish, note, ok, until

FOLDER = SCRATCH / "files"
SAME, RESAVED, REDRAWN = "与出具的文件完全一致", "内容相同，被重新保存过", "不是原文件：由别的程序重新生成"
ALTERED, NOT_OURS, UNREADABLE = "内容被改动", "不是本会出具的文件", "无法读取这个文件"
SEALED, FORGED, OTHER = "二维码属实，请逐项比对内容", "二维码的签名不属实", "二维码被拼接过"
ELSEWHERE, STRANGE, NO_CODE = "二维码指向的不是本会网站", "二维码不是本会证明的", "没有读到二维码"


def uploaded(browser, data, name="file.pdf", path="/verify/file"):
    """Posts a file, as the page's form does without script: it asks nothing of whoever posts it, and changes nothing."""
    edge = uuid.uuid4().hex
    body = b"".join([
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'.encode(),
        data, f"\r\n--{edge}--\r\n".encode()])
    return browser.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})


def heading(answer):
    found = re.search(r"<h1[^>]*>([^<]*)</h1>", answer.text)
    return found[1] if found else f"status {answer.status}"


def certificates(demo):
    """Every certificate that the clerk can download: path of the file, by number of the application."""
    clerk, found = demo.browser("firm-clerk"), {}
    for record in sorted(set(re.findall(r'href="/mine/(\d+)"', clerk.get("/mine").text)), key=int):
        answer = clerk.get(f"/mine/{record}/download")
        if answer.status == 200 and answer.body.startswith(b"%PDF"):
            found[int(record)] = FOLDER / f"{demo.name}-{record}.pdf"
            found[int(record)].write_bytes(answer.body)
    return found


def many_lawyers(demo):
    """A certificate of all lawyers of the large firm, over several pages; its file."""
    clerk = demo.browser("firm-clerk")
    begun = clerk.led_on(clerk.get("/apply").form("/apply"))
    form = clerk.led_on(clerk.get(begun).form(begun, kind="lawyer-membership"))
    boxes = re.findall(r'<input[^>]*name="lawyers"[^>]*>', clerk.get(form.replace("/form", "/lawyers")).text)
    everybody = {re.search(r'value="(\d+)"', box)[1] for box in boxes if "disabled" not in box}
    action, fields = clerk.get(form).form(form, go="next")
    preview = clerk.led_on((action, fields + [("lawyers", one) for one in sorted(everybody)]))
    submit = preview.replace("/preview", "/submit")
    record = clerk.led_on(clerk.get(preview).form(submit)).split("/")[2]
    answer = until(lambda: next((a for a in [clerk.get(f"/mine/{record}/download")] if a.body.startswith(b"%PDF")), None))
    file = FOLDER / f"{demo.name}-long.pdf"
    file.write_bytes(answer.body)
    return file


def root_of(demo):
    return json.loads(demo.browser().get("/.well-known/goodstanding").text)["root"]


def judged(files, root):
    """What the command says of files, each a dictionary; and its exit status."""
    done = subprocess.run([BINARY, "verify", "--json", "--root", root, *map(str, files)], capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def cases(one, other, long, stranger):
    """Name, maker, source, heading on the page, words that must stand there, finding of the command."""
    again = [
        ("saved by qpdf", v.by_qpdf()), ("linearised by qpdf", v.by_qpdf("--linearize")),
        ("object streams by qpdf", v.by_qpdf("--object-streams=generate", "--recompress-flate", "--compression-level=9")),
        ("unpacked by qpdf", v.by_qpdf("--stream-data=uncompress", "--object-streams=disable")),
        ("saved by pikepdf", v.by_pikepdf()), ("saved by mutool clean", v.by_mutool()),
        ("packed by mutool clean", v.by_mutool("-gggg", "-z")),
        ("packed by pikepdf", v.by_pikepdf(object_stream_mode=v.pikepdf.ObjectStreamMode.generate, linearize=True)),
        ("the end of a line behind it", v.line_end),
    ]
    for name, make in again:
        yield name, make, one, RESAVED, "", "not-original"
    yield "many pages saved by qpdf", v.by_qpdf("--linearize"), long, RESAVED, "", "not-original"
    yield "content tidied by mutool clean -s", v.by_mutool("-s"), one, REDRAWN, "", "not-original"
    yield "printed by Ghostscript", v.by_ghostscript, one, REDRAWN, "", "not-original"
    yield "printed by cairo", v.by_cairo, one, REDRAWN, "", "not-ours"
    yield "many pages printed by cairo", v.by_cairo, long, REDRAWN, "", "not-ours"
    yield "a picture printed by Chromium", v.by_chromium, one, SEALED, "逐项比对", "not-ours"
    yield "a photo as PNG", lambda s, t: Path(t).write_bytes(v.picture(s, Path(t).with_suffix(".png")).read_bytes()), one, SEALED, "二维码的签名属实", "unreadable"
    yield "the seal taken out", v.by_pikepdf_unsealed, one, REDRAWN, "", "not-original"
    yield "the attachment taken out", v.attachment_removed, one, REDRAWN, "", "not-ours"
    yield "one digit changed in the text", v.digit_in_text, one, ALTERED, "应为", "altered"
    yield "one digit changed, then linearised", lambda s, t: v.digit_in_text(s, t, linearize=True), one, ALTERED, "应为", "altered"
    yield "one digit drawn over", v.digit_drawn_over, one, ALTERED, "第1页的画面与出具的文件不同（上部）", "not-original"
    yield "a line painted white", v.painted_white, one, ALTERED, "第1页的画面与出具的文件不同（下部）", "not-original"
    yield "words that nobody sees", v.invisible_text, one, ALTERED, "多出", "altered"
    yield "a note laid over", v.note_over, one, ALTERED, "批注", "not-original"
    yield "a layer that is off", v.hidden_layer, one, ALTERED, "图层", "not-original"
    yield "a script added", v.script_added, one, ALTERED, "脚本", "not-original"
    yield "an empty page added", v.page_added, one, ALTERED, "出具的文件共1页，这个文件有2页", "altered"
    yield "a page twice", v.page_twice, one, ALTERED, "出具的文件共1页，这个文件有2页", "altered"
    yield "the last page removed", v.page_removed, long, ALTERED, "页，这个文件有", "altered"
    yield "pages reordered", v.pages_reordered, long, ALTERED, "", "altered"
    yield "an update appended by pyHanko", v.update_appended, one, ALTERED, "追加了内容", "not-original"
    yield "an empty update by pypdf", v.empty_update, one, ALTERED, "追加了内容", "not-original"
    yield "sealed anew by an attacker's P-256 key", v.resealed("ec"), one, REDRAWN, "没有本会的有效签章", "not-original"
    yield "altered and sealed anew, P-256", v.resealed("ec", v.swap_digit), one, ALTERED, "应为", "altered"
    yield "altered and sealed anew, RSA", v.resealed("rsa", v.swap_digit), one, ALTERED, "应为", "altered"
    yield "the attachment replaced by noise", v.attachment_replaced(bytes(range(256)) * 8), one, ALTERED, "签名数据已损坏或被替换", "not-ours"
    yield "the statement of another certificate put in", v.attachment_replaced(v.bundle_of(other)), one, ALTERED, "应为", "altered"
    yield "the statement of another association put in", v.attachment_replaced(v.bundle_of(stranger)), one, NOT_OURS, "并非该协会出具", "not-ours"
    yield "a perfect file of another association", lambda s, t: shutil.copy(s, t), stranger, NOT_OURS, "并非该协会出具", "not-ours"
    yield "the QR code replaced", v.qr_replaced("HTTPS://CERT.EXAMP1E.ORG/V/7K3M9QWX2TRB5HNC8XYZ"), one, ALTERED, "EXAMP1E", "not-original"
    yield "another page altogether", v.other_page, one, NOT_OURS, "没有本会证明的签名数据", "not-ours"
    yield "cut in half", lambda s, t: Path(t).write_bytes(Path(s).read_bytes()[:30_000]), one, UNREADABLE, "", "unreadable"
    yield "no PDF", lambda s, t: Path(t).write_bytes(b"%PDF-1.7 and nothing more"), one, UNREADABLE, "", "unreadable"


def verdicts():
    demo, strangers = Demo("files").start(), Demo("strangers").start()
    try:
        files, theirs = certificates(demo), certificates(strangers)
        root = root_of(demo)
        one, other, long = files[1], files[2], many_lawyers(demo)
        browser = demo.browser()
        for file in files.values():
            ok(f"{file.name}: the file itself is identical", heading(uploaded(browser, file.read_bytes())) == SAME)
        made, expected = [], []
        for number, (name, make, source, says, words, finding) in enumerate(cases(one, other, long, theirs[1])):
            target = FOLDER / f"{number:02}.pdf"
            try:
                make(source, target)
            except Exception as error:
                ok(f"{name}: is made", False, repr(error))
                continue
            answer = uploaded(browser, target.read_bytes())
            text = answer.words()
            ok(f"page: {name}: {says}", heading(answer) == says and words in text, f"{heading(answer)}\n{text[:900]}")
            made.append(target)
            expected.append((name, finding))
        said, status = judged(made, root)
        ok("verify: none of them is accepted", status == 1 and all(verdict["exit"] != 0 for verdict in said), status)
        for (name, finding), verdict in zip(expected, said):
            ok(f"verify: {name}: {finding}", verdict["finding"] == finding, json.dumps(verdict, ensure_ascii=False)[:900])
    finally:
        demo.stop()
        strangers.stop()


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    verdicts()
    finish()
