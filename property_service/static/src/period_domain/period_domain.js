import {DomainField, domainField} from "@web/views/fields/domain/domain_field";
import {registry} from "@web/core/registry";
import {serializeDate} from "@web/core/l10n/dates";

const {DateTime} = luxon;

/**
 * Which records count for a routine: "period_start" and "period_end" stand for days that
 * are known in a period only. Here the present month is taken, to check and to count.
 */
export class PeriodDomain extends DomainField {
    getEvaluatedDomain(props = this.props) {
        const domain = super.getEvaluatedDomain(props);
        if (domain.isInvalid) {
            return domain;
        }
        const today = DateTime.local();
        const days = {
            period_start: serializeDate(today.startOf("month")),
            period_end: serializeDate(today.endOf("month")),
        };
        return domain.map((leaf) =>
            Array.isArray(leaf) && Object.hasOwn(days, leaf[2])
                ? [leaf[0], leaf[1], days[leaf[2]]]
                : leaf
        );
    }
}

registry
    .category("fields")
    .add("property_period_domain", {...domainField, component: PeriodDomain});
