<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * regulars_request.php - a Dolibarr invoice as the request for the JSON door. Pure: no database, no
 * settings, no clock; runs without Dolibarr.
 *
 * In:  a Facture as the trigger BILL_VALIDATE has it, and what the trigger knows beside it.
 * Out: the request of a sale or refund, or of a quote for one that is not paid yet.
 * Money goes over as the text that Dolibarr has; the door rounds it, by one rule.
 */

const REGULARS_CREDIT_NOTE = 2;
/* Lines of titles, subtotals and free text: they carry no money. */
const REGULARS_LINE_OF_TEXT = 9;
const REGULARS_TEXT_MAX = 255;

/**
 * The request for an invoice that is being validated.
 *
 * $known: sale_id (this sale's), now (time as text), currency, till; and where there is any:
 * source_sale_id, card, cashier, tender (the door's kind), hold, rewards (lines that a reward put
 * on the bill: name, total, reward), categories (text by product id).
 */
function regulars_invoice_request($invoice, array $known): array
{
	$is_refund = (int) $invoice->type === REGULARS_CREDIT_NOTE;
	$sale = ['id' => $known['sale_id'], 'at' => $known['now']];
	if ($is_refund && !empty($known['source_sale_id'])) {
		$sale['sale_id'] = $known['source_sale_id'];
	}
	$sale += regulars_ticket($invoice, $known, $is_refund);
	$sale['total'] = regulars_decimal($invoice->total_ttc);
	$sale['tax'] = regulars_tax($invoice);
	if (!empty($known['tender'])) {
		$sale['tenders'] = [['kind' => $known['tender'], 'amount' => $sale['total']]];
	}
	if ($is_refund) {
		return ['op' => 'refund'] + $sale;
	}
	if (!empty($known['hold'])) {
		$sale['hold'] = (int) $known['hold'];
	}
	return ['op' => 'sale', 'sale' => $sale];
}

/** What the rewards named in $wishes would come to on a ticket that is not paid. */
function regulars_quote_request($invoice, array $known, array $wishes): array
{
	$sale = ['at' => $known['now']] + regulars_ticket($invoice, $known, false);
	$sale['rewards'] = $wishes;
	if (!empty($known['hold'])) {
		$sale['hold'] = (int) $known['hold'];
	}
	return ['op' => 'quote', 'sale' => $sale];
}

/** What a sale, a refund and a quote have in common: who, where, and the lines. */
function regulars_ticket($invoice, array $known, bool $is_refund): array
{
	$ticket = ['till' => $known['till'], 'currency' => $known['currency']];
	$ticket['channel'] = ($invoice->module_source ?? '') === 'takepos' ? 'counter' : 'invoice';
	if (($known['cashier'] ?? '') !== '') {
		$ticket['cashier'] = regulars_text($known['cashier']);
	}
	if (($known['card'] ?? '') !== '') {
		$ticket['member'] = ['scan' => (string) $known['card']];
	}
	$ticket['lines'] = [];
	foreach ($invoice->lines as $line) {
		if ((int) ($line->product_type ?? 0) !== REGULARS_LINE_OF_TEXT) {
			$ticket['lines'][] = regulars_line($line, $known, $is_refund);
		}
	}
	$stamp = regulars_decimal($invoice->revenuestamp ?? '0');
	if (!regulars_is_zero($stamp)) {
		/* The tax stamp of some countries is in the total and in no line; it earns nothing. */
		$ticket['lines'][] = ['name' => 'Revenue stamp', 'kind' => 'rounding', 'total' => $stamp];
	}
	return $ticket;
}

function regulars_line($line, array $known, bool $is_refund): array
{
	$total = regulars_decimal($line->total_ttc);
	$ret = [];
	$sku = (string) ($line->product_ref ?? $line->ref ?? '');
	if ($sku !== '') {
		$ret['sku'] = regulars_text($sku);
	}
	$ret['name'] = regulars_line_name($line);
	$category = $known['categories'][(int) ($line->fk_product ?? 0)] ?? '';
	if ($category !== '') {
		$ret['category'] = regulars_text($category);
	}
	$qty = regulars_quantity($line->qty);
	$is_thing = (int) ($line->fk_product ?? 0) > 0;
	if ($total[0] === '-' && $qty[0] !== '-' && !regulars_is_zero($qty) && ($is_refund || $is_thing)) {
		/* Dolibarr has so many of a negative price; Regulars, minus so many. */
		$qty = "-$qty";
	}
	$ret['qty'] = $qty;
	$ret['total'] = $total;
	$ret['tax'] = regulars_tax($line);
	$rate = regulars_rate($line->tva_tx ?? '');
	if ($rate !== '') {
		$ret['tax_rate'] = $rate;
	}
	foreach ($known['rewards'] ?? [] as $reward) {
		if (!$is_thing && $reward['name'] === $ret['name'] &&
			regulars_units($reward['total']) === regulars_units($total)) {
			$ret['reward'] = $reward['reward'];
		}
	}
	return $ret;
}

