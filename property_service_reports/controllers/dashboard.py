import json

from odoo import http
from odoo.http import request

from odoo.addons.spreadsheet_dashboard.controllers.dashboards_controllers import (
    DashboardDataRoute,
)

# How the answer ends that brings a sample in place of figures.
SAMPLE_END = b'"is_sample": true}'


class PropertyDashboardData(DashboardDataRoute):
    """Samples in the reader's language.

    The client looks up the words of a dashboard in the catalogue of its module, which
    Odoo names for live dashboards but not for samples.
    """

    @http.route()
    def get_dashboard_data(self, dashboard):
        response = super().get_dashboard_data(dashboard)
        if not response.data.endswith(SAMPLE_END):
            return response
        module = dashboard._get_dashboard_translation_namespace()
        return request.make_json_response(
            {**json.loads(response.data), "translation_namespace": module}
        )
