{
    "name": "Property Service suite",
    "summary": "Customer service centre and fee accounting of property companies",
    "version": "19.0.1.1.0",
    "category": "Services/Property",
    "author": "Property Service Contributors",
    "license": "AGPL-3",
    "depends": ["property_service", "property_service_reports"],
}
