"""bin/pictures: all pictures, or those that are named."""

import argparse
import signal
import sys
from itertools import groupby

from playwright.sync_api import Error

from tests.browser import windows

from . import PICTURES
from .camera import IMAGES, take
from .language import Users

# The folder of a language, and how Odoo calls it.
LANGUAGES = {"en": "en_US", "zh_CN": "zh_CN"}
PASSWORDS = {"admin": "admin"}
PASSWORD = "property"


def arguments():
    parser = argparse.ArgumentParser(prog="bin/pictures", description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures by name; all by default")
    parser.add_argument("--address", required=True, help="of a demo that is served")
    parser.add_argument("--database", default="demo")
    parser.add_argument("--language", choices=LANGUAGES, help="both by default")
    return parser.parse_args()


def chosen(names):
    unknown = set(names) - {picture.name for picture in PICTURES}
    if unknown:
        raise SystemExit(f"error: no picture is called {', '.join(sorted(unknown))}.")
    return [picture for picture in PICTURES if not names or picture.name in names]


def shoot(address, pictures, language):
    """A window per login and size takes its pictures one after the other.

    :return: those that could not be taken
    """
    faults = []

    def session(picture):
        return picture.size, picture.login

    for (size, login), group in groupby(sorted(pictures, key=session), session):
        with windows(address, **dict(size)) as open_window:
            window = open_window(login, PASSWORDS.get(login, PASSWORD))
            # The portal asks the browser, not the user.
            cookie = {"name": "frontend_lang", "value": LANGUAGES[language]}
            window.page.context.add_cookies([cookie | {"url": address}])
            for picture in group:
                name = f"{language}/{picture.name}.png"
                try:
                    weight = take(window, picture, language)
                except Error as error:
                    print(f"{name}: {error}", file=sys.stderr, flush=True)
                    faults.append(name)
                    continue
                print(f"{name} {weight // 1024} KB", flush=True)
    return faults


def remove_others():
    """Pictures that no description makes any more."""
    made = {f"{picture.name}.png" for picture in PICTURES}
    for path in IMAGES.rglob("*.png"):
        if path.name not in made or path.parent.name not in LANGUAGES:
            path.unlink()
            print(f"removed {path.relative_to(IMAGES)}")


def main():
    args = arguments()
    pictures = chosen(args.names)
    users = Users(args.address, args.database, PASSWORDS["admin"])
    faults = []
    # Whoever ends the script finds every user's language as it was.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))
    for language in [args.language] if args.language else LANGUAGES:
        with users.speaking(LANGUAGES[language], {p.login for p in pictures}):
            faults += shoot(args.address, pictures, language)
    if faults:
        raise SystemExit(f"error: not taken: {', '.join(faults)}.")
    if not args.names and not args.language:
        remove_others()


if __name__ == "__main__":
    main()
