#!/usr/bin/env python3
"""Makes invented registers: the demo's sample files, the small fixtures of the unit tests, and big ones for speed.

    make_register.py sample assets/sample        the demo's five CSV files
    make_register.py fixtures tests/fixtures     workbooks and CSV files as Excel and WPS write them
    make_register.py big DIR [--rows 10000]      firms.xlsx, lawyers.xlsx, lawyers-gb18030.csv

Everything is computed from fixed lists: the same command makes the same records. All names are invented; the city code
4470 belongs to no city, so that no licence number can be a real person's. Needs openpyxl (PyPI).
"""

import argparse
import csv
import datetime
import io
import pathlib
import zipfile

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

SURNAMES = (
    "陈李张黄林王刘吴梁罗郑何谢叶周杨苏曾许蔡邓冯彭胡朱高徐潘钟郭江卢余廖马邱袁魏方赵孙唐程韩沈姚谭范石田"
)
GIVEN = (
    "嘉懿 文渊 思远 静宜 泽楷 晓岚 子墨 雨桐 明哲 若溪 景行 书言 知微 致远 云舒 望舒 清和 怀瑾 予安 南星 "
    "亦凡 乐山 守拙 观澜 砚秋 听澜 牧之 怀谷 疏影 念真 秉文 应瑞 起云 令仪 永年 敬之 承泽 允中 德音 秋实"
).split()

LONG_NAME = "阿卜杜热合曼·买买提艾力·阿布都克热木江·托合提江"
# The rare characters, each in a name: two- and three-character ones, Extension A, B, E and F of the ideographs.
RARE = [
    ("张㛃", 1, "Zhang Jie"),
    ("王䶮", 0, "Wang Yan"),
    ("陈㙍", 0, "Chen Duo"),
    ("林𬱖", 0, "Lin Wei"),
    ("黄𬍛", 0, "Huang Wei"),
    ("何𬣙", 1, "He Xu"),
    ("吴𠮷安", 0, "Wu Ji'an"),
    ("欧阳清越", 1, "Ouyang Qingyue"),
    (LONG_NAME, 0, "Abdurahman Memeteli Abdukerimjan Tohtijan"),
    ("阿依古丽·示例", 1, "Ayguli Shili"),
    ("单小舟", 1, "Shan Xiaozhou"),
    ("覃乐行", 0, "Qin Lexing"),
    ("李静宜", 1, "Li Jingyi"),
]


