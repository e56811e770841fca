"""Writes the files of the dashboards; with --check only says which differ."""

import argparse
import json
import sys
from pathlib import Path

from . import BOARDS

FOLDER = Path(__file__).parents[2] / "data" / "dashboard"


def texts():
    """``{file name: text}`` of all dashboards and of what they show when empty."""
    result = {}
    for make in BOARDS:
        for sample in (False, True):
            board = make()
            name = f"{board.name}_{'sample_' if sample else ''}dashboard.json"
            document = json.dumps(board.as_json(sample), ensure_ascii=False, indent=1)
            result[name] = f"{document}\n"
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = 0
    for name, text in texts().items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if check:
            sys.stdout.write(f"{name} is not what its description says\n")
        else:
            path.write_text(text, encoding="utf-8")
    return stale if check else 0


if __name__ == "__main__":
    sys.exit(main())
