<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * interface_99_modRegulars_RegularsSales.class.php - stages a sale when Dolibarr validates its
 * invoice, within the transaction that is open: it counts when that is committed, and not before.
 *
 * In:  BILL_VALIDATE, BILL_UNVALIDATE, BILL_DELETE. Out: rows of llx_regulars_outbox.
 * Not here: the plugin, which is never called on this path.
 */
require_once DOL_DOCUMENT_ROOT . '/core/triggers/dolibarrtriggers.class.php';
require_once __DIR__ . '/../../class/regulars_request.php';
require_once __DIR__ . '/../../class/regulars_outbox.class.php';
require_once __DIR__ . '/../../class/regulars_tickets.class.php';

class InterfaceRegularsSales extends DolibarrTriggers
{
	public function __construct($db)
	{
		$this->db = $db;
		$this->name = 'RegularsSales';
		$this->family = 'regulars';
		$this->description = 'Tells Regulars of sales, refunds and what is undone.';
		$this->version = '1.0';
		$this->picto = 'generic';
	}

	/** Never stops a sale: what goes wrong here is in the outbox, refused, or else in Dolibarr's log. */
	public function runTrigger($action, $object, User $user, Translate $langs, Conf $conf)
	{
		if (!in_array($action, ['BILL_VALIDATE', 'BILL_UNVALIDATE', 'BILL_DELETE'], true) ||
			!isModEnabled('regulars')) {
			return 0;
		}
		try {
			$outbox = new RegularsOutbox($this->db, (int) $conf->entity);
			$is_staged = $action === 'BILL_VALIDATE' ? $this->stage_sale($outbox, $object, $user, $conf) :
				$this->stage_void($outbox, $object);
			return $is_staged ? 1 : 0;
		} catch (Throwable $why) {
			dol_syslog('Regulars: ' . $object->id . ' is not recorded: ' . $why->getMessage(), LOG_ERR);
			return 0;
		}
	}

	private function stage_sale(RegularsOutbox $outbox, $invoice, User $user, Conf $conf): bool
	{
		$is_takepos = ($invoice->module_source ?? '') === 'takepos';
		if (!$is_takepos && !getDolGlobalInt('REGULARS_ALL_INVOICES')) {
			return false;
		}
		$till = getDolGlobalString('REGULARS_TILL', 'dolibarr');
		$sale_id = $outbox->next_sale_id($till, (int) $invoice->id);
		if ($sale_id === '') {
			return false;
		}
		$tickets = new RegularsTickets($this->db, (int) $conf->entity);
		$known = ['sale_id' => $sale_id, 'currency' => $conf->currency, 'cashier' => $user->login,
			'now' => $is_takepos ? gmdate('Y-m-d\TH:i:s\Z') : date('Y-m-d', (int) $invoice->date),
			'till' => $is_takepos ? $till . '-' . $invoice->pos_source : $till];
		$error = '';
		try {
			$known += $this->ticket($tickets, $invoice, $outbox);
			$request = regulars_invoice_request($invoice, $known);
		} catch (Throwable $why) {
			$request = ['op' => 'sale', 'sale' => ['id' => $sale_id]];
			$error = $why->getMessage();
		}
		if (!$outbox->stage((int) $invoice->id, $request, time(), $error)) {
			dol_syslog("Regulars: $sale_id is not recorded: " . $this->db->lasterror(), LOG_ERR);
			return false;
		}
		$tickets->forget($invoice->ref);
		return true;
	}

	/** Whose sale it is, what it brings back, how it was paid, and what its things are. */
	private function ticket(RegularsTickets $tickets, $invoice, RegularsOutbox $outbox): array
	{
		$terminal = (string) ($invoice->pos_source ?? '');
		$is_anybody = (int) $invoice->socid === getDolGlobalInt("CASHDESK_ID_THIRDPARTY$terminal");
		if (empty($invoice->thirdparty) && !$is_anybody) {
			$invoice->fetch_thirdparty();
		}
		$kept = RegularsTickets::holding($tickets->find($invoice->ref),
			$is_anybody ? 0 : (int) $invoice->socid);
		$card = $is_anybody || empty($invoice->thirdparty) ? '' : regulars_card_of($invoice->thirdparty);
		$known = ['card' => $kept['scan'] !== '' ? $kept['scan'] : $card, 'hold' => $kept['hold'],
			'rewards' => $kept['rewards'], 'categories' => []];
		if (isModEnabled('category') || isModEnabled('categorie')) {
			$known['categories'] = $tickets->categories(array_map(static function ($line) {
				return (int) ($line->fk_product ?? 0);
			}, $invoice->lines));
		}
		/* A ticket below zero is linked by TakePOS to whatever that customer bought last. */
		$is_guess = strpos($invoice->ref, '(PROV-POS') === 0;
		if (!empty($invoice->fk_facture_source) && !$is_guess) {
			$known['source_sale_id'] = $outbox->sale_id_of((int) $invoice->fk_facture_source);
		}
		if ($terminal !== '' && GETPOST('action', 'aZ09') === 'valid') {
			$known['tender'] = regulars_tender(GETPOST('pay', 'aZ09'), GETPOST('amount', 'alpha'),
				regulars_decimal($invoice->total_ttc));
		}
		return $known;
	}

	/** Back to a draft, or deleted: what was recorded of it is undone. */
	private function stage_void(RegularsOutbox $outbox, $invoice): bool
	{
		$sale_id = $outbox->sale_id_of((int) $invoice->id);
		return $sale_id !== '' &&
			$outbox->stage((int) $invoice->id, ['op' => 'void', 'sale_id' => $sale_id], time());
	}
}
