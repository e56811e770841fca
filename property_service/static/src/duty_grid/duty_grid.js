import {Component, onWillStart, useExternalListener, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const MODEL = "property.duty.roster";
const WIPE = "wipe";

/**
 * The month grid: people down, days across. A brush is chosen, then cells are painted
 * by a click or by drawing over them; patterns fill whole rows.
 */
export class DutyGrid extends Component {
    static template = "property_service.DutyGrid";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({
            grid: null,
            choices: {rosters: []},
            brush: null,
            painted: {},
            chosen: {},
            pattern: "",
            firstDay: "",
            busy: false,
        });
        this.drawing = null;
        useExternalListener(window, "mouseup", () => this.finish());
        onWillStart(async () => {
            this.state.choices = await this.orm.call(MODEL, "property_grid_choices", []);
            const {roster_id} = this.props.action.params || {};
            await this.load(roster_id || this.state.choices.roster_id);
        });
    }

    // === What is shown ===

    async load(rosterId) {
        if (rosterId) {
            this.show(await this.orm.call(MODEL, "property_grid", [[rosterId]]));
        }
    }

    chooseMonth(event) {
        return this.load(parseInt(event.target.value, 10));
    }

    show(grid) {
        const isOther = !this.state.grid || this.state.grid.id !== grid.id;
        this.state.grid = grid;
        this.state.painted = {};
        if (isOther) {
            this.state.brush = null;
            this.state.chosen = {};
            this.state.firstDay = grid.days[0].date;
        }
        this.faults = {};
        for (const finding of grid.findings) {
            if (finding.staff_id) {
                const key = `${finding.staff_id} ${finding.date}`;
                (this.faults[key] ||= []).push(
                    `${grid.titles[finding.code]}: ${finding.message}`
                );
            }
        }
    }

    get brushes() {
        const groups = [];
        for (const brush of this.state.grid.brushes) {
            let group = groups.find((each) => each.post === brush.post);
            if (!group) {
                group = {post: brush.post, brushes: []};
                groups.push(group);
            }
            group.brushes.push(brush);
        }
        return groups;
    }

    get counts() {
        const counts = {};
        for (const finding of this.state.grid.findings) {
            counts[finding.code] = (counts[finding.code] || 0) + 1;
        }
        return Object.entries(this.state.grid.titles).map(([code, title]) => ({
            code,
            title,
            count: counts[code] || 0,
            text: this.state.grid.findings
                .filter((finding) => finding.code === code)
                .map((finding) => finding.message)
                .join("\n"),
        }));
    }

    shifts(staff, day) {
        return (this.state.grid.cells[staff.id] || {})[day.date] || [];
    }

    cellClass(staff, day) {
        const key = `${staff.id} ${day.date}`;
        return {
            o_property_duty_rest: day.is_rest,
            o_property_duty_holiday: day.is_holiday,
            o_property_duty_fault: Boolean(this.faults[key]),
            o_property_duty_painted: Boolean(this.state.painted[key]),
        };
    }

    cellTitle(staff, day) {
        const shifts = this.shifts(staff, day).map((shift) => shift.title);
        return [...shifts, ...(this.faults[`${staff.id} ${day.date}`] || [])].join("\n");
    }

    coverage(row, day) {
        return row.days[day.date];
    }

    hours(staff) {
        return Math.round(staff.hours * 10) / 10;
    }

    // === Painting ===

    chooseBrush(brush) {
        this.state.brush = this.state.brush === brush ? null : brush;
    }

    get canPaint() {
        return this.state.grid.may_plan && this.state.brush && !this.state.busy;
    }

    begin(staff, day, event) {
        if (!this.canPaint || event.button) {
            return;
        }
        event.preventDefault();
        this.drawing = {staff, day};
        this.draw(staff, day);
    }

    /**
     * Everything between the first cell and this one, rows and columns.
     */
    draw(staff, day) {
        if (!this.drawing) {
            return;
        }
        const {grid} = this.state;
        const [top, bottom] = this.between(grid.staff, this.drawing.staff, staff, "id");
        const [left, right] = this.between(grid.days, this.drawing.day, day, "date");
        const painted = {};
        for (const person of grid.staff.slice(top, bottom + 1)) {
            for (const each of grid.days.slice(left, right + 1)) {
                painted[`${person.id} ${each.date}`] = [person.id, each.date];
            }
        }
        this.state.painted = painted;
    }

    between(list, one, other, key) {
        const places = [one, other].map((wanted) =>
            list.findIndex((each) => each[key] === wanted[key])
        );
        return [Math.min(...places), Math.max(...places)];
    }

    async finish() {
        if (!this.drawing) {
            return;
        }
        this.drawing = null;
        const cells = Object.values(this.state.painted);
        const needId = this.state.brush === WIPE ? false : this.state.brush;
        await this.run(() =>
            this.orm.call(MODEL, "property_grid_paint", [
                [this.state.grid.id],
                cells,
                needId,
            ])
        );
    }

    async run(call) {
        this.state.busy = true;
        try {
            this.show(await call());
        } finally {
            this.state.painted = {};
            this.state.busy = false;
        }
    }

    // === Rows and patterns ===

    toggle(staff) {
        if (this.state.chosen[staff.id]) {
            delete this.state.chosen[staff.id];
        } else {
            this.state.chosen[staff.id] = true;
        }
    }

    isChosen(staff) {
        return Boolean(this.state.chosen[staff.id]);
    }

    toggleAll(event) {
        this.state.chosen = {};
        if (event.target.checked) {
            for (const staff of this.state.grid.staff) {
                this.state.chosen[staff.id] = true;
            }
        }
    }

    get chosenIds() {
        return this.state.grid.staff
            .filter((staff) => this.state.chosen[staff.id])
            .map((staff) => staff.id);
    }

    get canLay() {
        return this.state.pattern && this.chosenIds.length && !this.state.busy;
    }

    layPattern() {
        return this.run(() =>
            this.orm.call(MODEL, "property_grid_pattern", [
                [this.state.grid.id],
                parseInt(this.state.pattern, 10),
                this.chosenIds,
                this.state.firstDay,
            ])
        );
    }

    get canSubmit() {
        return this.state.grid.may_submit && !this.state.busy;
    }

    async step(method) {
        this.state.busy = true;
        try {
            await this.orm.call(MODEL, method, [[this.state.grid.id]]);
            await this.load(this.state.grid.id);
        } finally {
            this.state.busy = false;
        }
    }

    clearAll() {
        this.dialog.add(ConfirmationDialog, {
            body: _t("All shifts of this month are taken out of the draft."),
            confirm: () => this.step("action_clear"),
            cancel: () => {},
        });
    }

    // === Elsewhere ===

    openRoster() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: this.state.grid ? this.state.grid.id : false,
            views: [[false, "form"]],
        });
    }

    newRoster() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("property_service_duty_grid", DutyGrid);
