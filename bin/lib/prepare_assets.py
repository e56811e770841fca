"""Builds the bundles of the web client once, for all clones of this database.

Run in Odoo's shell. Debian's package lacks one script of the background blur in calls;
its absence logs an error at every page, which fails each browser test.
"""

from odoo.tools.misc import file_path

MISSING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"

try:
    file_path(MISSING)
except FileNotFoundError:
    values = {
        "name": "No background blur",
        "bundle": "web.assets_backend",
        "directive": "remove",
        "path": MISSING,
    }
    assets = env["ir.asset"]  # noqa: F821
    # Removing it twice is an error, too.
    if not assets.search_count([(name, "=", value) for name, value in values.items()]):
        assets.create(values)
env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821
env.cr.commit()  # noqa: F821
