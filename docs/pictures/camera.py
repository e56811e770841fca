"""Takes a picture when the screen has come to rest, and makes it a small file."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
SCREEN = {"width": 1366, "height": 800}
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1600, "height": 900}
COLOURS = 64  # enough for a screen, and a quarter of the size
ATTEMPTS = 10
PAUSE = 300
AT_REST = """() => document.fonts.status === "loaded"
    && [...document.images].every((image) => image.complete)
    && !document.querySelector(
        ".o_loading_indicator, .o_blockUI, .o_view_sample_data .o_loading"
    )"""


@dataclass(frozen=True)
class Picture:
    """A file of each language, and the way to the screen that it shows."""

    name: str
    login: str
    show: Callable
    size: tuple = tuple(SCREEN.items())


def phone(name, login, show):
    return Picture(name, login, show, tuple(PHONE.items()))


def still(page):
    """A screenshot that is like the one before: charts grow on their own canvas."""
    before = None
    for _attempt in range(ATTEMPTS):
        shot = page.screenshot(animations="disabled")
        if shot == before:
            break
        before = shot
        page.wait_for_timeout(PAUSE)
    return shot


def take(window, picture, language):
    """Leads the window to the screen and writes the file.

    :return: its size in bytes
    """
    picture.show(window)
    window.settle()
    window.page.wait_for_function(AT_REST)
    # What the pointer touches looks different.
    window.page.mouse.move(0, 0)
    shot = still(window.page)
    target = IMAGES / language / f"{picture.name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(shot)) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(target, optimize=True)
    return target.stat().st_size
