# SPDX-License-Identifier: Apache-2.0
{
    "name": "Regulars loyalty",
    "summary": "Who comes back: members, points and thanks in the point of sale",
    "version": "18.0.0.1.0",
    "category": "Sales/Point of Sale",
    "license": "Other OSI approved licence",
    "author": "The Regulars authors",
    "depends": ["point_of_sale"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron.xml",
        "views/outbox_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
    ],
    "assets": {"point_of_sale._assets_pos": ["regulars_loyalty/static/src/app/**/*"]},
}
