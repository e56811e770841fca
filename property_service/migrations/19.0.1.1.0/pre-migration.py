"""Record rules and what a setting is are the product's, and follow it from now on."""


def migrate(cr, version):
    """Databases made before keep each as it was first installed; lift that.

    Values that a manager gave a setting are records of their own.
    """
    cr.execute(
        "UPDATE ir_model_data SET noupdate = FALSE"
        " WHERE model IN ('ir.rule', 'property.parameter')"
        " AND module IN ('property_service', 'property_service_reports')"
    )
