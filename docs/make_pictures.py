"""Takes the pictures of README and guide from the demo company, in Chinese.

    bin/demo                     in one terminal
    bin/pictures                 in another; the pictures go to docs/images

Made by a script, so that a picture never shows what the product no longer is.
"""

import argparse
import pathlib

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = pathlib.Path(__file__).parent / "images"
SIZE = {"width": 1366, "height": 800}
PHONE = {"width": 390, "height": 844}
COLOURS = 96  # enough for a screen, and a third of the size


def sign_in(page, address, login, password):
    page.goto(f"{address}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar", timeout=90000)


def unit_screen(page, address):
    """The desk's screen of a unit: people, instructions and what is owed."""
    page.goto(f"{address}/odoo/units")
    page.wait_for_selector(".o_data_row")
    page.fill(".o_searchview_input", "1-1-202")
    page.press(".o_searchview_input", "Enter")
    page.wait_for_selector(".o_facet_values")
    page.wait_for_timeout(1000)
    page.click(".o_data_row td.o_data_cell")
    page.wait_for_selector(".o_form_view .o_form_sheet")


def billing_runs(page, address):
    page.goto(f"{address}/odoo/billing-runs")
    page.wait_for_selector(".o_data_row")


def front_desk(page, address):
    """A caller's number is typed: people, instructions, open requests."""
    page.goto(f"{address}/odoo/desk")
    page.wait_for_selector("input[name=property_desk_search]:focus")
    page.keyboard.type("1-1-102")
    page.wait_for_selector(".o_property_desk_hit")
    page.keyboard.press("Enter")
    page.wait_for_selector(".o_property_desk_card")
    page.keyboard.type("厨房水槽下水慢，昨天起")


def requests(page, address):
    """Open requests with the time that is left."""
    page.goto(f"{address}/odoo/requests")
    page.wait_for_selector(".o_data_row")


def escalations(page, address):
    """What went up, to whom, and what became of it."""
    page.goto(f"{address}/odoo/escalations")
    page.wait_for_selector(".o_data_row")


def technician_orders(page, address):
    """The technician's day."""
    page.goto(f"{address}/odoo/my-orders")
    page.wait_for_selector(".o_kanban_record:not(.o_kanban_ghost)")


def technician_work(page, address):
    """What is reported on site."""
    technician_orders(page, address)
    page.click("button[name=action_open_work]")
    page.wait_for_selector("div[name=result] textarea")


PICTURES = [
    ("unit.png", "assistant", unit_screen, SIZE),
    ("billing.png", "accountant", billing_runs, SIZE),
    ("front_desk.png", "assistant", front_desk, SIZE),
    ("requests.png", "assistant", requests, SIZE),
    ("escalations.png", "supervisor", escalations, SIZE),
    ("technician.png", "technician", technician_orders, PHONE),
    ("technician_work.png", "technician", technician_work, PHONE),
]


def take(browser, address, password, name, login, show, size):
    context = browser.new_context(viewport=size, locale="zh-CN")
    page = context.new_page()
    sign_in(page, address, login, password)
    show(page, address)
    # Pictures and avatars come after the view.
    page.wait_for_timeout(2500)
    target = IMAGES / name
    page.screenshot(path=target)
    with Image.open(target) as image:
        image.convert("RGB").quantize(COLOURS).save(target, optimize=True)
    context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8069")
    parser.add_argument("--password", default="property")
    parser.add_argument("--only", help="one picture by its name")
    args = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, login, show, size in PICTURES:
            if args.only in (None, name):
                take(browser, args.address, args.password, name, login, show, size)
        browser.close()


if __name__ == "__main__":
    main()
