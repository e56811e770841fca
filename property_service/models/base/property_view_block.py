from lxml import etree

from odoo import api, models


class PropertyViewBlock(models.AbstractModel):
    """Blocks that look the same on every form, put where the form has a placeholder.

    ``<div name="x"/>`` in a form is filled with the template that the model names
    for ``x``; a form without the placeholder stays as it is.
    """

    _name = "property.view.block"
    _description = "Common Blocks of Forms"

    @api.model
    def _property_view_blocks(self):
        """Template of each placeholder.

        :return: dict of placeholder name to xml id
        """
        return {}

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for name, template in self._property_view_blocks().items():
                for place in arch.iterfind(f".//div[@name='{name}']"):
                    # Everybody may see the block, not the views' own records.
                    place.extend(etree.fromstring(self.env.ref(template).sudo().arch))
        return arch, view
