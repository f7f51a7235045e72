// SPDX-License-Identifier: Apache-2.0
/**
 * regulars.js - where Odoo's point of sale meets Regulars: scan, greeting, receipt.
 *
 * In:       orders as the screens have them.
 * Out:      order.uiState.regulars: {key, who, answer, isStale, recorded}; what the templates show is
 *           made of it.
 * Not here: the sale. It goes to Odoo's server as ever, and to Regulars from there; nothing in this
 *           file is waited for by a sale, and every fault of it ends here.
 */
import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { PosStore } from "@point_of_sale/app/store/pos_store";
import { usePos } from "@point_of_sale/app/store/pos_hook";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { answered, asked, quietly, within } from "@regulars_loyalty/app/asking";
import { fill, greeting, looksOwn, thanks } from "@regulars_loyalty/app/sentences";

const AGAIN_MS = [200, 600, 1500];
/** Scans wait for one another: no longer than this for us. */
const SCAN_MS = 1000;
const SCAN_AGAIN_MS = [50, 150, 300];

const SAID = {
    "%s points": _t("%s points"),
    "%s is earned": _t("%s is earned"),
    "%1 more for %2": _t("%1 more for %2"),
    "%1 of them end on %2": _t("%1 of them end on %2"),
    "A member": _t("A member"),
    "This purchase brings %s": _t("This purchase brings %s"),
    "Thank you, %s!": _t("Thank you, %s!"),
    "Thank you!": _t("Thank you!"),
    "Points for this purchase: %s": _t("Points for this purchase: %s"),
    "Points taken back: %s": _t("Points taken back: %s"),
    "Your points now: %s": _t("Your points now: %s"),
    "The card is noted; who it is comes later.": _t("The card is noted; who it is comes later."),
};

function say(text, ...values) {
    return fill(String(SAID[text] || text), ...values);
}

function later(ms) {
    return new Promise((done) => setTimeout(done, ms));
}

patch(PosOrder.prototype, {
    set_partner(partner) {
        // A customer with a card of their own counts by that one.
        if (partner && (partner.regulars_card || partner.barcode)) {
            this.regulars_scan = false;
        }
        return super.set_partner(...arguments);
    },
    /** Whom the order is for. */
    get regularsWho() {
        return JSON.stringify([this.partner_id?.id, this.regulars_scan]);
    },
    /** That, and what is in it: while this is the same, nothing is asked anew. */
    get regularsKey() {
        const lines = this.lines.map(({ uuid, qty, price_unit, discount }) => {
            return [uuid, qty, price_unit, discount];
        });
        return JSON.stringify([this.regularsWho, lines]);
    },
    regularsThanks() {
        const { answer, recorded, isStale } = this.uiState.regulars || {};
        const name = answer?.member?.name || this.partner_id?.name;
        return thanks({ name, recorded, quote: isStale ? undefined : answer?.quote }, say);
    },
    export_for_printing() {
        return { ...super.export_for_printing(...arguments), regulars: this.regularsThanks() };
    },
});

