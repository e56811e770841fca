{
    "name": "Property Service",
    "summary": "Customer service centre and fee accounting of property companies",
    "version": "19.0.1.0.0",
    "category": "Services/Property",
    "author": "Property Service Contributors",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "account",
        "account_reconcile_oca",
        "account_statement_import_sheet_file",
        "base_automation",
        "contacts",
        "helpdesk_mgmt",
        "hr",
        "maintenance",
        "portal",
        "queue_job",
        "rating",
        "resource",
    ],
    "external_dependencies": {"python": ["openpyxl", "pypdf", "qrcode"]},
    "pre_init_hook": "pre_init_hook",
    "data": [
        # Groups and record rules first: everything below refers to them
        "security/base/property_groups.xml",
        "security/base/ir.model.access.csv",
        "security/base/property_rules.xml",
        "security/estate/ir.model.access.csv",
        "security/estate/property_rules.xml",
        "security/fee/ir.model.access.csv",
        "security/fee/property_rules.xml",
        "security/collection/ir.model.access.csv",
        # Menus of the suite; each area hangs its own below them
        "views/property_menus.xml",
        # Base: approval
        "data/base/property_approval_kind_data.xml",
        "views/base/property_approval_block.xml",
        "views/base/property_approval_views.xml",
        "views/base/property_approval_policy_views.xml",
        "wizards/base/property_approval_verdict_wizard_views.xml",
        "views/base/base_menus.xml",
        # Estate
        "data/estate/property_parameter_data.xml",
        "data/estate/property_preference_data.xml",
        "data/estate/ir_cron_data.xml",
        # Fees
        "data/fee/property_parameter_data.xml",
        # Collection: set-up, receipts, day close, bank statements, notices
        "wizards/fee/property_setup_wizard_views.xml",
        "views/fee/collection_menus.xml",
    ],
}
