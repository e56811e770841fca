"""Builds the spreadsheets of Odoo's Dashboards application from a short description.

The add-on does not import it: ``bin/dashboards`` writes ``data/dashboard/*.json`` with
it, and a test holds that the files are what the descriptions say.
"""

from . import fee, overview, service

BOARDS = [overview.board, service.board, fee.board]
