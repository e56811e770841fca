import {patch} from "@web/core/utils/patch";
import {ServiceDesk} from "../service_desk/service_desk";

/** What the desk has to read, and the way to report what cannot wait. */
patch(ServiceDesk.prototype, {
    async readNotice(notice) {
        await this.orm.call("property.staff.notice", "action_read", [[notice.id]]);
        this.options.notices = this.options.notices.filter(
            (other) => other.id !== notice.id
        );
        this.render();
    },

    openNotice(notice) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: "property.staff.notice",
                res_id: notice.id,
                views: [[false, "form"]],
                target: "new",
            },
            {onClose: () => this.refreshNotices()}
        );
    },

    async refreshNotices() {
        const options = await this.orm.call(
            "helpdesk.ticket",
            "property_desk_options",
            []
        );
        this.options.notices = options.notices;
        this.render();
    },

    reportIncident() {
        return this.action.doAction("property_service.property_incident_action_report", {
            additionalContext: {
                default_unit_id: this.form.property_unit_id,
                default_phenomenon: this.form.name,
            },
        });
    },
});
