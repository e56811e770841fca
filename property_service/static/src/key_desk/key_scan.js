import {Component, onMounted, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/**
 * The field that a label scanner types into: text and Enter. The cursor waits in it, so
 * that nobody has to click first.
 */
export class KeyScan extends Component {
    static template = "property_service.KeyScan";
    static props = {onScan: Function};

    setup() {
        this.input = useRef("input");
        this.state = useState({isBusy: false});
        onMounted(() => this.input.el.focus());
    }

    async onKeydown(ev) {
        if (ev.key !== "Enter" || ev.isComposing) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const text = this.input.el.value.trim();
        if (!text || this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            await this.props.onScan(text);
        } finally {
            this.state.isBusy = false;
            if (this.input.el) {
                this.input.el.value = "";
                this.input.el.focus();
            }
        }
    }
}

/** Counting a cabinet: each scan is one copy more of the set on the label (KEY-06). */
export class KeyCountScan extends Component {
    static template = "property_service.KeyCountScan";
    static components = {KeyScan};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.onScan = this.onScan.bind(this);
    }

    async onScan(text) {
        const {record} = this.props;
        if (await record.isDirty()) {
            await record.save();
        }
        const name = await this.orm.call("property.key.count", "action_scan", [
            [record.resId],
            text,
        ]);
        this.notification.add(_t("Counted: %s", name), {type: "success"});
        await record.load();
    }
}

registry.category("view_widgets").add("property_key_scan", {component: KeyCountScan});
