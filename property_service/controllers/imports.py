from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PropertyImportController(http.Controller):
    """Workbooks to download: templates, and the rows that are to be mended."""

    @http.route(
        "/property/import/template/<any(archive,opening,request):kind>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def template(self, kind):
        sheets = request.env["property.import.sheet"]
        if not sheets.has_access("read"):
            raise request.not_found()
        content = sheets._property_template(kind)
        name = request.env._("Template units.xlsx")
        if kind == "opening":
            name = request.env._("Template opening balances.xlsx")
        elif kind == "request":
            name = request.env._("Template customer messages.xlsx")
        return self._workbook(content, name)

    @http.route(
        "/property/import/<int:import_id>/mistakes",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def mistakes(self, import_id):
        record = request.env["property.import"].browse(import_id)
        try:
            # Rows hold what the uploader wrote: for those who may upload it again.
            record.check_access("write")
        except AccessError as error:
            raise request.not_found() from error
        if not record.exists():
            raise request.not_found()
        name = request.env._("To be mended %(file)s", file=record.filename)
        return self._workbook(record._property_mistakes_workbook(), name)

    def _workbook(self, content, name):
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
