<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * regulars_outbox.class.php - the sales that Regulars has to be told of, in a table of Dolibarr's
 * own database: staged in the sale's transaction, posted after it, in order, each by one process.
 *
 * In:  Dolibarr's $db. Out: rows of llx_regulars_outbox.
 * Not here: what a request looks like (regulars_request.php), the plugin (regulars_desk.class.php).
 *
 * A row is `waiting`, then `done`, or `refused` by the door for good, which does not stop those
 * behind it; or `dropped`, when its invoice went away before it could be recorded. Long after it was
 * done it is `past`: what was sold, and whose card it was, is no longer here.
 */
require_once __DIR__ . '/regulars_request.php';

class RegularsOutbox
{
	/** A claim that is older belongs to a process that is no more. */
	const CLAIM_S = 60;
	const PAST_AT_ONCE = 500;
	/** Not the sale's fault: it waits, and those behind it. */
	const PASSING = ['E_BUSY', 'E_FULL', 'E_INTERNAL', 'E_INPUT_OUTPUT', 'E_MEMORY', 'E_NO_STORE',
		'E_READ_ONLY', 'E_KEY', 'E_NEWER', 'E_FOREIGN', 'E_DAMAGED', 'E_CLOSED', 'E_BUFFER'];

	private $db;
	private $entity;
	private $table;

	public function __construct($db, int $entity)
	{
		$this->db = $db;
		$this->entity = $entity;
		$this->table = MAIN_DB_PREFIX . 'regulars_outbox';
	}

	/**
	 * The id for an invoice that is validated now, or "" when that was staged before. An invoice that
	 * was taken back to draft (a void) and validated again is a sale of its own: "-2" behind its id.
	 */
	public function next_sale_id(string $till, int $invoice_id): string
	{
		$last = $this->last($invoice_id, '');
		if ($last !== null && $last->op !== 'void') {
			return '';
		}
		$voids = $this->row("SELECT COUNT(*) AS n FROM {$this->table} WHERE op = 'void' AND " .
			$this->of($invoice_id));
		$again = (int) $voids->n === 0 ? '' : '-' . ((int) $voids->n + 1);
		return $till . '-' . $this->entity . '-' . $invoice_id . $again;
	}

	/** The sale that an invoice was last staged as; "" when it never was, or is taken back. */
	public function sale_id_of(int $invoice_id): string
	{
		$last = $this->last($invoice_id, '');
		return $last === null || $last->op === 'void' ? '' : $last->sale_id;
	}

	/**
	 * Inserts, in the transaction that is open. False when the database does not. With an $error it is
	 * refused from the beginning: nothing could be made of the invoice.
	 */
	public function stage(int $invoice_id, array $request, int $now, string $error = ''): bool
	{
		$sale_id = $request['sale']['id'] ?? $request['id'] ?? $request['sale_id'];
		$json = json_encode($request, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE |
			JSON_INVALID_UTF8_SUBSTITUTE);
		return (bool) $this->query("INSERT INTO {$this->table} (entity, fk_facture, op, sale_id, " .
			"request, state, claimed, tries, staged, error) VALUES ({$this->entity}, $invoice_id, " .
			$this->quoted($request['op']) . ', ' . $this->quoted($sale_id) . ', ' .
			$this->quoted((string) $json) . ", '" . ($error === '' ? 'waiting' : 'refused') .
			"', 0, 0, $now, " . $this->quoted(regulars_text($error)) . ')');
	}

	/**
	 * Posts what waits, oldest first, until there is none, something stands in the way, or $until
	 * (microtime) is over. $ask takes a request and gives its answer or throws, as Regulars does.
	 * Returns how many rows left the queue.
	 */
	public function drain(callable $ask, float $until): int
	{
		$count = 0;
		do {
			$row = $this->claim(time());
			if ($row === null || !$this->post($row, $ask)) {
				return $count;
			}
			$count++;
		} while (microtime(true) < $until);
		return $count;
	}

	/** What became of an invoice's last sale or refund: state and answer (array); null: nothing. */
	public function outcome(int $invoice_id): ?array
	{
		$row = $this->last($invoice_id, "AND op <> 'void'");
		return $row === null ? null : ['state' => $row->state, 'op' => $row->op,
			'answer' => json_decode((string) $row->answer, true) ?: []];
	}

	/** What the owner should see: refused rows and waiting ones, at most $limit. */
	public function open_rows(int $limit): array
	{
		$result = $this->query("SELECT rowid, fk_facture, op, sale_id, state, error, tries, staged " .
			"FROM {$this->table} WHERE entity = {$this->entity} AND state IN ('waiting', 'refused') " .
			'ORDER BY rowid' . $this->db->plimit($limit));
		$ret = [];
		while ($result && ($row = $this->db->fetch_object($result))) {
			$ret[] = $row;
		}
		return $ret;
	}

