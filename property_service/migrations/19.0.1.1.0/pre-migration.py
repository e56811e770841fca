"""Record rules are the product's, and follow it from now on."""


def migrate(cr, version):
    """Databases made before keep each rule as it was first installed; lift that."""
    cr.execute(
        "UPDATE ir_model_data SET noupdate = FALSE"
        " WHERE model = 'ir.rule'"
        " AND module IN ('property_service', 'property_service_reports')"
    )
