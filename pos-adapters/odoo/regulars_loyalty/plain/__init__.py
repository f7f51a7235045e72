# SPDX-License-Identifier: Apache-2.0
"""What of this addon needs no Odoo: it is tested without one.

regulars.py is pos-adapters/python/regulars.py: a link here, a copy where the addon is installed.
"""
