# SPDX-License-Identifier: Apache-2.0
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..plain.regulars import LIBRARY, RegularsError

CHECK_MS = 2000


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    regulars_store = fields.Char(
        "Store", config_parameter="regulars_loyalty.store", help="/srv/regulars/shop.db"
    )
    regulars_key = fields.Char(
        "Key", config_parameter="regulars_loyalty.key", help="Empty: beside the store."
    )
    regulars_library = fields.Char(
        "Library", config_parameter="regulars_loyalty.library", help=f"Empty: {LIBRARY}"
    )
    pos_regulars_active = fields.Boolean(related="pos_config_id.regulars_active", readonly=False)
    pos_regulars_till = fields.Char(related="pos_config_id.regulars_till", readonly=False)

    @api.model
    def _regulars_started(self):
        """From here on no order is missed."""
        parameters = self.env["ir.config_parameter"].sudo()
        if not parameters.get_param("regulars_loyalty.since"):
            parameters.set_param("regulars_loyalty.since", fields.Datetime.now())

    def set_values(self):
        super().set_values()
        if self.regulars_store:
            self._regulars_started()

    def action_regulars_check(self):
        """Says whether the store that is set answers."""
        shop = self.env["regulars.outbox"]._shop()
        if shop is None:
            raise UserError(self.env._("Say where the store is, and save."))
        try:
            answer = shop.shop(within_ms=CHECK_MS)
        except RegularsError as error:
            raise UserError(str(error)) from error
        said = self.env._(
            "%(name)s answers: %(currency)s, %(members)s members, Regulars %(version)s.",
            **{name: answer.get(name) for name in ("name", "currency", "members", "version")},
        )
        self.env["regulars.outbox"]._kick_after_commit()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": said, "type": "success"},
        }
