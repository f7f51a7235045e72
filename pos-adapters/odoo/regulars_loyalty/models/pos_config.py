# SPDX-License-Identifier: Apache-2.0
from odoo import fields, models


class PosConfig(models.Model):
    _inherit = "pos.config"

    regulars_active = fields.Boolean("Regulars", default=True, help="Sales here count for members.")
    regulars_till = fields.Char(
        "Till name for Regulars", help="The same every day. Without one: the point of sale's name."
    )

    def _regulars_till_name(self):
        return self.regulars_till or self.name
