import {Component, onMounted, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const SECONDS = 30;
const CHOICE = "property_wall_board_estate";
const {DateTime} = luxon;

/**
 * The day of the front desk in big figures. It runs for weeks without a hand on it: it
 * asks again every half minute, says so when the server does not answer, and loads
 * itself anew every night, so that an update of the server reaches it.
 */
export class WallBoard extends Component {
    static template = "property_service_reports.WallBoard";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({board: null, lostSince: null, clock: DateTime.now()});
        this.estateId = parseInt(browser.localStorage.getItem(CHOICE), 10) || false;
        this.openedOn = DateTime.now().toISODate();
        onWillStart(() => this.load());
        onMounted(() => {
            this.timer = browser.setInterval(() => this.load(), SECONDS * 1000);
            this.ticker = browser.setInterval(() => this.tick(), 1000);
        });
        onWillUnmount(() => {
            browser.clearInterval(this.timer);
            browser.clearInterval(this.ticker);
        });
    }

    async load() {
        try {
            // Without a bar of progress or a dialogue: nobody is there to close it.
            this.state.board = await this.orm.silent.call(
                "property.wall.board",
                "property_board",
                [],
                {estate_id: this.estateId}
            );
            this.state.lostSince = null;
        } catch (error) {
            if (!this.state.board) {
                throw error;
            }
            this.state.lostSince = this.state.lostSince || DateTime.now();
        }
    }

    tick() {
        this.state.clock = DateTime.now();
        const isNewDay = this.state.clock.toISODate() !== this.openedOn;
        if (isNewDay && !this.state.lostSince) {
            browser.location.reload();
        }
    }

    async choose(event) {
        this.estateId = parseInt(event.target.value, 10);
        browser.localStorage.setItem(CHOICE, this.estateId);
        await this.load();
    }

    /** Time of day where the estate is, of what the server counts in UTC. */
    hour(text) {
        return text
            ? deserializeDateTime(text, {tz: this.state.board.tz}).toFormat("HH:mm")
            : "";
    }

    get today() {
        return this.state.clock
            .setZone(this.state.board.tz)
            .toLocaleString({...DateTime.DATE_FULL, weekday: "long"});
    }

    get time() {
        return this.state.clock.setZone(this.state.board.tz).toFormat("HH:mm:ss");
    }

    get hourNow() {
        return this.state.clock.setZone(this.state.board.tz).hour;
    }

    get hasHistory() {
        return this.state.board.hours.some((count) => count);
    }

    /** Hours of the day with a bar each, from the first busy one to the last. */
    get bars() {
        const {hours} = this.state.board;
        const most = Math.max(...hours, 1);
        return hours
            .map((count, hour) => ({hour, count, height: (100 * count) / most}))
            .slice(6, 23);
    }

    wait(minutes) {
        const hours = Math.floor(minutes / 60);
        if (hours >= 24) {
            const days = Math.floor(hours / 24);
            return _t("%(days)s d %(hours)s h", {days, hours: hours % 24});
        }
        return _t("%(hours)s h %(minutes)s min", {hours, minutes: minutes % 60});
    }
}

registry.category("actions").add("property_wall_board", WallBoard);
