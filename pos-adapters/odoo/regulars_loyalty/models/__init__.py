# SPDX-License-Identifier: Apache-2.0
from . import outbox, pos_config, pos_order, res_config_settings, res_partner
