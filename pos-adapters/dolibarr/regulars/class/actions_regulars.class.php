<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * actions_regulars.class.php - TakePOS's hooks: room for the greeting, and points on the receipt.
 *
 * Not here: the plugin. Nothing that a cashier waits for calls it.
 */
require_once __DIR__ . '/regulars_outbox.class.php';
require_once __DIR__ . '/regulars_tickets.class.php';
require_once __DIR__ . '/regulars_words.php';

class ActionsRegulars
{
	/** How long a receipt waits for the sale to be posted: in all and from look to look. */
	const RECEIPT_MS = 40;
	const LOOK_MS = 8;

	public $db;
	public $results = [];
	public $resprints = null;
	public $error = '';
	public $errors = [];

	public function __construct($db)
	{
		$this->db = $db;
	}

	/** A ticket that is begun anew forgets whose it was. */
	public function doActions($parameters, &$object, &$action, $hookmanager)
	{
		global $conf;
		if ($parameters['currentcontext'] === 'takeposinvoice' && $action === 'delete') {
			$tickets = new RegularsTickets($this->db, (int) $conf->entity);
			$tickets->forget(RegularsTickets::ref((string) ($_SESSION['takeposterminal'] ?? ''),
				GETPOST('place', 'aZ09') ?: '0'));
		}
		return 0;
	}

	/** The pay screen: regulars.js fills it when the answer is there. */
	public function completePayment($parameters, &$object, &$action, $hookmanager)
	{
		$this->resprints = '<div class="regulars-greeting" data-place="' .
			dol_escape_htmltag(GETPOST('place', 'aZ09') ?: '0') . '"></div>';
		return 0;
	}

	/** The receipt's own foot is where its last words are; ours go before the shop's. */
	public function TakeposReceipt($parameters, &$object, &$action, $hookmanager)
	{
		global $conf, $langs;
		$langs->load('regulars@regulars');
		$outcome = $this->outcome((int) $object->id, (int) $conf->entity);
		if ($outcome === null || $outcome['state'] !== 'done') {
			return 0;
		}
		$lines = regulars_receipt($outcome['answer'], $outcome['op'], $this->name($object), $conf->currency,
			static function (string $key, ...$values) use ($langs) {
				return $langs->transnoentitiesnoconv($key, ...$values);
			});
		if ($lines !== []) {
			$html = '<div class="center regulars-receipt">' .
				implode('<br>', array_map('dol_escape_htmltag', $lines)) . '</div><br>';
			$conf->global->TAKEPOS_FOOTER = $html . getDolGlobalString('TAKEPOS_FOOTER');
		}
		return 0;
	}

	/** The customer's own name; "" for the one who stands for anybody, and for a bare card. */
	private function name($invoice): string
	{
		$terminal = (string) ($invoice->pos_source ?? '');
		if ((int) $invoice->socid === getDolGlobalInt("CASHDESK_ID_THIRDPARTY$terminal")) {
			return '';
		}
		if (empty($invoice->thirdparty)) {
			$invoice->fetch_thirdparty();
		}
		return (string) ($invoice->thirdparty->name ?? '');
	}

	private function outcome(int $invoice_id, int $entity): ?array
	{
		$outbox = new RegularsOutbox($this->db, $entity);
		$until = microtime(true) + self::RECEIPT_MS / 1000;
		$outcome = $outbox->outcome($invoice_id);
		while ($outcome !== null && $outcome['state'] === 'waiting' &&
			microtime(true) + self::LOOK_MS / 1000 < $until) {
			usleep(self::LOOK_MS * 1000);
			$outcome = $outbox->outcome($invoice_id);
		}
		return $outcome;
	}
}
