<?php
/* SPDX-License-Identifier: Apache-2.0 */
/** promises_sales.php - what is told, and when. */

function a_log_is_posted(string $file): void
{
	foreach (invoices($file) as list($invoice, $post)) {
		sell($invoice, $post);
	}
	same(drain(), count(invoices($file)), 'rows posted');
	same(array_unique(states()), ['done'], 'the states');
}

function a_refund_names_its_sale_and_is_below_zero(string $file): void
{
	foreach (invoices($file) as list($invoice, $post)) {
		sell($invoice, $post);
	}
	list($sale, $refund) = requests();
	same($refund['op'], 'refund', 'the op');
	same($refund['sale_id'], $sale['sale']['id'], 'the sale');
	foreach ($refund['lines'] as $line) {
		same([$line['qty'][0], $line['total'][0]], ['-', '-'], 'the signs');
	}
}

function a_transaction_that_rolls_back_leaves_nothing(): void
{
	global $db;
	$db->begin();
	same(fire('BILL_VALIDATE', sale_of(1)), 1, 'what the trigger says');
	$db->rollback();
	same(states(), [], 'the outbox');
	same(drain(), 0, 'rows posted');
}

function the_same_trigger_twice_makes_one_award(): void
{
	global $db;
	sell(sale_of(1));
	sell(sale_of(1));
	same(drain(), 1, 'rows posted');
	$db->query("UPDATE llx_regulars_outbox SET state = 'waiting'");
	same(drain(), 1, 'rows posted again');
	same(points(), 22, 'the points');
}

function back_to_draft_undoes_and_again_is_a_sale_of_its_own(): void
{
	sell(sale_of(1));
	fire('BILL_UNVALIDATE', sale_of(1));
	same(drain(), 2, 'rows posted');
	same(points(), 0, 'the points of a draft');
	sell(sale_of(1));
	drain();
	same(column('SELECT sale_id FROM llx_regulars_outbox ORDER BY rowid'),
		['dolibarr-1-1', 'dolibarr-1-1', 'dolibarr-1-1-2'], 'the ids');
	same(points(), 22, 'the points');
	same(array_unique(states()), ['done'], 'the states');
}

function a_deleted_invoice_is_undone_once(): void
{
	sell(sale_of(1));
	fire('BILL_DELETE', sale_of(1));
	fire('BILL_DELETE', sale_of(1));
	same(drain(), 2, 'rows posted');
	same(points(), 0, 'the points');
}

function what_is_not_takepos_counts_when_told_so(): void
{
	global $conf;
	$sale = sale_of(1);
	$sale->module_source = '';
	sell($sale);
	same(states(), [], 'the outbox');
	$conf->global->REGULARS_ALL_INVOICES = '1';
	sell($sale);
	same(requests()[0]['sale']['channel'], 'invoice', 'the channel');
	same(requests()[0]['sale']['at'], '2026-11-21', 'the day of the invoice');
	same(drain(), 1, 'rows posted');
}

function what_is_refused_stops_nobody_and_can_be_tried_again(): void
{
	global $db;
	$wrong = sale_of(1);
	$wrong->total_ttc = 99.0;
	sell($wrong);
	sell(sale_of(2));
	same(drain(), 2, 'rows that left the queue');
	same(states(), ['refused', 'done'], 'the states');
	$outbox = new RegularsOutbox($db, 1);
	$rows = $outbox->open_rows(10);
	hold(count($rows) === 1 && strpos($rows[0]->error, 'total 99.00 is not the sum') === 0, 'it says why');
	$db->query('UPDATE llx_regulars_outbox SET request = replace(request, \'"99.00000000"\', \'"22.70"\')');
	$outbox->try_again((int) $rows[0]->rowid);
	same(drain(), 1, 'rows posted');
	same(points(), 44, 'the points');
}

function a_refused_sale_that_is_deleted_never_comes_back(): void
{
	$wrong = sale_of(1);
	$wrong->total_ttc = 99.0;
	sell($wrong);
	drain();
	fire('BILL_DELETE', $wrong);
	drain();
	same(states(), ['dropped', 'done'], 'the states');
}

