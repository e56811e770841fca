"""Builds the bundles of the web client once, for all clones of this database.

Run in Odoo's shell. Debian's package lacks one script of the background blur in calls;
its absence logs an error at every page, which fails each browser test.
"""

from odoo.tools.misc import file_path

MISSING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"

try:
    file_path(MISSING)
except FileNotFoundError:
    env["ir.asset"].create(  # noqa: F821
        {
            "name": "No background blur",
            "bundle": "web.assets_backend",
            "directive": "remove",
            "path": MISSING,
        }
    )
env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821
env.cr.commit()  # noqa: F821
