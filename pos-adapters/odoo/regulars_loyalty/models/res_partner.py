# SPDX-License-Identifier: Apache-2.0
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..plain.regulars import RegularsError

ENROL_MS = 2000


class ResPartner(models.Model):
    _inherit = "res.partner"

    regulars_member = fields.Integer("Member number", copy=False, index=True, readonly=True)
    regulars_card = fields.Char(
        "Regulars card", copy=False, help="What a scanner reads from the customer's card."
    )

    @api.model
    def _load_pos_data_fields(self, config_id):
        return [*super()._load_pos_data_fields(config_id), "regulars_card"]

    def _regulars_scan(self):
        """What stands for a scan of their card."""
        return self.regulars_card or self.barcode or False

    def _regulars_remember(self, member):
        """Whose record this is, so that any of the member's cards finds it."""
        if self.regulars_member != member["id"]:
            self.sudo().regulars_member = member["id"]

    def action_regulars_enrol(self):
        """Makes the customer a member, with a card."""
        self.ensure_one()
        self.check_access("write")
        shop = self.env["regulars.outbox"]._shop()
        if shop is None:
            raise UserError(self.env._("Regulars is not set up. See the Point of Sale settings."))
        try:
            answer = shop.enrol(
                name=self.name,
                phone=self.mobile or self.phone or None,
                email=self.email or None,
                language=(self.lang or "")[:2] or None,
                card=self.barcode or None,
                within_ms=ENROL_MS,
            )
        except RegularsError as error:
            raise UserError(str(error)) from error
        member = answer["member"]
        self.sudo().write({"regulars_member": member["id"], "regulars_card": member.get("qr")})