patch(PosStore.prototype, {
    /** Asks who the order is for and what it would earn. */
    async regularsGreet(order) {
        const key = order.regularsKey;
        if (order.finalized || order.uiState.regulars?.key === key) {
            return;
        }
        const who = order.regularsWho;
        order.uiState.regulars = asked(order.uiState.regulars, key, who);
        const question = {
            partner_id: order.partner_id?.id || false,
            scan: order.regulars_scan || false,
            lines: order.lines.map((line) => ({
                product_id: line.product_id.id,
                sku: line.product_id.default_code || line.product_id.barcode || false,
                category: line.product_id.pos_categ_ids?.[0]?.name || false,
                qty: line.qty,
                price_subtotal_incl: line.get_price_with_tax(),
            })),
        };
        if (!question.partner_id && !question.scan) {
            order.uiState.regulars = answered(key, who, {});
            return;
        }
        for (const wait of AGAIN_MS) {
            const answer = await this.regularsAsk("regulars_greet", [this.config.id, question]);
            if (order.uiState.regulars?.key !== key) {
                return;
            }
            if (!answer.late) {
                order.uiState.regulars = answered(key, who, answer);
                return;
            }
            await later(wait);
        }
        // Of another cart it would be wrong what the cart brings.
        const { key: now, answer } = order.uiState.regulars || {};
        if (now === key) {
            order.uiState.regulars = answered(key, who, { member: answer?.member });
        }
    },
    /** What was recorded of a paid order. */
    async regularsFollow(order) {
        for (const wait of AGAIN_MS) {
            const told = (await this.regularsAsk("regulars_thanks", [[order.uuid]]))[order.uuid];
            if (told && !told.open) {
                order.uiState.regulars = { ...order.uiState.regulars, recorded: told };
                return;
            }
            await later(wait);
        }
    },
    /** {hasFailed} when the server did not answer. Never rejects. */
    async regularsAsk(method, words) {
        try {
            return (await this.data.silentCall("pos.order", method, words)) || { hasFailed: true };
        } catch {
            return { hasFailed: true };
        }
    },
    async regularsAskWho(scan) {
        const question = { partner_id: false, scan, lines: [] };
        for (const wait of SCAN_AGAIN_MS) {
            const answer = await this.regularsAsk("regulars_greet", [this.config.id, question]);
            if (!answer.late) {
                return answer;
            }
            await later(wait);
        }
        return { late: true };
    },
    /** A card that is not a barcode of Odoo's: finds its customer. False: it is none of ours. */
    async regularsScan(order, scan) {
        const answer = await within(SCAN_MS, this.regularsAskWho(scan), { late: true });
        if ((answer.late || answer.hasFailed) && looksOwn(scan)) {
            // Whose it is, is found when the sale is posted.
            order.regulars_scan = scan;
            this.notification.add(say("The card is noted; who it is comes later."), { type: "info" });
            return true;
        }
        if (!answer.member) {
            // A code that is nobody's is Odoo's to speak of.
            const isOurs = Boolean(answer.error) && answer.code !== "E_UNKNOWN";
            if (isOurs) {
                this.notification.add(answer.error, { type: "warning" });
            }
            return isOurs;
        }
        const partner = answer.partner_id && (await this.regularsPartner(answer.partner_id));
        if (partner) {
            order.set_partner(partner);
        }
        // Behind set_partner, which forgets it: what was scanned is whose sale it is.
        order.regulars_scan = scan;
        return true;
    },
    async regularsPartner(id) {
        const known = this.models["res.partner"].get(id);
        return known || (await this.data.searchRead("res.partner", [["id", "=", id]]))?.[0];
    },
    postSyncAllOrders(orders) {
        super.postSyncAllOrders(...arguments);
        for (const order of orders || []) {
            if (order.state !== "draft" && (order.partner_id || order.regulars_scan)) {
                quietly(this.regularsFollow(order));
            }
        }
    },
});

patch(ProductScreen.prototype, {
    async _barcodeProductAction(code) {
        // One of ours is no product; any other code may be, and is a card only when it is not.
        const isCard = looksOwn(code.code) || !(await this._getProductByBarcode(code));
        if (isCard && (await this.regularsScanned(code.code))) {
            return;
        }
        return super._barcodeProductAction(...arguments);
    },
    async _barcodePartnerAction(code) {
        const partner = await this._getPartnerByBarcode(code);
        if (!partner && (await this.regularsScanned(code.code))) {
            return;
        }
        return super._barcodePartnerAction(...arguments);
    },
    regularsScanned(scan) {
        return quietly(this.pos.regularsScan(this.currentOrder, scan));
    },
});

/** Two or three lines for the cashier. Asks anew when the customer or the cart changes. */
export class RegularsGreeting extends Component {
    static template = "regulars_loyalty.Greeting";
    static props = {};

    setup() {
        this.pos = usePos();
    }
    get greeting() {
        try {
            return this.greetingOf(this.pos.get_order());
        } catch (error) {
            // A fault while the screen is drawn would take the whole till down.
            console.warn("Regulars:", error);
            return null;
        }
    }
    greetingOf(order) {
        if (!order) {
            return null;
        }
        // Rendering reads the cart, so a change of it renders this, and asks.
        if (order.uiState.regulars?.key !== order.regularsKey) {
            quietly(Promise.resolve().then(() => this.pos.regularsGreet(order)));
        }
        return greeting(order.uiState.regulars?.answer, say);
    }
}

ProductScreen.components = { ...ProductScreen.components, RegularsGreeting };
PaymentScreen.components = { ...PaymentScreen.components, RegularsGreeting };
