<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * pages.php - the adapter's own addresses, asked by its script beside OSPOS's pages:
 *
 * script  the script itself
 * greet   who the customer is, for the cashier        (a register's pass)
 * post    posts what is open                          (a register's or a receipt's pass)
 * thanks  posts, and what a sale earned, for paper    (a receipt's pass)
 * status  what is open and refused, for the owner     (a pass from OSPOS's settings)
 */
namespace RegularsOspos;

require_once __DIR__ . '/pass.php';
require_once __DIR__ . '/book.php';
require_once __DIR__ . '/mapping.php';
require_once __DIR__ . '/ospos.php';
require_once __DIR__ . '/door.php';
require_once __DIR__ . '/poster.php';
require_once __DIR__ . '/words.php';
require_once __DIR__ . '/pages_of_ospos.php';

const GREET_WITHIN_MS = 1000;

function answer(string $asked, array $own): void
{
	if ($asked === 'script') {
		header('Content-Type: text/javascript; charset=utf-8');
		header('Cache-Control: max-age=3600');
		readfile(__DIR__ . '/../regulars.js');
		return;
	}
	header('Cache-Control: no-store');
	header('X-Frame-Options: DENY');
	$needs = ['greet' => ['register'], 'post' => ['register', 'receipt'], 'thanks' => ['receipt'],
		'status' => ['config']][$asked] ?? [];
	$pass = pass_read($own['data'], $_POST['pass'] ?? null, time());
	if ($pass === null || !in_array($pass['for'], $needs, true)) {
		http_response_code(403);
		echo "This page is over. Open OSPOS's page again, and come from there.";
		return;
	}
	if ($asked === 'status') {
		require_once __DIR__ . '/status.php';
		status_page($own, $_POST['pass'], isset($_POST['again']));
		return;
	}
	header('Content-Type: application/json; charset=utf-8');
	try {
		$says = $asked === 'greet' ? greet($own, $pass, $_POST) : thanks($own, $pass);
	} catch (\RegularsRefused $why) {
		/* A customer of OSPOS's who is no member is nothing to say at each sale of theirs. */
		$is_news = $asked === 'greet' && (is_scan($_POST) || $why->getCode() !== 'E_UNKNOWN');
		$says = ['lines' => $is_news ? [$why->getMessage()] : []];
	} catch (\Throwable $why) {
		/* The cashier reads nothing where there is nothing to do; the owner's page says why. */
		error_log("regulars-ospos: {$why->getMessage()}");
		$says = ['lines' => []];
	}
	echo json_encode($says, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
}

function is_scan(array $post): bool
{
	return is_string($post['scan'] ?? null) && trim($post['scan']) !== '';
}

/** A scan of the request's, the one kept for this sale, or the card of OSPOS's customer. */
function greet(array $own, array $pass, array $post): array
{
	$scan = is_scan($post) ? trim($post['scan']) : (kept_scan($own)['scan'] ?? '');
	if ($scan === '' && $pass['customer'] > 0) {
		$scan = (new Ospos($own))->card($pass['customer']);
	}
	if ($scan === '') {
		return ['lines' => []];
	}
	$door = new Door($own);
	$member = $door->ask(['op' => 'identify', 'scan' => $scan], GREET_WITHIN_MS)['member'];
	if (is_scan($post)) {
		keep_scan($own, $scan, $pass['customer']);
	}
	$exponent = $door->ask(['op' => 'shop'], GREET_WITHIN_MS)['exponent'];
	return ['lines' => greeting($member, $exponent)];
}

/** Posts what is open; of a receipt's own sale, what it earned. */
function thanks(array $own, array $pass): array
{
	$is_free = post_open($own);
	if (!isset($pass['sale'])) {
		return ['lines' => []];
	}
	$answer = Book::read($own['data'])['answers'][$pass['sale']] ?? null;
	return ['lines' => $answer === null ? [] : thank_you($answer), 'later' => !$is_free];
}

/** False when another process is at it. */
function post_open(array $own): bool
{
	$book = Book::open($own['data']);
	if ($book === null) {
		return false;
	}
	(new Poster($book, new Ospos($own), new Door($own)))->run();
	return true;
}
