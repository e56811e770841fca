import base64
import io

import qrcode

from odoo import models
from odoo.tools.image import image_data_uri


class PropertyKeySet(models.Model):
    """The label on the ring: a QR code that the desk's scanner and any phone read."""

    _inherit = "property.key.set"

    def action_print_labels(self):
        """A sheet of labels for the sets chosen."""
        return self.env.ref(
            "property_service.property_key_label_report_action"
        ).report_action(self, config=False)

    def _property_label_url(self):
        """What the code holds: an address that opens the set on a phone."""
        self.ensure_one()
        return f"{self.get_base_url()}/property/key/{self.code}"

    def _property_label_image(self):
        """The QR code as picture for the label sheet."""
        self.ensure_one()
        code = qrcode.QRCode(box_size=4, border=1)
        code.add_data(self._property_label_url())
        stream = io.BytesIO()
        code.make_image().save(stream, format="PNG")
        return image_data_uri(base64.b64encode(stream.getvalue()))

    def _property_label_rows(self, width=3):
        """The sets in rows of labels, for the sheet."""
        sets = list(self)
        return [sets[i : i + width] for i in range(0, len(sets), width)]
