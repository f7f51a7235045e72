# SPDX-License-Identifier: Apache-2.0
"""pos_order.py - where Odoo's orders meet Regulars.

A paid order is staged in its own transaction; nothing here waits for the plugin but the greeting,
which waits 40 ms. Whatever goes wrong while staging is undone to a savepoint and logged: the order
stands, and the scheduled action stages it later.
"""
import json
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..plain import mapping, posting
from ..plain.regulars import Late, Refused, RegularsError

_logger = logging.getLogger(__name__)
PAID = ("paid", "done", "invoiced")
# A change to one of these, after an order is paid, is a change that Regulars is told.
TELLING = {"lines", "payment_ids", "partner_id", "amount_total", "tip_amount"}


class PosOrder(models.Model):
    _inherit = "pos.order"

    regulars_scan = fields.Char("Scanned card", copy=False, readonly=True)
    regulars_outbox_ids = fields.One2many("regulars.outbox", "order_id", readonly=True)

    # ---- Staging ----

    def _process_saved_order(self, draft):
        ret = super()._process_saved_order(draft)
        if not draft:
            self._regulars_stage()
        return ret

    def write(self, vals):
        ret = super().write(vals)
        if TELLING & set(vals) or vals.get("state") == "cancel":
            told = self.sudo().filtered("regulars_outbox_ids")
            if told:
                told._regulars_stage()
        return ret

    def _regulars_stage(self):
        for order in self.sudo():
            try:
                with self.env.cr.savepoint():
                    order._regulars_stage_one()
            except Exception:
                _logger.exception("Regulars: %s is staged later", order.name)

    def _regulars_stage_one(self):
        outbox = self.env["regulars.outbox"].sudo()
        on = self.config_id.regulars_active and outbox._shop() is not None
        if not on:
            return
        if self.state in PAID and self.lines:
            outbox._stage(self, mapping.request(self._regulars_facts()))
        elif self.state == "cancel":
            outbox._stage(self, mapping.void(mapping.sale_id(self._regulars_identity())))

    # ---- Facts, for mapping.py ----

    def _regulars_identity(self):
        return {"uuid": self.uuid, "id": self.id, "database": self.env.cr.dbname}

    def _regulars_facts(self):
        refunded = self.lines.refunded_orderline_id.order_id
        return {
            **self._regulars_identity(),
            "date_order": self.date_order,
            "amount_total": self.amount_total,
            "amount_tax": self.amount_tax,
            "currency": self.currency_id.name,
            "decimals": self.currency_id.decimal_places,
            "till": self.config_id._regulars_till_name(),
            "cashier": self.user_id.name,
            "scan": self.regulars_scan or self.partner_id._regulars_scan(),
            "refunds": [mapping.sale_id(sale._regulars_identity()) for sale in refunded],
            "lines": [line._regulars_facts() for line in self.lines],
            "payments": [one._regulars_facts() for one in self.payment_ids],
        }

    # ---- What the cashier's screen asks ----

    @api.model
    def regulars_greet(self, config_id, asked):
        """Who this is and what the cart would earn, for {"partner_id", "scan", "lines"}. Within
        40 ms, or {"late": True}; {} when there is nothing to say."""
        self._regulars_check_cashier()
        shop = self.env["regulars.outbox"].sudo()._shop()
        config = self.env["pos.config"].browse(config_id)
        partner = self.env["res.partner"].browse(asked.get("partner_id") or [])
        scan = asked.get("scan") or partner._regulars_scan()
        if shop is None or not config.regulars_active or not scan:
            return {}
        try:
            return self._regulars_greeting(shop, config, partner, scan, asked.get("lines") or [])
        except Late:
            return {"late": True}
        except Refused as no:
            return {"error": no.text, "code": no.code}
        except RegularsError as error:
            _logger.info("Regulars: no greeting: %s", error)
            return {}

    def _regulars_greeting(self, shop, config, partner, scan, lines):
        member = shop.identify(scan, within_ms=posting.GREET_MS)["member"]
        found = partner or self._regulars_partner(member)
        if found:
            found._regulars_remember(member)
        facts = {
            "currency": config.currency_id.name,
            "till": config._regulars_till_name(),
            "scan": scan,
            "lines": lines,
        }
        request = mapping.quote(facts)
        quoted = request and shop.request(request, within_ms=posting.GREET_MS)
        return {
            "member": member,
            "partner_id": found.id or False,
            "quote": quoted and {name: quoted.get(name) for name in ("points", "balance")},
        }

    def _regulars_partner(self, member):
        return self.env["res.partner"].search([("regulars_member", "=", member["id"])], limit=1)

    @api.model
    def regulars_thanks(self, uuids):
        """What was recorded of these orders, for the receipt: {uuid: answer or {"open": True}}."""
        self._regulars_check_cashier()
        ret = {}
        for order in self.search([("uuid", "in", uuids)]):
            row = order.sudo().regulars_outbox_ids[:1]
            if row.answer:
                answer = json.loads(row.answer)
                ret[order.uuid] = {
                    name: answer[name] for name in ("points", "balance", "tier") if name in answer
                }
            elif row.state == "open":
                ret[order.uuid] = {"open": True}
        return ret

    def _regulars_check_cashier(self):
        if not self.env.user.has_group("point_of_sale.group_pos_user"):
            raise AccessError(self.env._("This is for cashiers."))


class PosPayment(models.Model):
    _inherit = "pos.payment"

    def _regulars_facts(self):
        kind = self.payment_method_id.type
        return {"type": kind, "amount": self.amount, "is_change": self.is_change}


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _regulars_facts(self):
        product = self.product_id
        return {
            "sku": product.default_code or product.barcode or f"odoo-{product.id}",
            "name": self.full_product_name or product.name,
            "category": product.pos_categ_ids[:1].name,
            "qty": self.qty,
            "price_subtotal_incl": self.price_subtotal_incl,
            "cost": self.total_cost if self.is_total_cost_computed else None,
            "is_tip": product == self.order_id.config_id.tip_product_id,
        }