function one_row_is_posted_by_one_process(): void
{
	global $db;
	sell(sale_of(1));
	$outbox = new RegularsOutbox($db, 1);
	$count = $outbox->drain(static function (array $request) use ($outbox) {
		same($outbox->drain('hold', microtime(true) + 1), 0, 'what another one posts meanwhile');
		return ['ok' => true];
	}, microtime(true) + 1);
	same($count, 1, 'rows posted');
}

function a_claim_that_is_old_is_taken_over(): void
{
	global $db;
	sell(sale_of(1));
	$db->query('UPDATE llx_regulars_outbox SET claimed = ' . (time() - RegularsOutbox::CLAIM_S - 1));
	same(drain(), 1, 'rows posted');
}

function a_ticket_below_zero_is_not_linked_by_guess(): void
{
	$refund = sample()[1][0];
	sell(sale_of(41));
	$refund->ref = '(PROV-POS1-0)';
	sell($refund);
	hold(!isset(requests()[1]['sale_id']), 'there is no link');
	same(requests()[1]['member']['scan'], '2990000000017', 'the card');
}

function a_scan_for_the_ticket_is_whose_sale_it_is_once(): void
{
	global $db;
	$tickets = new RegularsTickets($db, 1);
	$tickets->keep('(PROV-POS1-0)', ['customer' => 0, 'scan' => 'RG1-SOME', 'hold' => 5,
		'rewards' => []]);
	$sale = sale_of(1);
	$sale->socid = '2';
	sell($sale);
	$next = sale_of(2);
	$next->socid = '2';
	sell($next);
	list($first, $second) = requests();
	same([$first['sale']['member']['scan'], $first['sale']['hold']], ['RG1-SOME', 5], 'the first');
	hold(!isset($second['sale']['member']) && !isset($second['sale']['hold']), 'the next is nobody\'s');
}

function a_customer_who_is_chosen_after_a_scan_has_the_last_word(): void
{
	global $db;
	$tickets = new RegularsTickets($db, 1);
	$tickets->keep('(PROV-POS1-0)', ['customer' => 0, 'scan' => 'RG1-SOME', 'hold' => 5,
		'rewards' => []]);
	sell(sale_of(1));
	same(requests()[0]['sale']['member']['scan'], '2990000000017', 'the card');
	hold(!isset(requests()[0]['sale']['hold']), 'the hold is not theirs');
}

function a_card_finds_its_customer_hyphens_or_not(): void
{
	global $db;
	$tickets = new RegularsTickets($db, 1);
	$db->query("INSERT INTO llx_societe VALUES (5, 'Asha', '2990000000017', 1), (6, 'Ben', NULL, 1)");
	$db->query("INSERT INTO llx_societe_extrafields VALUES (6, 'RG1-2XE0-XXNF-WKAM-H83K')");
	foreach ([['2990000000017', 5], [']Q3RG12XE0XXNFWKAMH83K', 6], ['RG1-2XE0-XXNF-WKAM-H83K', 6],
		["x' OR '1' = '1", 0]] as list($card, $customer)) {
		same($tickets->customer_with($card), $customer, "the customer of $card");
	}
	$tickets->link(17, 5);
	$tickets->link(17, 6);
	same([$tickets->customer_of(17), $tickets->customer_of(18)], [6, 0], 'whom a member is');
}

/** Whoever scanned yesterday and bought nothing is not whose sale the first of today is. */
function a_scan_is_forgotten_by_the_next_day(): void
{
	global $db;
	$tickets = new RegularsTickets($db, 1);
	$tickets->keep('(PROV-POS1-0)', ['customer' => 0, 'scan' => 'RG1-SOME', 'hold' => 0, 'rewards' => []]);
	same($tickets->find('(PROV-POS1-0)')['scan'], 'RG1-SOME', 'the scan');
	$db->query('UPDATE llx_regulars_ticket SET kept = kept - 43201');
	same($tickets->find('(PROV-POS1-0)')['scan'], '', 'the scan of yesterday');
}

function a_card_of_nothing_is_nobodys(): void
{
	global $db;
	$db->query("INSERT INTO llx_societe VALUES (5, 'Asha', '', 1)");
	$db->query("INSERT INTO llx_societe_extrafields VALUES (5, '')");
	foreach (['', '---', ']Q3', ' '] as $card) {
		same((new RegularsTickets($db, 1))->customer_with($card), 0, "the customer of \"$card\"");
	}
}
