import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {KeyScan} from "./key_scan";

/** The cabinets' hooks, with a field on top that opens what is scanned. */
export class KeyDeskController extends KanbanController {
    static template = "property_service.KeyDesk";
    static components = {...KanbanController.components, KeyScan};

    setup() {
        super.setup();
        this.desk = {action: useService("action"), orm: useService("orm")};
        this.onScan = this.onScan.bind(this);
    }

    async onScan(text) {
        const action = await this.desk.orm.call("property.key.set", "action_scan", [
            text,
        ]);
        await this.desk.action.doAction(action, {
            onClose: () => this.model.load(),
        });
    }
}

registry.category("views").add("property_key_desk", {
    ...kanbanView,
    Controller: KeyDeskController,
});
