"""Ways to a screen that pictures of several roles go."""

ROW = ".o_data_row"
CARD = ".o_kanban_record:not(.o_kanban_ghost)"


def screen(path, ready=f"{ROW}, {CARD}"):
    """A screen of the client by its address."""

    def show(window):
        window.page.goto(f"{window.address}/odoo/{path}")
        window.wait(ready)

    return show


def home(ready=f"{ROW}, {CARD}"):
    """Where the role's day begins: what the application opens after the login."""
    return screen("", ready)


def search(window, words):
    window.page.fill(".o_searchview_input", words)
    window.page.press(".o_searchview_input", "Enter")
    window.wait(".o_facet_values")
    window.settle()


def first_record(path, words=None, row=ROW):
    """The form of the first record of a list, searched for by words."""

    def show(window):
        screen(path, row)(window)
        if words:
            search(window, words)
        cell = " td.o_data_cell:not(.o_handle_cell)" if row == ROW else ""
        window.page.locator(row + cell).first.click()
        window.wait(".o_form_view .o_form_sheet, .o_form_view .o_form_renderer")

    return show


def choose(window, field, words):
    """Types into a field and takes what is offered."""
    box = window.page.locator(f"div[name='{field}'] input").first
    box.click()
    box.press_sequentially(words)
    window.click(f".o-autocomplete--dropdown-item:has-text('{words}')")
    window.settle()
