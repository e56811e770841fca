from . import (
    property_service_ticket_wizard,
    property_service_callback_wizard,
    property_service_close_wizard,
    property_service_reopen_wizard,
    property_service_transfer_wizard,
    property_service_contact_wizard,
    property_service_dispatch_wizard,
    property_service_pause_wizard,
    property_service_escalate_wizard,
    property_service_handling_wizard,
    property_service_warning_wizard,
    property_service_register_wizard,
)
