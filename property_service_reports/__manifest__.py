{
    "name": "Property Service Reports",
    "summary": "Dashboards, analysis and written reports of the service centre",
    "version": "19.0.1.0.0",
    "category": "Services/Property",
    "author": "Property Service Contributors",
    "license": "AGPL-3",
    "depends": ["property_service", "spreadsheet_dashboard"],
    "data": [],
}
