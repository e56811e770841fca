import {Component, useEffect, xml} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const SECONDS = 2;

/**
 * Loads the shown record again and again while background jobs work on it, so that its
 * progress moves. It holds still while somebody types or looks at another tab.
 */
export class LiveRecord extends Component {
    static template = xml`<span class="d-none"/>`;
    static props = {...standardWidgetProps};

    setup() {
        useEffect(
            (isWaiting) => {
                if (isWaiting) {
                    const timer = setInterval(() => this.reload(), SECONDS * 1000);
                    return () => clearInterval(timer);
                }
            },
            () => [this.props.record.data.job_is_waiting]
        );
    }

    async reload() {
        const {record} = this.props;
        if (document.hidden || record.isNew || (await record.isDirty())) {
            return;
        }
        await record.load();
    }
}

registry.category("view_widgets").add("property_live_record", {
    component: LiveRecord,
    fieldDependencies: [{name: "job_is_waiting", type: "boolean"}],
});
