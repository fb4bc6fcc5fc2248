"""Prints the median milliseconds in which typst makes the same pages: a firm's certificate, and one of 30 lawyers."""
import statistics, sys, tempfile, time, pathlib
import typst

FONTS = [str(pathlib.Path(__file__).parents[2] / "fonts")]
HEAD = '''#set page(paper: "a4", margin: (x: 28mm, y: 30mm))
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 1em)
#align(center)[#text(size: 22pt, weight: "bold")[%s]]
#align(center)[示律证〔2026〕第000001号]

'''
FOOT = '''

特此证明。

#align(right)[示例市律师协会 #linebreak() 2026年11月23日]
#place(bottom + left)[#rect(width: 36mm, height: 36mm)] 核验码：7K3M-9QWX-2TRB-5HNC-8AAA
'''
FIRM = HEAD % "律师事务所会员证明" + "兹证明示例岭南律师事务所（统一社会信用代码：31447000MDX000001U）系本会团体会员，会员状态正常。\n\n以上内容以本会截至2026年11月20日的登记信息为准。" + FOOT
ROWS = ", ".join(f"[{n}], [示例律师], [144702015109{n:05}]" for n in range(1, 31))
TABLE = HEAD % "律师会员证明" + "兹证明下表所列30名律师在示例岭南律师事务所执业，系本会个人会员。\n\n#table(columns: (12mm, 1fr, 60mm), [序号], [姓名], [律师执业证号], " + ROWS + ")" + FOOT


def median(source: str, turns: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "page.typ"
        path.write_text(source, encoding="utf-8")
        compiler = typst.Compiler(str(path), font_paths=FONTS, ignore_system_fonts=True)
        times = []
        for turn in range(turns):
            # Another number, firm and association for each page, as in real life: typst remembers what it set before.
            words = source.replace("000001号", f"{turn:06}号").replace("岭南", chr(0x5200 + turn) + chr(0x6200 + turn))
            path.write_text(words.replace("示例市", f"示例{chr(0x5F00 + turn)}市"), encoding="utf-8")
            compiler = typst.Compiler(str(path), font_paths=FONTS, ignore_system_fonts=True) if turn == 0 else compiler
            begun = time.perf_counter()
            compiler.compile(format="pdf")
            times.append((time.perf_counter() - begun) * 1000)
        return statistics.median(times)


turns = int(sys.argv[1])
print(f"{median(FIRM, turns):.3f} {median(TABLE, turns):.3f}")
