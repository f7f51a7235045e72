<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * regulars_tickets.class.php - what is known of a ticket before it is paid: whose card was scanned
 * for it, which rewards are on it; and which of Dolibarr's customers a member is.
 *
 * In:  Dolibarr's $db. Out: rows of llx_regulars_ticket and llx_regulars_customer.
 */
class RegularsTickets
{
	/** A scan of an earlier day is not whose ticket it is today. */
	const KEPT_S = 43200;

	private $db;
	private $entity;

	public function __construct($db, int $entity)
	{
		$this->db = $db;
		$this->entity = $entity;
	}

	/** TakePOS's own number for the ticket of a place at a terminal. */
	public static function ref(string $terminal, string $place): string
	{
		return "(PROV-POS$terminal-$place)";
	}

	/** scan, customer (when it was scanned), hold, rewards of a ticket; empty when nothing is known. */
	public function find(string $ref): array
	{
		$row = $this->row('SELECT customer, scan, hold, rewards FROM ' . MAIN_DB_PREFIX .
			'regulars_ticket WHERE ' . $this->of($ref) . ' AND kept > ' . (time() - self::KEPT_S));
		return ['customer' => (int) ($row->customer ?? 0),
			'scan' => (string) ($row->scan ?? ''), 'hold' => (int) ($row->hold ?? 0),
			'rewards' => json_decode((string) ($row->rewards ?? ''), true) ?: []];
	}

	/**
	 * What holds of it for the customer whom the ticket has now: another one was chosen after a card
	 * was scanned, and the last word counts.
	 */
	public static function holding(array $kept, int $customer): array
	{
		return $kept['customer'] === $customer ? $kept :
			['customer' => $customer, 'scan' => '', 'hold' => 0, 'rewards' => []];
	}

	public function keep(string $ref, array $ticket): void
	{
		$this->forget($ref);
		$this->query('INSERT INTO ' . MAIN_DB_PREFIX . 'regulars_ticket (entity, ref, customer, ' .
			"scan, hold, rewards, kept) VALUES ({$this->entity}, " . $this->quoted($ref) . ', ' .
			(int) $ticket['customer'] . ', ' . $this->quoted($ticket['scan']) . ', ' .
			(int) $ticket['hold'] . ', ' . $this->quoted(json_encode($ticket['rewards'])) . ', ' .
			time() . ')');
	}

	public function forget(string $ref): void
	{
		$this->query('DELETE FROM ' . MAIN_DB_PREFIX . 'regulars_ticket WHERE ' . $this->of($ref));
	}

	/** The customer with that card in the extrafield or barcode; 0: none, or not one alone. */
	public function customer_with(string $card): int
	{
		/* A QR as it was scanned: without a scanner's mark and the hyphens that people read. */
		$bare = str_replace('-', '', preg_replace('/^\][A-Za-z][0-9]/', '', trim($card)));
		if ($bare === '') {
			return 0;
		}
		$text = $this->quoted($card);
		$bare = $this->quoted($bare);
		$result = $this->query('SELECT s.rowid FROM ' . MAIN_DB_PREFIX . 'societe AS s LEFT JOIN ' .
			MAIN_DB_PREFIX . "societe_extrafields AS e ON e.fk_object = s.rowid WHERE s.entity IN (" .
			getEntity('societe') . ") AND (REPLACE(e.regulars_card, '-', '') = $bare OR " .
			"s.barcode = $text)" .
			$this->db->plimit(2));
		$first = $result ? $this->db->fetch_object($result) : null;
		return $first && !$this->db->fetch_object($result) ? (int) $first->rowid : 0;
	}

	/** The customer that a member was seen as; 0: none. */
	public function customer_of(int $member): int
	{
		$row = $this->row('SELECT c.fk_soc FROM ' . MAIN_DB_PREFIX . 'regulars_customer AS c INNER JOIN ' .
			MAIN_DB_PREFIX . "societe AS s ON s.rowid = c.fk_soc WHERE c.entity = {$this->entity} AND " .
			"c.member = $member");
		return (int) ($row->fk_soc ?? 0);
	}

	public function link(int $member, int $customer): void
	{
		if ($this->customer_of($member) === $customer) {
			return;
		}
		$this->query('DELETE FROM ' . MAIN_DB_PREFIX . "regulars_customer WHERE member = $member " .
			"AND entity = {$this->entity}");
		$this->query('INSERT INTO ' . MAIN_DB_PREFIX . 'regulars_customer (entity, member, fk_soc) ' .
			"VALUES ({$this->entity}, $member, $customer)");
	}

	/** The customer of a ticket and their card; nothing for the customer who stands for anybody. */
	public function customer_card(string $ref, int $anybody): array
	{
		$row = $this->row('SELECT s.rowid, s.barcode, e.regulars_card AS card FROM ' . MAIN_DB_PREFIX .
			'facture AS f INNER JOIN ' . MAIN_DB_PREFIX . 'societe AS s ON s.rowid = f.fk_soc LEFT JOIN ' .
			MAIN_DB_PREFIX . 'societe_extrafields AS e ON e.fk_object = s.rowid WHERE f.ref = ' .
			$this->quoted($ref) . ' AND f.entity IN (' . getEntity('invoice') . ')');
		if ($row === null || (int) $row->rowid === $anybody) {
			return ['customer' => 0, 'card' => ''];
		}
		return ['customer' => (int) $row->rowid,
			'card' => trim((string) $row->card) ?: trim((string) $row->barcode)];
	}

	/** The first category of each product, by its id. */
	public function categories(array $products): array
	{
		$ids = implode(', ', array_map('intval', array_filter($products)));
		if ($ids === '') {
			return [];
		}
		$result = $this->query('SELECT cp.fk_product, c.label FROM ' . MAIN_DB_PREFIX .
			'categorie_product AS cp INNER JOIN ' . MAIN_DB_PREFIX . 'categorie AS c ON c.rowid = ' .
			"cp.fk_categorie WHERE cp.fk_product IN ($ids) ORDER BY c.rowid DESC");
		$ret = [];
		while ($result && ($row = $this->db->fetch_object($result))) {
			$ret[(int) $row->fk_product] = $row->label;
		}
		return $ret;
	}

	/** Within Dolibarr's transaction, but a failure of ours does not take that with it (PostgreSQL). */
	private function query(string $sql)
	{
		return $this->db->query($sql, 1);
	}

	private function of(string $ref): string
	{
		return "entity = {$this->entity} AND ref = " . $this->quoted($ref);
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
