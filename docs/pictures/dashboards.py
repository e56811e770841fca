"""The five dashboards and the board on the wall."""

from .camera import WALL, Picture

# What the spreadsheet itself waits for before it counts as loaded.
LOADED = """async (place) => {
    const { services } = odoo.__WOWL_DEBUG__.root.env;
    const loader = services.spreadsheet_dashboard_loader;
    const board = loader?.getActiveDashboard();
    if (board?.status !== "Loaded") return false;
    const { waitForDataLoaded } = odoo.loader.modules.get("@spreadsheet/helpers/model");
    await waitForDataLoaded(board.model);
    return loader.getDashboardGroups().flatMap((group) => group.dashboards)
        .findIndex(({ data }) => data.id === board.data.id) === place;
}"""

TALL = (("width", 1366), ("height", 1150))


def board(place):
    def show(window):
        window.page.goto(f"{window.address}/odoo/dashboards")
        tabs = window.page.locator(".o_search_panel li[data-name]")
        # The page moves while the first dashboard is being loaded.
        tabs.nth(place).dispatch_event("click")
        window.page.wait_for_function(LOADED, arg=place)

    return show


def wall_board(window):
    """It fills the screen, without the client's menus."""
    window.page.goto(f"{window.address}/odoo/wall-board")
    window.wait(".o_property_board_tile")


PICTURES = [
    Picture("dashboard_overview", "manager", board(0), TALL),
    Picture("dashboard_quality", "manager", board(1), TALL),
    Picture("dashboard_fees", "manager", board(2), TALL),
    Picture("dashboard_works", "manager", board(3), TALL),
    Picture("dashboard_discipline", "manager", board(4), TALL),
    Picture(
        "wall_board",
        "supervisor",
        wall_board,
        tuple(WALL.items()),
    ),
]
