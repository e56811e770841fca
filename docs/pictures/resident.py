"""The resident's portal on a phone."""

from .camera import phone


def page(path, ready=".o_portal_wrap"):
    def show(window):
        window.page.goto(f"{window.address}{path}")
        window.wait(ready)

    return show


def request(window):
    page("/my/requests")(window)
    window.click(".list-group-item")
    window.wait("form")


PICTURES = [
    phone("resident_home", "resident", page("/my/home", "a[href='/my/bills']:visible")),
    phone("resident_new", "resident", page("/my/requests/new?kind=repair")),
    phone("resident_request", "resident", request),
    phone("resident_bills", "resident", page("/my/bills")),
    phone("resident_unit", "resident", page("/my/units")),
]
