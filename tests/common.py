"""Bases of the tests across add-ons.

Odoo gives its default tags only to classes below ``odoo.addons``; here they come by
inheritance from the add-on's bases.
"""

from odoo.tests import tagged

from odoo.addons.property_service.tests.common import (
    PropertyAccountCommon,
    PropertyCommon,
    PropertyTourCommon,
)

MODULES = ("property_service", "property_service_reports")


@tagged("post_install", "-at_install")
class PropertySuiteCase(PropertyCommon):
    """Without the ledger: rights, hygiene, processes."""


@tagged("post_install", "-at_install")
class PropertySuiteAccountCase(PropertyAccountCommon):
    """With the Chinese chart of accounts."""


@tagged("post_install", "-at_install")
class PropertySuiteTourCase(PropertyTourCommon):
    """In the browser."""
