"""Runs every command of the guide, page by page, and stops at the first that fails.

    bin/test --guide                     all pages and README.md
    bin/test --guide backup              these pages, after the installation
    bin/test --guide --keep /tmp/x ...   leaves everything in a folder; a second run in
                                         the same folder does not install again

The commands run in a folder of their own with a database server of its own. What they
would do to the machine itself is done by the stand-ins that world.py lists.
"""

import argparse
import fcntl
import os
import re
import select
import shlex
import signal
import subprocess
import sys
import time

from . import checks
from .blocks import README, ROOT, commands, differences, pages, syntax_error
from .world import REASONS, World

TIMEOUT = 1200
# Commands of README.md that are not run, or not as they stand, and why.
SPECIAL = {
    "bin/demo": "serves for ever: stopped as soon as it answers",
    "bin/test": "the normal run, which this one stands beside",
}
# Reads the names of files with commands, runs each in the same shell, tells the result.
DRIVER = """
exec 3>&{out} 4<&{into} {out}>&- {into}<&-
set -eEuo pipefail
trap 'echo "fail $LINENO" >&3' ERR
while read -r guide_file <&4; do
    . "$guide_file" </dev/null
    echo ok >&3
done
"""


class Page:
    """The shell in which the commands of one page run."""

    def __init__(self, world, path):
        self.world = world
        self.path = path
        self.log = world.folder / "run" / f"{path.stem}.out"
        (out_read, out_write), (in_read, in_write) = high_pipe(), high_pipe()
        driver = DRIVER.format(out=out_write, into=in_read)
        self.process = subprocess.Popen(
            ["bash", "-c", driver],
            cwd=ROOT if path == README else world.folder,
            env=world.environment(),
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            pass_fds=(out_write, in_read),
            start_new_session=True,
        )
        os.close(out_write)
        os.close(in_read)
        self.answers = os.fdopen(out_read)
        self.files = os.fdopen(in_write, "w")

    def run(self, block, text=None):
        """None, or the line of the page where the block has failed."""
        file = self.world.folder / "run" / "block.bash"
        file.write_text(text or block.text)
        self.files.write(f"{file}\n")
        self.files.flush()
        ready, _w, _x = select.select([self.answers], [], [], TIMEOUT)
        answer = self.answers.readline().split() if ready else ["fail", "1", "time"]
        if answer[:1] == ["ok"]:
            return None
        line = int(answer[1]) if len(answer) > 1 else 1
        return block.line + line - 1

    def close(self):
        self.files.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGTERM)


class Guide:
    def __init__(self, world):
        self.world = world
        self.count = 0

    def run(self, path):
        if prepare := checks.BEFORE.get(path.stem):
            prepare(self.world)
        page = Page(self.world, path)
        try:
            for block in commands(path):
                self._run_block(page, block)
                for words, check in checks.WITHIN.items():
                    if words in block.text:
                        self._check(check)
        finally:
            page.close()
        if check := checks.AFTER.get(path.stem):
            self._check(check)

    def _check(self, check):
        start = time.monotonic()
        check(self.world)
        say(f"  checked: {check.__doc__}", start)

    def _run_block(self, page, block):
        start = time.monotonic()
        text = self._readme_text(block) if block.path == README else None
        failed = page.run(block, text)
        if failed is not None:
            place = f"{block.path.relative_to(ROOT)}:{failed}"
            tail = page.log.read_text(errors="replace")[-3000:]
            raise SystemExit(f"{tail}\n{place}: this command has failed (log above)")
        self.count += 1
        say(f"  {block.place}", start)

    def _readme_text(self, block):
        """The commands of README.md, which run from a fresh checkout."""
        checkout = self.world.folder / "checkout"
        lines = [f'[ -d "{checkout}" ] || git clone -q "$SOURCE" "{checkout}"']
        lines.append(f'cd "{checkout}"')
        for line in block.text.splitlines():
            name = re.split(r"\s", line.strip())[0]
            if name == "bin/demo":
                log = self.world.folder / "run" / "demo.out"
                # Without the remark behind it, which would swallow what is added.
                command = shlex.join(shlex.split(line, comments=True))
                lines.append(checks.DEMO.format(command=command, log=log))
            elif name != "bin/test":
                lines.append(line)
        return "\n".join(lines) + "\n"


def high_pipe():
    """A pipe whose ends are none of the small numbers that the driver gives them."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in ends]
    for end in ends:
        os.close(end)
    return high


def say(text, start=None):
    seconds = f"  {time.monotonic() - start:.1f} s" if start else ""
    print(f"{text}{seconds}", flush=True)


def chosen(names):
    """Pages to run: all, or the named ones."""
    everything = [*pages(), README]
    if not names:
        return everything
    unknown = set(names) - {path.stem for path in everything}
    if unknown:
        raise SystemExit(f"the guide has no page with commands: {', '.join(unknown)}")
    return [path for path in everything if path.stem in names]


def main():
    parser = argparse.ArgumentParser(prog="bin/test --guide")
    parser.add_argument("--keep", help="folder of the run, left as it is at the end")
    parser.add_argument("pages", nargs="*", help="names of pages without .md")
    arguments = parser.parse_args()
    wrong = [*differences()]
    paths = chosen(arguments.pages)
    wrong += [
        f"{block.place}: {error}"
        for path in paths
        for block in commands(path)
        if (error := syntax_error(block))
    ]
    if wrong:
        raise SystemExit("\n".join(wrong))
    world = World(arguments.keep)
    installed = (world.folder / "base" / "odoo.conf").exists()
    needs = any(path.parent.name == "en" for path in paths)
    if needs and not installed and paths[0].stem != "installation":
        paths.insert(0, pages()[0])
    start = time.monotonic()
    guide = Guide(world)
    try:
        world.start()
        if installed and needs:
            world.resume()
        for path in paths:
            say(str(path.relative_to(ROOT)))
            guide.run(path)
    finally:
        world.stop()
    say(f"{guide.count} blocks of commands on {len(paths)} pages", start)
    say("Not quite as on a server:")
    for name, reason in (REASONS | SPECIAL).items():
        say(f"  {name}: {reason}")


if __name__ == "__main__":
    sys.exit(main())
