<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * pages_of_ospos.php - what is seen and added as OSPOS's own pages pass by.
 *
 * Not here: the plugin and OSPOS's tables; nothing on this path waits for anything but a small file.
 */
namespace RegularsOspos;

require_once __DIR__ . '/pass.php';
require_once __DIR__ . '/book.php';

const SCAN_COOKIE = 'regulars_ospos_scan';
/* Whoever scans and leaves without buying is not whose sale the next one is. */
const SCAN_S = 1800;

/** What was scanned at this register for the sale that is rung up, with its `customer`; null: nothing. */
function kept_scan(array $own): ?array
{
	return pass_read($own['data'], $_COOKIE[SCAN_COOKIE] ?? null, time());
}

/** Keeps a scan, or with "" forgets it. $customer: whom OSPOS had chosen then, 0: nobody. */
function keep_scan(array $own, string $scan, int $customer): void
{
	$pass = $scan === '' ? '' : pass_make($own['data'],
		['for' => 'scan', 'scan' => $scan, 'customer' => $customer], time(), SCAN_S);
	setcookie(SCAN_COOKIE, $pass, ['expires' => $pass === '' ? 1 : 0, 'path' => '/',
		'httponly' => true, 'samesite' => 'Strict', 'secure' => ($_SERVER['HTTPS'] ?? 'off') !== 'off']);
	$_COOKIE[SCAN_COOKIE] = $pass;
}

/**
 * Reads the page that comes of a request. OSPOS ends all buffers when it begins, ours among them,
 * empty: that is the moment to ask for another when its page is made and not yet sent.
 */
function watch(string $path, array $own): void
{
	$changed = ($_SERVER['REQUEST_METHOD'] ?? '') === 'POST' ? changed_sales($path, $_POST) : [];
	$read = static function (string $page, int $phase) use ($path, $own, $changed): string {
		/* A page that comes in parts is too large to be one of those that matter. */
		$is_whole = ($phase & PHP_OUTPUT_HANDLER_START) && ($phase & PHP_OUTPUT_HANDLER_FINAL);
		try {
			return $is_whole ? pass_by($page, $path, $own, $changed) : $page;
		} catch (\Throwable $why) {
			error_log("regulars-ospos: {$why->getMessage()}");
			return $page;
		}
	};
	ob_start(static function (string $page, int $phase) use ($read): string {
		$events = 'CodeIgniter\Events\Events';
		if ($page === '' && class_exists($events, false)) {
			$events::on('post_system', static function () use ($read) {
				ob_start($read);
			});
			return $page;
		}
		return $read($page, $phase);
	});
}

/** @param int[] $changed the sales that were edited or deleted */
function pass_by(string $page, string $path, array $own, array $changed): string
{
	foreach ($changed as $sale_id) {
		Book::touch($own['data'], $sale_id, null);
	}
	return is_html() ? with_script($page, $path, $own) : $page;
}

/** @return int[] the sales that a POST edits or deletes */
function changed_sales(string $path, array $post): array
{
	if (!preg_match('#/sales/(?:save|delete|restore)(?:/(\d+))?#i', $path, $found)) {
		return [];
	}
	$ids = isset($found[1]) ? [$found[1]] : (array) ($post['ids'] ?? []);
	return array_map('intval', array_filter($ids, 'is_numeric'));
}

function is_html(): bool
{
	foreach (headers_list() as $header) {
		if (stripos($header, 'content-type:') === 0) {
			return stripos($header, 'text/html') !== false;
		}
	}
	return true;
}

/** OSPOS's page with the script, when it is the register, a receipt, or the settings. */
function with_script(string $page, string $path, array $own): string
{
	$about = about_page($page, $path);
	$end = strripos($page, '</body>');
	if ($about === null || $end === false) {
		return $page;
	}
	if (isset($about['sale']) && preg_match('#/sales/complete#i', $path)) {
		Book::touch($own['data'], $about['sale'], kept_scan($own)['scan'] ?? null, true);
	}
	/* The last word counts: another customer who was chosen after the scan. */
	$is_other = isset($about['customer']) &&
		(kept_scan($own)['customer'] ?? $about['customer']) !== $about['customer'];
	if (isset($about['sale']) || $is_other ||
		preg_match('#/sales/(cancel|suspend|removeCustomer)#i', $path)) {
		keep_scan($own, '', 0);
	}
	$scan = $about['page'] === 'register' && kept_scan($own) !== null;
	$base = rtrim(dirname($_SERVER['SCRIPT_NAME'] ?? '/'), '/') . '/index.php?regulars_ospos=';
	$words = ['src' => "{$base}script", 'data-base' => $base, 'data-page' => $about['page'],
		'data-scan' => $scan ? '1' : '',
		'data-sale' => (string) ($about['sale'] ?? ''),
		'data-pass' => pass_make($own['data'], ['for' => $about['page']] + $about, time())];
	$script = '<script defer id="regulars-ospos"';
	foreach ($words as $name => $word) {
		$script .= " $name=\"" . htmlspecialchars($word, ENT_QUOTES) . '"';
	}
	return substr($page, 0, $end) . "$script></script>\n" . substr($page, $end);
}

/** Which page it is, and of which customer or sale; null when it is no matter of ours. */
function about_page(string $page, string $path): ?array
{
	if (strpos($page, 'id="register_wrapper"') !== false) {
		$customer = preg_match('#customers/view/(\d+)#', $page, $found) ? (int) $found[1] : 0;
		return ['page' => 'register', 'customer' => $customer];
	}
	if (preg_match('#id="sale_id">[^<]*?POS (\d+)\s*<#', $page, $found) ||
		(preg_match('#/sales/(complete|receipt|invoice)(/|$)#i', $path) &&
			preg_match('#sales/sendPdf/(\d+)#', $page, $found))) {
		return ['page' => 'receipt', 'sale' => (int) $found[1]];
	}
	/* Who may see OSPOS's settings may see what is open and refused. */
	return preg_match('#/config/?$#i', $path) && strpos($page, 'data-tabs="tabs"') !== false ?
		['page' => 'config'] : null;
}
