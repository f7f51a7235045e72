# SPDX-License-Identifier: Apache-2.0
"""outbox.py - what Regulars is still to be told, in Odoo's own database.

A request is staged in the transaction of its order, so it is there exactly when the order is. It
is posted after the commit by a thread of this process; what was left, by a scheduled action.
"""
import datetime
import json
import logging

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry

from ..plain import mapping, posting

_logger = logging.getLogger(__name__)
_runner = posting.Runner()
_shops = posting.Shops()

# A key of PostgreSQL's advisory locks: one process at a time posts, so that the order is kept.
POSTING_LOCK = 0x52474C5F
BATCH = 200
KEPT_DAYS = 90
LOOK_BACK_DAYS = 30


class RegularsOutbox(models.Model):
    _name = "regulars.outbox"
    _description = "What Regulars is told"
    _order = "id desc"
    _rec_name = "sale_ref"

    sale_ref = fields.Char("Sale id", required=True, index=True, readonly=True)
    order_id = fields.Many2one("pos.order", "Order", ondelete="set null", index=True, readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    op = fields.Char("What", readonly=True)
    request = fields.Text("As sent", readonly=True)
    state = fields.Selection(
        [("open", "Waiting"), ("refused", "Refused"), ("done", "Recorded"), ("dropped", "Dropped")],
        default="open",
        required=True,
        index=True,
        readonly=True,
    )
    code = fields.Char("Result", readonly=True)
    error = fields.Char("Why", readonly=True)
    answer = fields.Text("Answer", readonly=True)
    tries = fields.Integer("Tries", readonly=True)

    # ---- Staging, inside the order's transaction ----

    @api.model
    def _stage(self, order, request):
        """Stages `request` for `order` unless it says nothing new."""
        ref = mapping.sale_id(order._regulars_identity())
        rows = self.search([("order_id", "=", order.id)])
        last = rows[:1]
        told = last and posting.Told(
            last.state,
            json.loads(last.request),
            last.create_date == self.env.cr.now(),
            any(row.state == "done" and row.op != "void" for row in rows),
        )
        decided = posting.decide(told or None, request)
        if decided is None:
            return
        if decided.instead:
            last.write(self._contents(decided.request))
        else:
            contents = self._contents(decided.request)
            self.create({"sale_ref": ref, "order_id": order.id, **contents})
        self._kick_after_commit()

    @staticmethod
    def _contents(request):
        return {"op": request["op"], "request": json.dumps(request, ensure_ascii=False)}

    # ---- Posting, after it ----

    @api.model
    def _kick_after_commit(self):
        database = self.env.cr.dbname
        self.env.cr.postcommit.add(lambda: _runner.kick(database, lambda: _post_in(database)))

    @api.model
    def _shop(self):
        """The Regulars of the settings, or None. Opens nothing yet."""
        read = self.env["ir.config_parameter"].sudo().get_param
        store = read("regulars_loyalty.store")
        if not store:
            return None
        return _shops.get(
            store, read("regulars_loyalty.key") or "", read("regulars_loyalty.library") or ""
        )

    def _post_open(self):
        """Posts what is open, oldest first, each in a transaction of its own."""
        shop = self._shop()
        if shop is None:
            return
        while True:
            rows = self.search([("state", "=", "open")], order="id", limit=BATCH)
            if not rows:
                return
            verdict = posting.post(
                [(row, row.request) for row in rows],
                lambda request: shop.request(request, within_ms=posting.POST_MS),
                RegularsOutbox._write_down,
            )
            if verdict.state == "open":
                _logger.info("Regulars: later again: %s", verdict.text)
                return

    def _write_down(self, verdict):
        self.write(
            {
                "state": verdict.state,
                "code": verdict.code,
                "error": verdict.text or False,
                "answer": verdict.answer and json.dumps(verdict.answer, default=str),
                "tries": self.tries + 1,
            }
        )
        if verdict.state == "refused":
            _logger.warning("Regulars refused %s: %s", self.sale_ref, verdict.text)
        self.env.cr.commit()

    @api.model
    def _cron(self):
        """Whatever was left: orders that were never staged, requests that were never posted."""
        self._stage_missed()
        self.env.cr.commit()
        if _take_turn(self.env.cr, wait=False):
            try:
                self._post_open()
            finally:
                _end_turn(self.env.cr)
        self._forget_old()

    @api.model
    def _stage_missed(self):
        since = self.env["ir.config_parameter"].sudo().get_param("regulars_loyalty.since")
        if not since:
            return
        oldest = fields.Datetime.now() - datetime.timedelta(days=LOOK_BACK_DAYS)
        orders = self.env["pos.order"].search(
            [
                ("state", "in", ("paid", "done", "invoiced")),
                ("create_date", ">=", max(fields.Datetime.from_string(since), oldest)),
                ("regulars_outbox_ids", "=", False),
                # What is not for Regulars must not fill the batch.
                ("config_id.regulars_active", "=", True),
                ("lines", "!=", False),
            ],
            order="id",
            limit=BATCH,
        )
        for order in orders:
            order._regulars_stage()

    @api.model
    def _forget_old(self):
        before = fields.Datetime.now() - datetime.timedelta(days=KEPT_DAYS)
        # The newest that was recorded of an order stays: it is what tells that the order was told.
        self.env.cr.execute(
            """DELETE FROM regulars_outbox AS old
               WHERE state IN ('done', 'dropped') AND write_date < %s
               AND (order_id IS NULL OR EXISTS (SELECT 1 FROM regulars_outbox
                    WHERE order_id = old.order_id AND id > old.id AND state = 'done'))""",
            [before],
        )
        self.env.invalidate_all(flush=False)

    def action_try_again(self):
        """The button of the list."""
        again = self.filtered(lambda row: row.state in ("refused", "open"))
        again.sudo().write({"state": "open"})
        again._kick_after_commit()

    def action_drop(self):
        """The owner has seen it, and it is not to be sent."""
        self.filtered(lambda row: row.state in ("refused", "open")).sudo().write(
            {"state": "dropped"}
        )


def _take_turn(cr, wait):
    """For this connection, until _end_turn: transactions in between may end."""
    if wait:
        cr.execute("SELECT pg_advisory_lock(%s)", [POSTING_LOCK])
        return True
    cr.execute("SELECT pg_try_advisory_lock(%s)", [POSTING_LOCK])
    return cr.fetchone()[0]


def _end_turn(cr):
    cr.rollback()
    cr.execute("SELECT pg_advisory_unlock(%s)", [POSTING_LOCK])
    cr.commit()


def _post_in(database):
    """On the thread of this process, with a connection of its own."""
    try:
        with Registry(database).cursor() as cr:
            _take_turn(cr, wait=True)
            cr.commit()
            try:
                api.Environment(cr, SUPERUSER_ID, {})["regulars.outbox"]._post_open()
            finally:
                _end_turn(cr)
    except OperationalError as error:
        _logger.info("Regulars: posting is left to the scheduled action: %s", error)
    except Exception:
        _logger.exception("Regulars: posting is left to the scheduled action")
