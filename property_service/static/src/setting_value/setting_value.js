import {CharField, charField} from "@web/views/fields/char/char_field";
import {registry} from "@web/core/registry";

/**
 * The value of a setting: chosen and shown in words where the setting has choices, typed
 * where it has none. The choices stand beside it, as pairs of a code and its word.
 */
export class SettingValue extends CharField {
    static template = "property_service.SettingValue";

    get choices() {
        return this.props.record.data.value_choices || [];
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get word() {
        const choice = this.choices.find(([code]) => code === this.value);
        return choice ? choice[1] : this.value;
    }

    get mayBeEmpty() {
        return !this.props.record.fields[this.props.name].required;
    }

    onChoose(ev) {
        this.props.record.update({[this.props.name]: ev.target.value || false});
    }
}

registry
    .category("fields")
    .add("property_setting_value", {...charField, component: SettingValue});
