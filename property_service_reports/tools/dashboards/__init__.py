"""Builds the spreadsheets of Odoo's Dashboards application from a short description.

The add-on does not import it: ``bin/dashboards`` writes ``data/dashboard/*.json`` with
it, and a test holds that the files are what the descriptions say.
"""

from . import discipline, fee, overview, service, works

BOARDS = [
    overview.board,
    service.board,
    fee.board,
    works.board,
    discipline.board,
]
