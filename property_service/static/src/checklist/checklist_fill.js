import {Component, onWillStart, useState} from "@odoo/owl";
import {ConnectionLostError} from "@web/core/network/rpc";
import {Mutex} from "@web/core/utils/concurrency";
import {SignatureDialog} from "@web/core/signature/signature_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {shrinkPhoto} from "./photo";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useBus, useService} from "@web/core/utils/hooks";

const LINE = "property.checklist.line";
const RETRY = 4000; // milliseconds until an answer is sent again

/**
 * Fills a checklist on a phone: a card a line, an answer a touch.
 *
 * Every answer goes to the server at once, one after another. Without a connection it
 * waits, is shown as not saved and is sent again, so that nothing is lost in a cellar.
 */
export class ChecklistFill extends Component {
    static template = "property_service.ChecklistFill";
    static props = {
        ...standardWidgetProps,
        field: {type: String, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.mutex = new Mutex();
        // What is being typed, by field and line: an answer that comes in meanwhile
        // draws the page anew, and the browser tells no change after that.
        this.drafts = {};
        this.state = useState({
            lines: [],
            counts: {},
            mayEdit: false,
            only: "all",
            waiting: {}, // line id to number of answers on their way
            isOffline: false,
            openNotes: {},
            openHelp: {},
        });
        onWillStart(() => this.load());
        useBus(this.props.record.model.bus, "update", () => this.reloadWhenChanged());
    }

    /** The form is the checklist, or a document that names it in a field. */
    get checklistId() {
        const {record, field} = this.props;
        return field ? record.data[field]?.id : record.resId;
    }

    async load() {
        const resId = this.checklistId;
        if (!resId) {
            return;
        }
        const data = await this.orm.call("property.checklist", "action_fill_data", [
            [resId],
        ]);
        this.loadedState = this.props.record.data.state;
        this.loadedId = resId;
        this.state.mayEdit = data.may_edit;
        this.show(data);
    }

    /** The form was closed, reopened or turned to the next record. */
    reloadWhenChanged() {
        const {data} = this.props.record;
        if (this.checklistId !== this.loadedId || data.state !== this.loadedState) {
            this.state.lines = [];
            this.load();
        }
    }

    show({lines, checklist}) {
        Object.assign(this.state.counts, checklist[0]);
        if (this.state.lines.length) {
            const byId = Object.fromEntries(lines.map((line) => [line.id, line]));
            this.state.lines = this.state.lines.map((line) => byId[line.id] || line);
        } else {
            this.state.lines = lines;
        }
    }

    // What is shown

    get sections() {
        const sections = [];
        for (const line of this.state.lines) {
            const isShown =
                this.state.only === "all" ||
                (this.state.only === "missing" && line.is_missing) ||
                (this.state.only === "failed" && line.result === "fail");
            if (!isShown) {
                continue;
            }
            let section = sections.at(-1);
            if (!section || section.name !== line.section) {
                section = {key: line.id, name: line.section, lines: []};
                sections.push(section);
            }
            section.lines.push(line);
        }
        return sections;
    }

    get progress() {
        const {line_count: all, answered_count: answered} = this.state.counts;
        return all ? Math.round((100 * answered) / all) : 0;
    }

    get isWaiting() {
        return Object.values(this.state.waiting).some((number) => number);
    }

    buttons(line) {
        const na = {field: "result", value: "na", label: _t("N/A"), color: "secondary"};
        if (line.answer_type === "document") {
            return [
                ["to_sign", _t("To sign")],
                ["signed", _t("Signed")],
                ["collected", _t("Collected")],
                ["filed", _t("Filed")],
            ]
                .map(([value, label]) => ({
                    field: "doc_state",
                    value,
                    label,
                    color: line.result === "ok" ? "success" : "warning",
                }))
                .concat(na);
        }
        if (line.answer_type === "text") {
            return line.is_mandatory ? [na] : [];
        }
        if (line.answer_type === "measure") {
            return [na];
        }
        const fail = {field: "result", value: "fail", label: _t("Fail"), color: "danger"};
        if (line.answer_type === "confirm") {
            const yes = {field: "result", value: "ok", label: _t("Done"), color: "success"};
            return [yes, na];
        }
        const pass = {field: "result", value: "ok", label: _t("Pass"), color: "success"};
        return [pass, fail, na];
    }

    buttonClass(line, button) {
        const isChosen =
            button.field === "result"
                ? line.result === button.value
                : line.doc_state === button.value && line.result !== "na";
        return isChosen ? `btn-${button.color}` : `btn-outline-${button.color}`;
    }

    lineClass(line) {
        if (line.result === "fail") {
            return "o_fail";
        }
        if (line.is_missing) {
            return line.result ? "o_partly" : "o_open";
        }
        return line.result ? "o_done" : "o_open";
    }

    limits(line) {
        const {measure_min: low, measure_max: high, measure_uom: uom} = line;
        if (!low && !high) {
            return uom;
        }
        return high < low ? `≥ ${low} ${uom}` : `${low} – ${high} ${uom}`;
    }

    measureValue(line) {
        const known = ["ok", "fail"].includes(line.result) ? line.measure : "";
        return this.drafts[`measure-${line.id}`] ?? line.typed ?? known;
    }

    noteValue(line) {
        return this.drafts[`note-${line.id}`] ?? (line.note || "");
    }

    showsNote(line) {
        return (
            line.answer_type === "text" ||
            line.note ||
            this.state.openNotes[line.id] ||
            (line.result === "na" && line.is_mandatory)
        );
    }

    canPassRest(section) {
        return (
            this.state.mayEdit &&
            section.lines.filter((line) => this.isPlain(line)).length > 1
        );
    }

    isPlain(line) {
        return (
            !line.result &&
            ["pass_fail", "confirm"].includes(line.answer_type) &&
            !line.needs_photo &&
            !line.needs_signature
        );
    }

    signatureUrl(line) {
        return `/web/image/${LINE}/${line.id}/signature?unique=${line.signed_key}`;
    }

    photoUrl(photo, size) {
        return `/web/image/${photo.id}${size ? `/${size}` : ""}`;
    }

    // Answers

    press(line, button) {
        if (this.buttonClass(line, button).startsWith("btn-outline")) {
            const values = {[button.field]: button.value};
            if (button.value === "na") {
                this.state.openNotes[line.id] = true;
            }
            return this.answer(line, values);
        }
        return this.answer(line, {result: false});
    }

    type(line, field, event) {
        this.drafts[`${field}-${line.id}`] = event.target.value;
    }

    /** What was typed, once. */
    takeDraft(line, field) {
        const key = `${field}-${line.id}`;
        const text = this.drafts[key];
        delete this.drafts[key];
        return text;
    }

    setMeasure(line) {
        const text = this.takeDraft(line, "measure")?.trim().replace(",", ".");
        if (text === undefined) {
            return;
        }
        line.typed = text; // until the server's word replaces the line
        if (text === "") {
            return this.answer(line, {result: false});
        }
        const measure = Number(text);
        if (!Number.isNaN(measure)) {
            return this.answer(line, {measure});
        }
    }

    setNote(line) {
        const note = this.takeDraft(line, "note");
        if (note !== undefined && note !== (line.note || "")) {
            return this.answer(line, {note});
        }
    }

    answer(line, values) {
        // Shown at once; the server's word follows.
        Object.assign(line, values);
        return this.send([line.id], "action_answer", [values]);
    }

    passRest(section) {
        const ids = section.lines.filter((line) => this.isPlain(line)).map((l) => l.id);
        return this.send(ids, "action_answer_ok", []);
    }

    async addPhotos(line, event) {
        const files = [...event.target.files];
        event.target.value = "";
        for (const file of files) {
            const {name, datas} = await shrinkPhoto(file);
            await this.send([line.id], "action_add_photo", [name, datas]);
        }
    }

    removePhoto(line, photo) {
        return this.send([line.id], "action_remove_photo", [photo.id]);
    }

    sign(line) {
        this.dialog.add(SignatureDialog, {
            defaultName: line.signed_by || "",
            nameAndSignatureProps: {
                displaySignatureRatio: 3,
                signatureType: "signature",
                mode: "draw",
            },
            uploadSignature: ({name, signatureImage}) => {
                const values = {
                    signature: signatureImage.split(",")[1],
                    signed_by: name,
                };
                if (line.answer_type === "confirm" && !line.result) {
                    values.result = "ok";
                }
                this.send([line.id], "action_answer", [values]);
            },
        });
    }

    /** One call after another: two answers at once would wait for each other anyway. */
    send(ids, method, args) {
        for (const id of ids) {
            this.state.waiting[id] = (this.state.waiting[id] || 0) + 1;
        }
        return this.mutex.exec(async () => {
            try {
                this.show(await this.insist(method, [ids, ...args]));
            } catch (error) {
                // Refused: show what the server has, then say why.
                await this.load();
                throw error;
            } finally {
                for (const id of ids) {
                    this.state.waiting[id] -= 1;
                }
            }
        });
    }

    async insist(method, args) {
        for (;;) {
            try {
                const answer = await this.orm.silent.call(LINE, method, args);
                this.state.isOffline = false;
                return answer;
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                this.state.isOffline = true;
                await new Promise((resolve) => setTimeout(resolve, RETRY));
            }
        }
    }

    /** Closing waits for the answers that are on their way. */
    async close() {
        const {record} = this.props;
        try {
            await this.mutex.exec(() =>
                this.orm.call("property.checklist", "action_close", [[this.checklistId]])
            );
        } catch (error) {
            this.state.only = "missing"; // behind the message that names them
            throw error;
        }
        await record.load();
        await this.load();
        if (this.props.field) {
            // A document that shows its checklist in a dialog is done with it.
            this.action.doAction({type: "ir.actions.act_window_close"});
        }
    }
}

registry.category("view_widgets").add("property_checklist_fill", {
    component: ChecklistFill,
    extractProps: ({options}) => ({field: options.field}),
    fieldDependencies: [{name: "state", type: "selection"}],
});
