"""Writes what the workbook import knows into the guide's pages on it: ``bin/columns``.

Read from the add-on's data files, so that the pages name exactly its columns.
"""

import csv
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "property_service" / "data" / "imports"
MARKED = re.compile(
    r"(<!-- sheets of kind (?P<kind>\w+) -->\n).*?(<!-- end -->)", re.DOTALL
)
TEXTS = {
    "en": {
        "name": "name",
        "other": "name@zh_CN",
        "help": "help",
        "heads": ("column", "in Chinese", "needed", "content", "example"),
        "yes": "yes",
        "values": "One of: ",
        "several": "Several separated by #.",
        "also": "The sheet may also be called ",
    },
    "zh_CN": {
        "name": "name@zh_CN",
        "other": "name",
        "help": "help@zh_CN",
        "heads": ("列名", "英文列名", "必填", "内容", "示例"),
        "yes": "是",
        "values": "可填：",
        "several": "可填多个，用 # 隔开。",
        "also": "工作表也可命名为：",
    },
}
# What a cell of the type holds, where the name does not say it.
TYPES = {
    "area": ("m², two decimals", "平方米，两位小数"),
    "boolean": ("yes or no (是/否, 有/无)", "是/否、有/无"),
    "code": ("number or short text", "编号或短文本"),
    "date": ("date", "日期"),
    "email": ("e-mail address", "邮箱地址"),
    "identity": ("ID number or credit code, checked", "证件号码，校验位须正确"),
    "integer": ("whole number", "整数"),
    "level": ("storey; basements as B1 or -1", "楼层，地下层填 B1 或 -1"),
    "message": ("text of any length, word for word", "原文，不限长度"),
    "moment": ("date, with or without the time", "日期，可带时间"),
    "money": ("amount in yuan", "金额（元）"),
    "note": ("text, 2,000 signs at most", "文本，最多 2000 字"),
    "number": ("number", "数字"),
    "phone": ("mobile or landline number", "手机或固定电话"),
    "plate": ("number plate", "车牌号"),
    "share": ("percent", "百分比"),
    "text": ("text, 250 signs at most", "文本，最多 250 字"),
    "unit": ("room, or building-entrance-room", "房间号，或 楼栋-单元-房间"),
    "building": ("number or letter of the building", "楼栋编号或字母"),
    "entrance": ("number of the entrance", "单元编号"),
    "fee": ("number, code or name of a fee item", "费用编号、代码或收费项目名称"),
}


def read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return sorted(rows, key=lambda row: int(row["sequence"]))


def cell(text):
    return re.sub(r"\s*\n\s*", " ", text).replace("|", "\\|").strip()


def content(column, language):
    """What may stand in a cell: type, values, help."""
    texts, number = TEXTS[language], list(TEXTS).index(language)
    told = column[texts["help"]]
    known = TYPES.get(column["cell_type"]) if not told else None
    parts = [known[number]] if known else []
    if column["choices"]:
        words = [
            line.partition("=")[2].split(",")[0]
            for line in column["choices"].splitlines()
        ]
        parts.append(texts["values"] + ", ".join(words))
    if column["multiple"] == "1" and "#" not in column["help"]:
        parts.append(texts["several"])
    parts.append(told)
    ends = "。" if language == "zh_CN" else ". "
    return "".join(f"{part.rstrip('.。')}{ends}" for part in parts if part).strip()


def tables(kind, language):
    """Markdown of all sheets of a kind of workbook."""
    texts = TEXTS[language]
    columns = read("property.import.column")
    for sheet in read("property.import.sheet"):
        if sheet["kind"] != kind:
            continue
        yield f"### {sheet[texts['name']]} / {sheet[texts['other']]}"
        yield ""
        yield (
            texts["also"]
            + ", ".join(sheet["synonyms"].split(","))
            + ("。" if language == "zh_CN" else ".")
        )
        yield ""
        yield f"| {' | '.join(texts['heads'])} |"
        yield "|---" * len(texts["heads"]) + "|"
        for column in columns:
            if column["sheet_id/id"] == sheet["id"]:
                cells = (
                    f"`{column[texts['name']]}`",
                    f"`{column[texts['other']]}`",
                    texts["yes"] if column["required"] == "1" else "",
                    content(column, language),
                    column["example"],
                )
                yield f"| {' | '.join(cell(text) for text in cells)} |"
        yield ""


def written(language):
    """The page as it should be."""
    page = ROOT / "docs" / "guide" / language / "import.md"

    def table(match):
        lines = "\n".join(tables(match["kind"], language))
        return f"{match[1]}\n{lines}\n{match[3]}"

    return page, MARKED.sub(table, page.read_text("utf-8"))


def main():
    for language in TEXTS:
        page, text = written(language)
        if page.read_text("utf-8") == text:
            continue
        if "--check" in sys.argv:
            sys.exit(f"{page.relative_to(ROOT)} differs; run: bin/columns")
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
