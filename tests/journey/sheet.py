#!/usr/bin/env python3
"""sheet.py FOLDER: a registrar's spreadsheets of one invented firm with 60 lawyers, and what is in them as JSON.

firms.xlsx, lawyers.xlsx, and wrong.xlsx, in which row 7 has a licence number of 16 digits and row 9 another firm's code."""
import datetime, json, os, sys
from openpyxl import Workbook
from openpyxl.styles import Font

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
def credit_code(first):
    """GB 32100-2015: the 17 characters and their check character."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first))
    return first + ALPHABET[(31 - total % 31) % 31]

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
firm = {"name": "示例市启明星律师事务所", "uscc": credit_code("31440000MD0QMX201"), "head": "欧阳启明"}
rare = ["阿依古丽·麦麦提", "王𬱖", "李㛃", "陈𬍛", "赵㙍", "钱䶮", "孙𬣙", "欧阳启明", "司徒静", "吾麦尔江·艾力"]
surnames, given = "周吴郑冯褚卫蒋沈韩杨", ["知远", "若溪", "景行", "怀瑾", "望舒"]
names = rare + [s + g for s in surnames for g in given]
assert len(names) == len(set(names)) == 60
# Licence number: class, province, city, year of the first licence, category, sex, serial.
lawyers = [{"name": name, "licence": f"1{44}{20}{2001 + n % 24}{1}{n % 2}{700001 + n:06d}"} for n, name in enumerate(names)]
assert all(len(lawyer["licence"]) == 17 for lawyer in lawyers)

def save(name, heading, rows):
    book = Workbook()
    sheet = book.active
    sheet.title = name
    sheet.append(heading)
    for cell in sheet[1]: cell.font = Font(bold=True)
    for row in rows: sheet.append(row)
    book.save(os.path.join(folder, name + ".xlsx"))

save("firms", ["律所名称", "统一社会信用代码", "状态", "负责人", "成立日期", "联系地址"],
     [[firm["name"], firm["uscc"], "正常", firm["head"], datetime.date(2009, 6, 1), "示例市示例区示例路 1 号"]])
heading = ["姓名", "执业证号", "律所名称", "统一社会信用代码", "执业状态", "首次执业日期"]
row = lambda n, l: [l["name"], l["licence"], firm["name"], firm["uscc"], "执业", datetime.date(2001 + n % 24, 3, 1 + n % 28)]
good = [row(n, l) for n, l in enumerate(lawyers)]
save("lawyers", heading, good)
wrong = [list(cells) for cells in good]
wrong[5][1] = wrong[5][1][:16]
wrong[7][3] = firm["uscc"][:-1] + ("0" if firm["uscc"][-1] != "0" else "1")
save("wrong", heading, wrong)
print(json.dumps({"firm": firm, "lawyers": lawyers}, ensure_ascii=False))
