import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const {DateTime} = luxon;

/**
 * All that happened to a unit or a customer, newest first, with the figures that tell
 * the desk whom it has before it.
 */
export class PropertyHistory extends Component {
    static template = "property_service.History";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const {params, context} = this.props.action;
        this.model = params.model;
        this.id = context.active_id;
        this.display = {controlPanel: {}};
        this.state = useState({
            profile: null,
            items: [],
            kinds: [],
            chosen: [],
            next: false,
            isLoading: false,
        });
        onWillStart(async () => {
            const [profile] = await Promise.all([
                this.orm.call(this.model, "property_history_profile", [[this.id]]),
                this.load(),
            ]);
            this.state.profile = profile;
            this.env.config.setDisplayName(_t("360° %s", profile.name));
        });
    }

    /** The first page, or the one after what is shown. */
    async load(before = false) {
        this.state.isLoading = true;
        const {chosen} = this.state;
        try {
            const page = await this.orm.call(
                this.model,
                "property_history_page",
                [[this.id]],
                {kinds: chosen.length ? chosen : null, before}
            );
            // An answer that comes late must not mix with another choice.
            if (chosen === this.state.chosen) {
                this.state.items = before
                    ? this.state.items.concat(page.items)
                    : page.items;
                this.state.next = page.next;
                this.state.kinds = page.kinds;
            }
        } finally {
            this.state.isLoading = false;
        }
    }

    async toggle(code) {
        const {chosen} = this.state;
        this.state.chosen = chosen.includes(code)
            ? chosen.filter((other) => other !== code)
            : [...chosen, code];
        await this.load();
    }

    async showAll() {
        this.state.chosen = [];
        await this.load();
    }

    icon(item) {
        const kind = this.state.kinds.find((one) => one.code === item.kind);
        return kind ? kind.icon : "fa-circle-o";
    }

    kindName(item) {
        const kind = this.state.kinds.find((one) => one.code === item.kind);
        return kind ? kind.name : "";
    }

    moment(item) {
        return item.is_day
            ? deserializeDate(item.date)
            : deserializeDateTime(item.date);
    }

    day(item) {
        return this.moment(item).toLocaleString(DateTime.DATE_SHORT);
    }

    clock(item) {
        return item.is_day ? "" : this.moment(item).toFormat("HH:mm");
    }

    /** Items under the month in which they happened. */
    get months() {
        const months = [];
        for (const item of this.state.items) {
            const name = this.moment(item).toLocaleString({
                year: "numeric",
                month: "long",
            });
            if (!months.length || months.at(-1).name !== name) {
                months.push({name, items: []});
            }
            months.at(-1).items.push(item);
        }
        return months;
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** Forms of our own for records of the helpdesk's model. */
    async openItem(item) {
        if (item.model !== "helpdesk.ticket") {
            return this.open(item.model, item.id);
        }
        const action = await this.action.loadAction(
            "property_service.property_request_action"
        );
        const form = action.views.find((view) => view[1] === "form");
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: item.model,
            res_id: item.id,
            views: [form || [false, "form"]],
            context: {property_desk: true},
        });
    }

    openPerson(person) {
        if (this.model === "res.partner") {
            return this.open("res.partner", person.id);
        }
        return this.action.doAction("property_service.property_history_action_partner", {
            additionalContext: {active_id: person.id},
        });
    }
}

registry.category("actions").add("property_history", PropertyHistory);
