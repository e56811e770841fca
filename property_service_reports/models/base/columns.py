"""Columns of reports in one line each: all read only, as every analysis is."""

from odoo import fields


def link(comodel, string=None, **extra):
    """A record to group by."""
    return fields.Many2one(
        comodel_name=comodel, readonly=True, **_label(string), **extra
    )


def words(model, name, string=None, **extra):
    """The selection of another model's field, with its words."""
    return fields.Selection(
        selection=lambda self: self._property_words(model, name),
        readonly=True,
        **_label(string),
        **extra,
    )


def count(string, **extra):
    """How many: sums up."""
    return fields.Integer(string=string, readonly=True, **extra)


def average(string, digits=1, **extra):
    """A number of which groups show the average."""
    return fields.Float(
        string=string, readonly=True, aggregator="avg", digits=(16, digits), **extra
    )


def rate(string, **extra):
    """Percent; the model says of which two measures it is the quotient."""
    return average(string, **extra)


def _label(string):
    return {"string": string} if string else {}