	/** Puts a refused row back in its place; 0: all of them. */
	public function try_again(int $rowid): void
	{
		$this->query("UPDATE {$this->table} SET state = 'waiting', claimed = 0 WHERE " .
			($rowid === 0 ? '' : "rowid = $rowid AND ") .
			"entity = {$this->entity} AND state = 'refused'");
	}

	/** Empties what was posted and is older than $time, so many at a time. Returns how many. */
	public function forget_before(int $time): int
	{
		$result = $this->query("SELECT rowid, staged FROM {$this->table} WHERE entity = " .
			"{$this->entity} AND state = 'done' ORDER BY rowid" . $this->db->plimit(self::PAST_AT_ONCE));
		$ids = [];
		while ($result && ($row = $this->db->fetch_object($result))) {
			if ((int) $row->staged < $time) {
				$ids[] = (int) $row->rowid;
			}
		}
		if ($ids !== []) {
			$this->query("UPDATE {$this->table} SET state = 'past', request = '', answer = '' WHERE " .
				'rowid IN (' . implode(', ', $ids) . ')');
		}
		return count($ids);
	}

	private function claim(int $now): ?object
	{
		$row = $this->row("SELECT rowid, fk_facture, op, sale_id, request, claimed FROM {$this->table} " .
			"WHERE entity = {$this->entity} AND state = 'waiting' ORDER BY rowid" . $this->db->plimit(1));
		if ($row === null || abs($now - (int) $row->claimed) < self::CLAIM_S) {
			return null;
		}
		$result = $this->query("UPDATE {$this->table} SET claimed = $now, tries = tries + 1 WHERE " .
			"rowid = {$row->rowid} AND state = 'waiting' AND claimed = {$row->claimed}");
		return $result && (int) $this->db->affected_rows($result) === 1 ? $row : null;
	}

	/** False when it has to wait. */
	private function post(object $row, callable $ask): bool
	{
		$request = json_decode($row->request, true);
		if (!is_array($request)) {
			return $this->settle($row, 'refused', '', 'what was put down of it cannot be read');
		}
		try {
			$answer = $ask($request);
		} catch (RegularsRefused $why) {
			$code = (string) $why->getCode();
			if (in_array($code, self::PASSING, true)) {
				return $this->settle($row, 'waiting', '', $why->getMessage());
			}
			$is_gone = $row->op === 'void' && $code === 'E_NO_SALE';
			if ($is_gone) {
				$this->drop_refused($row);
			}
			return $this->settle($row, $is_gone ? 'done' : 'refused', '', $why->getMessage());
		} catch (Throwable $why) {
			/* Missing, late or broken: asking again is safe, the sale's id counts once. */
			return $this->settle($row, 'waiting', '', $why->getMessage());
		}
		if ($row->op === 'void') {
			$this->drop_refused($row);
		}
		return $this->settle($row, 'done', json_encode($answer, JSON_UNESCAPED_UNICODE), '');
	}

	private function settle(object $row, string $state, string $answer, string $error): bool
	{
		$this->query("UPDATE {$this->table} SET claimed = 0, state = '$state', answer = " .
			$this->quoted($answer) . ', error = ' . $this->quoted(regulars_text($error)) .
			" WHERE rowid = {$row->rowid}");
		return $state !== 'waiting';
	}

	/** A refused sale whose invoice went away must not be tried again. */
	private function drop_refused(object $row): void
	{
		$this->query("UPDATE {$this->table} SET state = 'dropped' WHERE state = 'refused' AND " .
			'sale_id = ' . $this->quoted($row->sale_id) . ' AND ' . $this->of((int) $row->fk_facture));
	}

	private function last(int $invoice_id, string $filter): ?object
	{
		return $this->row("SELECT op, sale_id, state, answer FROM {$this->table} WHERE " .
			$this->of($invoice_id) . " $filter ORDER BY rowid DESC" . $this->db->plimit(1));
	}

	/** Within Dolibarr's transaction, but a failure of ours does not take that with it (PostgreSQL). */
	private function query(string $sql)
	{
		return $this->db->query($sql, 1);
	}

	private function of(int $invoice_id): string
	{
		return "entity = {$this->entity} AND fk_facture = $invoice_id";
	}

	private function row(string $sql): ?object
	{
		$result = $this->query($sql);
		$row = $result ? $this->db->fetch_object($result) : null;
		return $row ?: null;
	}

	private function quoted(string $text): string
	{
		return "'" . $this->db->escape($text) . "'";
	}
}
