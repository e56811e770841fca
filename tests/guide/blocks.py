"""The commands of the guide: fenced blocks of bash in its pages."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
LANGUAGES = ("en", "zh_CN")
README = ROOT / "README.md"
# Pages whose commands build on one another, in their order; others come after them.
ORDER = ("installation", "import", "backup", "upgrade", "scaling")
FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\s*$")


@dataclass(frozen=True)
class Block:
    path: Path
    line: int  # of the first command
    text: str

    @property
    def place(self):
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def fences(path):
    """(language, block) of each fence of a page."""
    language, indent, start, lines = None, "", 0, []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        match = FENCE.match(line)
        if match and language is None:
            language, indent = match["language"], match["indent"]
            start, lines = number + 1, []
        elif match:
            yield language, Block(path, start, "\n".join(lines) + "\n")
            language = None
        elif language is not None:
            lines.append(line.removeprefix(indent))
    if language is not None:
        raise ValueError(f"{path}:{start - 1}: the block has no end")


def commands(path):
    return [block for language, block in fences(path) if language == "bash"]


def pages(language="en"):
    """Pages of the guide that hold commands, in the order of the run."""
    found = [path for path in sorted((GUIDE / language).glob("*.md")) if commands(path)]
    known = {name: number for number, name in enumerate(ORDER)}
    return sorted(found, key=lambda path: (known.get(path.stem, len(known)), path.stem))


def syntax_error(block):
    """What bash says about a block that it cannot read, else nothing."""
    result = subprocess.run(
        ["bash", "-n"], input=block.text, capture_output=True, text=True, check=False
    )
    return result.stderr.strip()


def differences():
    """Pages whose commands are not the same in all languages."""
    first, *others = LANGUAGES
    for path in pages(first):
        texts = [block.text for block in commands(path)]
        for language in others:
            twin = GUIDE / language / path.name
            if not twin.is_file():
                yield f"{twin.relative_to(ROOT)} is missing"
                continue
            blocks = commands(twin)
            if len(blocks) != len(texts):
                yield (
                    f"{twin.relative_to(ROOT)} has {len(blocks)} blocks of commands,"
                    f" {path.relative_to(ROOT)} has {len(texts)}"
                )
            for block, text in zip(blocks, texts, strict=False):
                if block.text != text:
                    yield f"{block.place} differs from {path.relative_to(ROOT)}"