def uscc(body):
    """The 17 characters with their check character (GB 32100-2015)."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def licence(year, sex, serial, category=1):
    return f"14470{year}{category}{sex}{serial:06d}"


LINGNAN = ("示例岭南律师事务所", uscc("31447000MDX000001"))
ZHUJIANG = ("示例珠江（滨海）律师事务所", uscc("31447000MDX000002"))
ASSOCIATION = ("示例市律师协会", uscc("51447000MJX000001"))


def people(count, start, skip_names=()):
    """`count` names with sex, none twice."""
    made = []
    index = start
    while len(made) < count:
        name = SURNAMES[index * 7 % len(SURNAMES)] + GIVEN[index * 11 % len(GIVEN)]
        if name not in skip_names and name not in [n for n, _ in made]:
            made.append((name, index % 2))
        index += 1
    return made


def sample(folder):
    assert len(LONG_NAME) == 25, len(LONG_NAME)
    firms = [
        ["律所名称", "统一社会信用代码", "状态", "执业许可证号", "负责人", "成立日期", "联系地址", "联系电话"],
        [LINGNAN[0], LINGNAN[1], "正常", LINGNAN[1], "欧阳清越", "2004-06-18", "示例省示例市岭南大道 1 号示例大厦 20 层", "000-80000001"],
        [ZHUJIANG[0], ZHUJIANG[1], "正常", ZHUJIANG[1], "沈望舒", "2013-09-02", "示例省示例市滨海路 8 号 3 层", "000-80000002"],
    ]
    lawyers = [["姓名", "执业证号", "律所名称", "统一社会信用代码", "状态", "首次执业日期", "英文姓名", "执业经历"]]
    rare = [name for name, _, _ in RARE]
    staff = [(name, sex, latin) for name, sex, latin in RARE]
    staff += [(name, sex, "") for name, sex in people(60 - len(RARE), 3, rare)]
    for number, (name, sex, latin) in enumerate(staff, 1):
        year = 2005 + number * 7 % 19
        history = ""
        if number % 9 == 0:
            history = f"示例旧港律师事务所 {year}-03-01至{year + 1}-06-30；{LINGNAN[0]} {year + 1}-07-01至今"
        state = "停止执业" if number == 58 else "执业"
        category = 2 if number == 40 else 1
        lawyers.append([name, licence(year, sex, 900000 + number, category), *LINGNAN, state, f"{year}-03-01", latin, history])
    taken = [name for name, _, _ in staff]
    second = [("沈望舒", 1), ("李静宜", 1)]
    second += people(6, 200, taken + ["沈望舒"])
    for number, (name, sex) in enumerate(second, 1):
        year = 2010 + number
        lawyers.append([name, licence(year, sex, 910000 + number), *ZHUJIANG, "执业", f"{year}-05-12", "", ""])
    by_name = {row[0]: row[1] for row in lawyers[1:61]}
    disciplined = [lawyers[56], lawyers[67]]
    discipline = [
        ["姓名", "执业证号", "律所名称", "处分种类", "决定日期", "决定文号"],
        [disciplined[0][0], disciplined[0][1], LINGNAN[0], "训诫", "2024-05-20", "示律协处〔2024〕3号"],
        [disciplined[1][0], disciplined[1][1], ZHUJIANG[0], "通报批评", "2023-11-06", "示律协处〔2023〕7号"],
        ["", "", ZHUJIANG[0], "警告", "2023-11-06", "示律协处〔2023〕8号"],
    ]
    dues = [["律所名称", "统一社会信用代码", "年度", "缴纳日期"]]
    for year in (2023, 2024, 2025, 2026):
        dues.append([*LINGNAN, year, f"{year}-03-1{year % 10}"])
        if year < 2026:
            dues.append([*ZHUJIANG, year, f"{year}-03-2{year % 10}"])
    honours = [
        ["律所名称", "姓名", "执业证号", "荣誉名称", "授予日期", "授予单位"],
        [LINGNAN[0], "", "", "2024年度优秀律师事务所", "2025-01-16", ASSOCIATION[0]],
        [LINGNAN[0], "王䶮", by_name["王䶮"], "2024年度优秀青年律师", "2025-01-16", ASSOCIATION[0]],
        [ZHUJIANG[0], "", "", "2023年度公益法律服务先进集体", "2024-01-12", ASSOCIATION[0]],
    ]
    tables = {"firms": firms, "lawyers": lawyers, "discipline": discipline, "dues": dues, "honours": honours}
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_bytes(as_csv(rows).encode("utf-8"))


def as_csv(rows, separator=","):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def fixtures(folder):
    import openpyxl

    day = datetime.date
    firms = [
        ["律师事务所名称", "统一社会信用代码", "状态", "负责人", "成立日期"],
        [LINGNAN[0], LINGNAN[1], "正常", "欧阳清越", "2004/6/18"],
        [ZHUJIANG[0], ZHUJIANG[1].lower(), "正常", "沈望舒", "2013年9月2日"],
    ]
    text = as_csv(firms)
    (folder / "firms-utf8.csv").write_bytes(text.encode("utf-8"))
    (folder / "firms-utf8-bom.csv").write_bytes(text.encode("utf-8-sig"))
    (folder / "firms-gb18030.csv").write_bytes(text.encode("gb18030"))
    (folder / "firms-utf16-tab.txt").write_bytes(as_csv(firms, "\t").encode("utf-16"))
    (folder / "firms-semicolon.csv").write_bytes(as_csv(firms, ";").encode("gb18030"))

    # A member list as an association keeps it: a hidden sheet in front, a title, remarks, dates in three formats, a
    # column that is not ours, a note below, a second sheet.
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime.datetime(2026, 1, 1)
    hidden = book.active
    hidden.title = "代码"
    hidden.append(["不要读这里"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("会员名册")
    sheet.append(["示例市律师协会会员名册（2026年）"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(["序号", "姓  名*", "律师执业证号", "单位名称", "执业状态", "首次执业日期（年-月-日）", "姓名拼音"])
    rows = [
        (1, "张　㛃", licence(2012, 1, 900001), LINGNAN[0], "执业", day(2012, 3, 14), "Zhang Jie"),
        (2, "阿依古丽•示例", "'" + licence(2015, 1, 900002), " 示例珠江(滨海)律师事务所", "执业", day(2015, 12, 31), None),
        (3, "吴𠮷安", licence(2020, 0, 900003), LINGNAN[0], "停止执业", "2020.02.29", None),
        (4, "王\ue863", 190298100123, LINGNAN[0], "执业", day(1998, 7, 1), None),
    ]
    for row in rows:
        sheet.append(row)
    for line, style in ((4, 'yyyy"年"m"月"d"日"'), (5, "yyyy-mm-dd"), (7, "[$-804]yyyy/m/d;@")):
        sheet.cell(line, 6).number_format = style
    book.create_sheet("备注").append(["本表由示例人员整理"])
    book.save(folder / "lawyers.xlsx")
    east_asian_date(folder / "lawyers.xlsx")

    # Licence numbers typed into cells that are not text: the digits after the fifteenth are gone.
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "执业证号", "律所名称", "状态", "首次执业日期"])
    sheet.append(["张㛃", 14470201210900000, LINGNAN[0], "执业", "=1/0"])
    sheet["E2"].data_type = "e"
    sheet["E2"].value = "#DIV/0!"
    book.save(folder / "lawyers-as-numbers.xlsx")

    # A workbook from a Mac: days counted from 1904.
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["律所名称", "年度", "缴纳日期"])
    sheet.append([LINGNAN[0], 2026, day(2026, 3, 16)])
    book.save(folder / "dues-1904.xlsx")


def east_asian_date(path):
    """Gives the first custom date the built-in format 31 instead, which Chinese Excel uses and openpyxl cannot write."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for item in archive.infolist():
            parts[item.filename] = archive.read(item)
    style = parts["xl/styles.xml"].decode()
    number = style.split('formatCode="yyyy&quot;年&quot;')[0].rsplit('numFmtId="', 1)[1].split('"')[0]
    formats, cells = style.split("<cellXfs", 1)
    assert f'numFmtId="{number}"' in cells
    cells = cells.replace(f'numFmtId="{number}"', 'numFmtId="31"')
    parts["xl/styles.xml"] = (formats + "<cellXfs" + cells).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def big(folder, count):
    import openpyxl

    firm_count = max(1, count // 20)
    firms = [["律所名称", "统一社会信用代码", "状态"]]
    for number in range(firm_count):
        firms.append([f"示例第{number + 1}律师事务所", uscc(f"31447000MDB{number:06d}"), "正常"])
    lawyers = [["姓名", "执业证号", "律所名称", "状态", "首次执业日期"]]
    for number in range(count):
        name = SURNAMES[number * 7 % len(SURNAMES)] + GIVEN[number * 11 % len(GIVEN)]
        year = 1990 + number % 35
        firm = firms[1 + number % firm_count][0]
        lawyers.append([name, licence(year, number % 2, number), firm, "执业", datetime.date(year, 1 + number % 12, 1 + number % 28)])
    for name, rows in (("firms", firms), ("lawyers", lawyers)):
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        book.save(folder / f"{name}.xlsx")
    (folder / "lawyers-gb18030.csv").write_bytes(as_csv(lawyers).encode("gb18030"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sample", "fixtures", "big"])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=10_000, help="lawyers of a big register")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.what == "sample":
        sample(arguments.folder)
    elif arguments.what == "fixtures":
        fixtures(arguments.folder)
    else:
        big(arguments.folder, arguments.rows)


if __name__ == "__main__":
    main()
