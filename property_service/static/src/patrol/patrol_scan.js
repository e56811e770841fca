import {Component, useState} from "@odoo/owl";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {registry} from "@web/core/registry";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/**
 * Reads the label of a point with the phone's camera, or what a scanner types, and opens
 * the point on the spot.
 */
export class PatrolScan extends Component {
    static template = "property_service.PatrolScan";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.hasCamera = isBarcodeScannerSupported();
        this.state = useState({isBusy: false, text: ""});
    }

    async onCamera() {
        const text = await scanBarcode(this.env);
        if (text) {
            await this.arrive(text);
        }
    }

    async onKeydown(ev) {
        if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            ev.stopPropagation();
            await this.arrive(this.state.text.trim());
        }
    }

    async arrive(text) {
        const {record} = this.props;
        if (!text || this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            const action = await this.orm.call("property.patrol.round", "action_scan", [
                [record.resId],
                text,
            ]);
            await this.action.doAction(action, {onClose: () => record.load()});
        } finally {
            this.state.isBusy = false;
            this.state.text = "";
        }
    }
}

registry.category("view_widgets").add("property_patrol_scan", {component: PatrolScan});
