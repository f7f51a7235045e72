<?php
/**
 * sales.php - rings up sales at the stand-in, one after the other, as a register does: the register
 * page, the greeting asked beside it, the sale, and its thanks asked beside the receipt. Nobody
 * waits for what is asked beside, but a cashier is not faster than HANDS_MS from page to page.
 *
 * usage: php sales.php BASE FIRST COUNT
 * Out: the milliseconds of the slowest page of OSPOS's own.
 */
[, $base, $first, $count] = $argv;
$beside = [];
const HANDS_MS = 200;

function request(string $base, string $path, array $fields)
{
	$socket = stream_socket_client('tcp://' . parse_url($base, PHP_URL_HOST) . ':' .
		parse_url($base, PHP_URL_PORT), $code, $text, 10);
	$body = http_build_query($fields);
	fwrite($socket, ($fields === [] ? 'GET' : 'POST') . " $path HTTP/1.0\r\n" .
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " . strlen($body) .
		"\r\n\r\n$body");
	return $socket;
}

/** A page of OSPOS's, waited for; its milliseconds. */
function page(string $base, string $path, array $fields, array &$beside): float
{
	$begin = hrtime(true);
	$text = stream_get_contents(request($base, $path, $fields));
	$took_ms = (hrtime(true) - $begin) / 1e6;
	if (strpos($text, ' 200 ') === false) {
		fwrite(STDERR, "$path: $text\n");
		exit(1);
	}
	if (preg_match('#data-page="(\w+)".*data-pass="([^"]+)"#', $text, $found)) {
		$what = $found[1] === 'register' ? 'greet' : 'thanks';
		$beside[] = request($base, "/index.php?regulars_ospos=$what", ['pass' => $found[2]]);
	}
	return $took_ms;
}

/** The time that hands take, or less when all that was asked beside is answered before. */
function hands(array &$beside): void
{
	$until = microtime(true) + HANDS_MS / 1000;
	while ($beside !== [] && ($left = $until - microtime(true)) > 0) {
		$ready = $beside;
		$none = null;
		stream_select($ready, $none, $none, 0, (int) ($left * 1000000));
		foreach ($ready as $key => $socket) {
			if (fread($socket, 65536) === '' && feof($socket)) {
				unset($beside[$key]);
			}
		}
	}
}

$slowest_ms = 0;
for ($sale_id = (int) $first; $sale_id < $first + $count; $sale_id++) {
	$text = (string) $sale_id;
	$rows = ['sale' => ['sale_id' => $text, 'sale_time' => '2026-03-02 11:00:00', 'customer_id' => '50',
			'employee_id' => '1', 'sale_status' => '0', 'sale_type' => '0'],
		'lines' => [['sale_id' => $text, 'item_id' => '100', 'line' => '1',
			'quantity_purchased' => '1.000', 'item_cost_price' => '3.00', 'item_unit_price' => '7.50',
			'discount' => '0.00', 'discount_type' => '0']],
		'payments' => [['payment_id' => $text, 'sale_id' => $text, 'payment_type' => 'Cash',
			'payment_amount' => '7.50', 'cash_refund' => '0.00', 'cash_adjustment' => '0']]];
	foreach (['/sales?customer=50' => [], '/sales/complete' => ['rows' => json_encode($rows)]] as
		$path => $fields) {
		$slowest_ms = max($slowest_ms, page($base, $path, $fields, $beside));
		hands($beside);
	}
}
printf("%.1f\n", $slowest_ms);
