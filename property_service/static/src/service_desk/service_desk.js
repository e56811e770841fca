import {Component, onMounted, onWillStart, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const DELAY = 200;

/**
 * The front desk: one search box finds caller and unit, the card beside it shows what
 * the desk must know, and a request is taken with a few keys.
 */
export class ServiceDesk extends Component {
    static template = "property_service.ServiceDesk";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.search = useRef("search");
        this.subject = useRef("subject");
        this.state = useState({
            text: "",
            hits: [],
            isUnknown: false,
            card: null,
            taken: null,
            duties: null,
        });
        this.form = useState({});
        this.debouncedFind = useDebounced(() => this.find(), DELAY);
        onWillStart(async () => {
            this.options = await this.orm.call(
                "helpdesk.ticket",
                "property_desk_options",
                []
            );
            this.clear();
        });
        onMounted(() => {
            this.search.el.focus();
            this.countDuties();
        });
    }

    /** What must still be done today; the desk does not wait for it. */
    async countDuties() {
        this.state.duties = await this.orm.call(
            "property.routine.period",
            "property_desk_line",
            []
        );
    }

    openDuties() {
        return this.action.doAction(
            "property_service.property_routine_period_action_todo"
        );
    }

    clear() {
        Object.assign(this.form, {
            property_kind: "repair",
            property_estate_id: this.options.estate_id,
            property_unit_id: false,
            partner_id: false,
            partner_name: "",
            property_caller_phone: "",
            property_place: "",
            property_caller_origin: "",
            property_caller_purpose: "",
            property_readback_confirmed: false,
            property_received_by_id: this.options.people[0].id,
            property_rings: false,
            category_id: false,
            channel_id: this.options.channel_id,
            name: "",
        });
        Object.assign(this.state, {text: "", hits: [], isUnknown: false, card: null});
    }

    get categories() {
        const {categories} = this.options;
        return categories.filter(
            (category) =>
                !category.has_children &&
                (!category.kind || category.kind === this.form.property_kind)
        );
    }

    async onSearchKey(event) {
        if (event.key !== "Enter" || event.isComposing) {
            return;
        }
        // The hits on the screen may belong to the first half of what was typed.
        await this.find();
        if (this.state.hits.length) {
            await this.choose(this.state.hits[0]);
        }
    }

    async find() {
        const text = this.state.text;
        const hits = await this.orm.call("helpdesk.ticket", "property_desk_search", [
            text,
        ]);
        // An answer that comes late must not replace a newer one.
        if (text === this.state.text) {
            const isUnknown = text.trim().length > 1 && !hits.length;
            Object.assign(this.state, {hits, isUnknown});
        }
    }

    async choose(hit) {
        if (hit.ticket_id) {
            return this.open(hit.ticket_id);
        }
        Object.assign(this.form, {
            property_unit_id: hit.unit_id,
            partner_id: hit.partner_id,
            partner_name: hit.partner_id ? "" : this.form.partner_name,
            property_caller_phone: hit.phone || "",
        });
        Object.assign(this.state, {
            hits: [],
            isUnknown: false,
            text: hit.title,
            taken: null,
        });
        await this.showCard();
        this.subject.el.focus();
    }

    async showCard() {
        this.state.card = this.form.property_unit_id
            ? await this.orm.call("helpdesk.ticket", "property_desk_card", [
                  this.form.property_unit_id,
              ])
            : null;
    }

    choosePerson(person) {
        this.form.partner_id = person.id;
        this.form.property_caller_phone = person.phone;
    }

    chooseKind(kind) {
        this.form.property_kind = kind;
        if (!this.categories.some((category) => category.id === this.form.category_id)) {
            this.form.category_id = false;
        }
    }

    setNumber(name, event) {
        this.form[name] = parseInt(event.target.value, 10) || false;
    }

    /** Callers who are no residents: where from, and why they ask. */
    get isCallNote() {
        return this.form.property_kind === "call_note";
    }

    get hasRings() {
        return this.options.channels.some(
            (channel) => channel.id === this.form.channel_id && channel.has_rings
        );
    }

    get canSave() {
        return Boolean(
            this.form.name.trim() &&
                (this.form.property_unit_id || this.form.property_estate_id)
        );
    }

    async save() {
        if (!this.canSave || this.isSaving) {
            return;
        }
        this.isSaving = true;
        try {
            const values = {...this.form};
            // What is no longer asked for is not kept either.
            if (!this.hasRings) {
                values.property_rings = false;
            }
            if (!this.isCallNote) {
                values.property_caller_origin = "";
                values.property_caller_purpose = "";
                values.property_readback_confirmed = false;
            }
            if (values.property_unit_id) {
                delete values.property_estate_id;
            }
            const taken = await this.orm.call("helpdesk.ticket", "property_desk_create", [
                values,
            ]);
            this.notification.add(_t("Request %s is registered.", taken.number), {
                type: "success",
            });
            this.clear();
            this.state.taken = taken;
            this.search.el.focus();
        } finally {
            this.isSaving = false;
        }
    }

    open(ticketId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "helpdesk.ticket",
            res_id: ticketId,
            // By its id: a reference in the context would follow into other models.
            views: [[this.options.form_id, "form"]],
        });
    }

    openUnit() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "property.unit",
            res_id: this.form.property_unit_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("property_service_desk", ServiceDesk);
