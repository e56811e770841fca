{
    "name": "Property Service Reports",
    "summary": "Dashboards, analysis and written reports of the service centre",
    "version": "19.0.1.0.0",
    "category": "Services/Property",
    "author": "Property Service Contributors",
    "license": "AGPL-3",
    "depends": ["property_service", "spreadsheet_dashboard"],
    "data": [
        # Fees
        "security/fee/ir.model.access.csv",
        "security/fee/property_rules.xml",
        "views/fee/property_arrears_report_views.xml",
        "views/fee/property_collection_report_views.xml",
        "views/fee/fee_menus.xml",
        # Deposits
        "security/deposit/ir.model.access.csv",
        "security/deposit/property_rules.xml",
        "report/deposit/property_deposit_register_reports.xml",
        "report/deposit/property_deposit_register_templates.xml",
        "wizards/deposit/property_deposit_register_wizard_views.xml",
        "views/deposit/property_deposit_report_views.xml",
        "views/deposit/property_deposit_check_views.xml",
        "views/deposit/deposit_menus.xml",
    ],
}