function regulars_line_name($line): string
{
	foreach (['product_label', 'label', 'libelle', 'desc', 'description'] as $field) {
		$text = trim(html_entity_decode(strip_tags((string) ($line->$field ?? '')), ENT_QUOTES, 'UTF-8'));
		if ($text !== '') {
			return regulars_text(preg_split('/\R/u', $text)[0]);
		}
	}
	return '';
}

/** As long as the door takes it, cut between letters, without control characters and marks
 * that turn the direction of writing. */
function regulars_text(string $text): string
{
	$text = preg_replace('/[\x00-\x1f\x7f]+/', ' ', $text);
	if (!preg_match('//u', $text)) {
		$text = preg_replace('/[\x80-\xff]+/', '?', $text);
	}
	$text = preg_replace('/[\x{80}-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]+/u', ' ', $text);
	if (strlen($text) <= REGULARS_TEXT_MAX) {
		return $text;
	}
	return preg_replace('/[\xc0-\xff][\x80-\xbf]*$/', '', substr($text, 0, REGULARS_TEXT_MAX));
}

/**
 * An amount as text. Dolibarr's database has eight places, and so have its texts; what it counted
 * itself since is a float, which is written with the same eight.
 */
function regulars_decimal($value): string
{
	if (is_int($value) || $value === null || $value === '') {
		return (string) (int) $value;
	}
	return is_float($value) ? sprintf('%.8F', $value) : trim($value);
}

/** Three places are what the door takes of a quantity. */
function regulars_quantity($value): string
{
	if (is_string($value) && preg_match('/^[+-]?[0-9]+(\.[0-9]{0,3}0*)?$/', $value)) {
		return $value;
	}
	return is_int($value) ? (string) $value : sprintf('%.3F', (float) $value);
}

/** "20.0000", or "20.0000 (CODE)"; "" when it says none. */
function regulars_rate($value): string
{
	if (is_float($value) || is_int($value)) {
		return sprintf('%.3F', $value);
	}
	return preg_match('/^[0-9]{1,3}(\.[0-9]{0,3}0*)?/', (string) $value, $found) ? $found[0] : '';
}

/** The tax of an invoice or a line: VAT and the two local taxes, which its total includes. */
function regulars_tax($thing): string
{
	$sum = '0';
	foreach (['total_tva', 'total_localtax1', 'total_localtax2'] as $field) {
		$value = regulars_decimal($thing->$field ?? '0');
		if (!regulars_is_zero($value)) {
			$sum = regulars_is_zero($sum) ? $value : regulars_sum($sum, $value);
		}
	}
	return $sum;
}

function regulars_is_zero(string $decimal): bool
{
	return preg_match('/[1-9]/', $decimal) === 0;
}

/** Exact, in units of 0.00000001: Dolibarr keeps no more places. */
function regulars_sum(string $a, string $b): string
{
	$sum = regulars_units($a) + regulars_units($b);
	$digits = str_pad((string) abs($sum), 9, '0', STR_PAD_LEFT);
	return ($sum < 0 ? '-' : '') . substr($digits, 0, -8) . '.' . substr($digits, -8);
}

/** A decimal text as a whole number of 0.00000001; what is behind the eighth place is left. */
function regulars_units(string $decimal): int
{
	if (!preg_match('/^([+-]?)([0-9]{0,10})(?:\.([0-9]*))?$/', $decimal, $part)) {
		throw new UnexpectedValueException("\"$decimal\" is not an amount that can be added up");
	}
	$units = (int) ($part[2] . substr(str_pad($part[3] ?? '', 8, '0'), 0, 8));
	return $part[1] === '-' ? -$units : $units;
}

/**
 * How a ticket was paid, in the door's word, or "" when TakePOS does not say it plainly: one payment
 * of at least the whole. $code is Dolibarr's, $amount what was handed over.
 */
function regulars_tender(string $code, string $amount, string $total): string
{
	$kinds = ['LIQ' => 'cash', 'CASH' => 'cash', 'CB' => 'card', 'CARD' => 'card', 'CHQ' => 'other',
		'CHEQUE' => 'other', 'VIR' => 'transfer', 'PRE' => 'transfer'];
	$kind = $kinds[strtoupper($code)] ?? '';
	if ($kind === '' || !preg_match('/^[0-9]{0,10}(\.[0-9]*)?$/', $amount)) {
		return '';
	}
	$is_whole = regulars_units($amount) === 0 || regulars_units($amount) >= regulars_units($total);
	return $is_whole && $total[0] !== '-' ? $kind : '';
}

/** The card of a thirdparty as fetch() left it: the extrafield before the barcode. */
function regulars_card_of($thirdparty): string
{
	$card = trim((string) ($thirdparty->array_options['options_regulars_card'] ?? ''));
	return $card !== '' ? $card : trim((string) ($thirdparty->barcode ?? ''));
}
