"""Brings an add-on's translation files up to date with its terms.

    i18n.py ADDON EXPORTED.po EXPORTED.pot

The export stands in a temporary folder, because Odoo's in-place export empties the file
before it reads the terms of Python and JavaScript from it. What the file says wins over
the export, which adds the terms that stand beside their source (``name@zh_CN``).
"""

import sys
from pathlib import Path

import polib

LANGUAGE = "zh_CN"
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


def merge(kept, exported):
    """The exported terms, with the translations of the file where it has one."""
    known = {entry.msgid: entry for entry in kept if not entry.obsolete}
    result = polib.POFile(wrapwidth=0)
    result.metadata = {**HEADER, "Language": LANGUAGE, "Plural-Forms": ""}
    for entry in exported:
        former = known.pop(entry.msgid, None)
        if former and former.msgstr and "fuzzy" not in former.flags:
            entry.msgstr = former.msgstr
        result.append(entry)
    return result, list(known.values())


def main(addon, exported_po, exported_pot):
    folder = Path(addon, "i18n")
    folder.mkdir(exist_ok=True)
    path = folder / f"{LANGUAGE}.po"
    kept = polib.pofile(str(path)) if path.exists() else polib.POFile()
    merged, dropped = merge(kept, polib.pofile(exported_po))
    merged.header = f"Translation of {addon}"
    merged.save(str(path))
    template = polib.pofile(exported_pot, wrapwidth=0)
    template.header = f"Terms of {addon}"
    template.metadata = HEADER
    template.save(str(folder / f"{addon}.pot"))
    for entry in dropped:
        sys.stdout.write(f"{addon}: no longer used: {entry.msgid!r}\n")
    untranslated = merged.untranslated_entries()
    for entry in untranslated:
        where = ", ".join(name for name, _line in entry.occurrences[:2])
        sys.stdout.write(f"{addon}: untranslated: {entry.msgid!r} ({where})\n")
    sys.stdout.write(
        f"{addon}: {len(merged)} terms, {len(untranslated)} untranslated\n"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
