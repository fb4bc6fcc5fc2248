"""Prints how long typst takes for the same pages: the same words, fonts, seal, QR code and attachment, tagged, PDF/A-3a and
PDF/UA-1. Reads what the bench wrote (a JSON file), answers with one JSON line: median milliseconds, bytes, peak memory.

Each turn is another certificate, as in real life; typst's own caches stay warm from turn to turn, and its compiler is made
once.
"""
import json
import pathlib
import statistics
import sys
import tempfile
import time

import typst

FONTS = [str(pathlib.Path(__file__).parents[2] / "fonts")]
HEAD = """#let it = json("page.json")
#set document(title: it.title + " " + it.number, author: it.signer, date: datetime(year: 2026, month: 11, day: 23))
#set page(paper: "a4", margin: (x: 25.9mm, top: 37mm, bottom: 25mm), numbering: "1/1", footer: context align(center,
  text(9pt)[第#counter(page).display()页/共#counter(page).final().first()页]))
#set text(font: ("Noto Serif SC", "HanaMinB"), size: 16pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 14pt, spacing: 14pt)
#show heading: it => align(center, text(26pt, weight: "bold", it.body))
#pdf.attach("goodstanding.bundle", read("bundle.bin", encoding: none), relationship: "data",
  mime-type: "application/octet-stream", description: "Signed statement")
= #it.title
#align(center, text(14pt, it.number))
#if it.addressee != none { par(first-line-indent: 0em, it.addressee) }
#for words in it.paragraphs { par(words) }
#if it.columns.len() > 0 {
  set text(12pt)
  set par(first-line-indent: 0em)
  table(columns: (auto, 1fr, auto, auto, auto).slice(0, it.columns.len()), align: center + horizon, stroke: 0.5pt, inset: 6pt,
    table.header(..it.columns.map(strong)), ..it.rows.flatten())
}
#par(it.closing)
#block(breakable: false, width: 100%, {
  place(right, dx: 20pt, dy: -20pt, image("seal.svg", width: 42mm, alt: "样章"))
  align(right, pad(right: 64pt, it.signer + linebreak() + it.date))
})
#v(1fr)
#line(length: 100%, stroke: 0.5pt)
#grid(columns: (36mm, 1fr), column-gutter: 5mm, image("qr.svg", width: 36mm, alt: "二维码"), {
  set text(9pt)
  set par(first-line-indent: 0em, leading: 5pt, spacing: 6pt)
  par(text(12pt, weight: "bold", it.foot.at(0)))
  for words in it.foot.slice(1) { par(words) }
})
"""


def run(pages: list, seal: str, folder: pathlib.Path) -> dict:
    (folder / "page.typ").write_text(HEAD, encoding="utf-8")
    (folder / "seal.svg").write_text(seal, encoding="utf-8")
    times, sizes = [], []
    compiler = None
    for page in pages:
        (folder / "qr.svg").write_text(page["qr"], encoding="utf-8")
        (folder / "bundle.bin").write_bytes(bytes.fromhex(page["bundle"]))
        (folder / "page.json").write_text(json.dumps(page["words"]), encoding="utf-8")
        compiler = compiler or typst.Compiler(str(folder / "page.typ"), font_paths=FONTS, ignore_system_fonts=True)
        begun = time.perf_counter()
        pdf = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"])
        times.append((time.perf_counter() - begun) * 1000)
        sizes.append(len(pdf))
        last = pdf
    (folder.parent / f"typst-{len(pages[0]['words']['rows'])}.pdf").write_bytes(last)
    # The first turns fill the caches.
    return {"ms": statistics.median(times[5:]), "bytes": statistics.median(sizes)}


def peak() -> int:
    status = pathlib.Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


given = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
with tempfile.TemporaryDirectory(dir=pathlib.Path(sys.argv[1]).parent) as scratch:
    answer = {name: run(given[name], given["seal"], pathlib.Path(scratch)) for name in ("page", "table")}
print(json.dumps({**answer, "peak_kb": peak()}))
