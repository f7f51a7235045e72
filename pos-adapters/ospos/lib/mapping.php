<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * mapping.php - one sale as OSPOS's tables have it becomes one request of the JSON door.
 *
 * In:  rows as texts: of `sales` (with the customer's account_number and phone_number), sales_items
 *      (with the item's number, name and category), sales_items_taxes, sales_taxes, sales_payments.
 * Out: the request. OSPOS writes down no totals: they are counted here as it counts them, in exact
 *      decimals (bcmath, which OSPOS needs too), and handed over as text; the door rounds.
 * Not here: the database, the plugin, the clock.
 */
namespace RegularsOspos;

const COMPLETED = 0;
const SUSPENDED = 1;
const CANCELED = 2;
const TYPE_POS = 0;
const TYPE_INVOICE = 1;
const TYPE_RETURN = 4;

const DISCOUNT_PERCENT = 0;
const TAX_EXCLUDED = 1;
/* What is multiplied has 3, 2 and 4 digits behind the point at most: nothing is cut off. */
const EXACT = 12;
const TEXT_MAX = 255;

/** Whether it is a sale or a return that is done: no quote, work order or suspended sale. */
function is_final(array $sale): bool
{
	return (int) $sale['sale_status'] === COMPLETED &&
		in_array((int) $sale['sale_type'], [TYPE_POS, TYPE_INVOICE, TYPE_RETURN], true);
}

/** Rounded half away from zero, as PHP's round() and OSPOS do; exact text. */
function rounded(string $amount, int $decimals): string
{
	$half = '0.' . str_repeat('0', $decimals) . '5';
	$sum = $amount[0] === '-' ? bcsub($amount, $half, EXACT) : bcadd($amount, $half, EXACT);
	return bcadd($sum, '0', $decimals);
}

/** A text without needless zeros: "27.000000000000" is "27.00". */
function plain(string $amount): string
{
	if (strpos($amount, '.') === false) {
		return $amount;
	}
	[$whole, $part] = explode('.', $amount);
	$part = str_pad(rtrim($part, '0'), 2, '0');
	return in_array("$whole.$part", ['-0.00', '.00'], true) ? '0.00' : "$whole.$part";
}

/** As long as the door takes it, cut between letters, without control characters and marks
 * that turn the direction of writing. */
function text(string $text): string
{
	$text = preg_replace('/[\x00-\x1f\x7f]+/', ' ', $text);
	if (!preg_match('//u', $text)) {
		$text = preg_replace('/[\x80-\xff]+/', '?', $text);
	}
	$text = preg_replace('/[\x{80}-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]+/u', ' ', $text);
	return strlen($text) <= TEXT_MAX ? $text :
		preg_replace('/[\xc0-\xff][\x80-\xbf]*$/', '', substr($text, 0, TEXT_MAX));
}

function sum(array $amounts): string
{
	return array_reduce($amounts, static function (string $sum, $amount): string {
		return bcadd($sum, (string) $amount, EXACT);
	}, '0');
}

/** What a line costs less its discount, which OSPOS rounds; and that discount. */
function line_net(array $item, int $decimals): array
{
	$gross = bcmul($item['quantity_purchased'], $item['item_unit_price'], EXACT);
	$discount = (int) $item['discount_type'] === DISCOUNT_PERCENT ?
		bcdiv(bcmul($gross, $item['discount'], EXACT), '100', EXACT) :
		bcmul($item['quantity_purchased'], $item['discount'], EXACT);
	$discount = rounded($discount, $decimals);
	return [bcsub($gross, $discount, EXACT), $discount];
}

/** @param array<int, array<string, string>> $taxes of this line */
function line_of(array $item, array $taxes, int $decimals): array
{
	[$net, $discount] = line_net($item, $decimals);
	$added = sum(array_column(array_filter($taxes, static function (array $tax): bool {
		return (int) $tax['tax_type'] === TAX_EXCLUDED;
	}), 'item_tax_amount'));
	$line = [
		'sku' => text((string) ($item['item_number'] ?? '') !== '' ? $item['item_number'] :
			(string) $item['item_id']),
		'name' => text((string) $item['name']),
		'qty' => $item['quantity_purchased'],
		'total' => plain(bcadd($net, $added, EXACT)),
		'cost' => plain(bcmul($item['item_cost_price'], $item['quantity_purchased'], EXACT)),
	];
	if ((string) ($item['category'] ?? '') !== '') {
		$line['category'] = text($item['category']);
	}
	if ($taxes !== []) {
		$line['tax'] = plain(sum(array_column($taxes, 'item_tax_amount')));
	}
	if (count($taxes) === 1 && bccomp($taxes[0]['percent'], '0', EXACT) >= 0) {
		$line['tax_rate'] = bcadd($taxes[0]['percent'], '0', 3);
	}
	/* With tax on top, price times quantity is not what the line comes to. */
	if (bccomp($added, '0', EXACT) === 0) {
		$line['unit_price'] = $item['item_unit_price'];
		if (bccomp($discount, '0', EXACT) !== 0) {
			$line['discount'] = plain($discount);
		}
	}
	return $line;
}

/** @param array<string, string> $kinds OSPOS's word for a payment => the door's kind */
function tenders(array $payments, array $kinds): array
{
	$tenders = [];
	foreach ($payments as $payment) {
		if ((int) $payment['cash_adjustment'] !== 0) {
			continue;
		}
		$word = trim(explode(':', $payment['payment_type'])[0]);
		$tenders[] = ['kind' => $kinds[$word] ?? 'other', 'amount' => $payment['payment_amount']];
		if (bccomp($payment['cash_refund'], '0', EXACT) !== 0) {
			$tenders[] = ['kind' => 'change', 'amount' => bcmul($payment['cash_refund'], '-1', 2)];
		}
	}
	return array_values(array_filter($tenders, static function (array $tender): bool {
		return bccomp($tender['amount'], '0', EXACT) !== 0;
	}));
}

/** Cash that was rounded to the coins there are: a line of its own. */
function cash_rounding(array $payments): array
{
	$amount = sum(array_column(array_filter($payments, static function (array $payment): bool {
		return (int) $payment['cash_adjustment'] !== 0;
	}), 'payment_amount'));
	return bccomp($amount, '0', EXACT) === 0 ? [] :
		[['kind' => 'rounding', 'name' => 'Cash rounding', 'total' => plain($amount)]];
}

/**
 * The request: op "sale", or "refund" when money goes back.
 *
 * $rows: sale, items, item_taxes, taxes, payments. $shop: currency, decimals, timezone, till,
 * tenders (OSPOS's word => kind). $scan: what was scanned at the till, or null.
 */
function request(array $rows, array $shop, ?string $scan): array
{
	$sale = $rows['sale'];
	$decimals = $shop['decimals'];
	$lines = [];
	foreach ($rows['items'] as $item) {
		$taxes = array_filter($rows['item_taxes'], static function (array $tax) use ($item): bool {
			return $tax['line'] === $item['line'] && $tax['item_id'] === $item['item_id'];
		});
		$lines[] = line_of($item, array_values($taxes), $decimals);
	}
	$nets = array_map(static function (array $item) use ($decimals): string {
		return line_net($item, $decimals)[0];
	}, $rows['items']);
	$added = array_column(array_filter($rows['taxes'], static function (array $tax): bool {
		return (int) $tax['tax_type'] === TAX_EXCLUDED;
	}), 'sale_tax_amount');
	$rounding = cash_rounding($rows['payments']);
	$total = sum(array_merge($nets, $added, array_column($rounding, 'total')));
	$tenders = tenders($rows['payments'], $shop['tenders']);
	$request = [
		'id' => "ospos-{$sale['sale_id']}",
		'at' => (new \DateTimeImmutable($sale['sale_time'],
			new \DateTimeZone($shop['timezone'])))->format('c'),
		'till' => $shop['till'],
		'cashier' => (string) $sale['employee_id'],
		'currency' => $shop['currency'],
		'lines' => array_merge($lines, $rounding),
		'total' => plain($total),
	];
	if ($rows['taxes'] !== []) {
		$request['tax'] = plain(sum(array_column($rows['taxes'], 'sale_tax_amount')));
	}
	/* After an edit OSPOS's payments may not come to the total: then they say nothing. */
	if ($tenders !== [] && rounded(sum(array_column($tenders, 'amount')), $decimals) ===
		rounded($total, $decimals)) {
		$request['tenders'] = $tenders;
	}
	$scan = $scan ?? card_of($sale);
	if ($scan !== '') {
		$request['member'] = ['scan' => $scan];
	}
	return bccomp($total, '0', EXACT) < 0 ? refund($request) :
		['op' => 'sale', 'sale' => $request];
}

/** Of a return: the customer's own card, as OSPOS has it; "" when it has none. */
function card_of(array $sale): string
{
	return (string) ($sale['account_number'] ?? '') ?: (string) ($sale['phone_number'] ?? '');
}

/* OSPOS does not say which sale a return belongs to. One in which something else was sold goes in
 * as its amount alone: the door's refunds have lines below zero only. */
function refund(array $request): array
{
	foreach ($request['lines'] as $line) {
		if ($line['total'][0] !== '-' && ($line['kind'] ?? '') !== 'rounding') {
			$request['amount'] = ltrim($request['total'], '-');
			unset($request['lines'], $request['total'], $request['tax'], $request['tenders']);
			break;
		}
	}
	return ['op' => 'refund'] + $request;
}
