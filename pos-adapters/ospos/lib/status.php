<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * status.php - the owner's page: which way leads to Regulars, what is open, what was refused and why.
 */
namespace RegularsOspos;

function status_page(array $own, string $pass, bool $again): void
{
	header('Content-Type: text/html; charset=utf-8');
	try {
		$said = $again ? try_again($own) : '';
		$book = Book::read($own['data']);
	} catch (\RuntimeException $why) {
		http_response_code(500);
		echo htmlspecialchars($why->getMessage());
		return;
	}
	$door = new Door($own);
	try {
		$shop = $door->ask(['op' => 'shop'], 1000);
		$way = "{$shop['name']}, {$shop['currency']}; Regulars {$shop['version']}; {$door->how()}";
	} catch (\RegularsError $why) {
		$way = 'Not to be had now: ' . $why->getMessage();
	}
	$facts = ['Regulars' => $way, 'Store' => $own['store'],
		'Posted up to' => $book['watermark'] === null ? 'nothing yet' :
			"sale {$book['watermark']}, at {$book['at']}",
		'Waiting' => $book['says'] === '' ? 'nothing stops it' : $book['says']];
	echo '<!doctype html><html lang="en"><meta charset="utf-8"><title>Regulars and OSPOS</title>',
		'<style>body{font:16px/1.5 sans-serif;max-width:52em;margin:2em auto;padding:0 1em;color:#222}',
		'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;',
		'padding:.4em .8em .4em 0;border-bottom:1px solid #ddd}th{font-weight:600}',
		'button{font:inherit;padding:.4em 1em}.none{color:#666}</style>',
		'<h1>Regulars and OSPOS</h1>';
	table($facts);
	echo '<h2>Refused: these need a person</h2>';
	table(array_map(static function (array $refused): string {
		return "{$refused['error']} ({$refused['code']}, {$refused['at']})";
	}, numbered($book['refused'])), 'Nothing was refused.');
	echo '<h2>Open: these are posted by themselves</h2>';
	table(array_map(static function (int $since): string {
		return 'a sale to be posted, or one that is suspended, since ' . date('Y-m-d H:i', $since);
	}, numbered($book['waiting'])), 'Nothing is open.');
	echo '<form method="post" action="?regulars_ospos=status"><input type="hidden" name="pass" value="',
		htmlspecialchars($pass), '"><p><button name="again" value="1">Try all of them again now</button> ',
		htmlspecialchars($said), '</p></form></html>';
}

/** @return array<string, mixed> the same under "Sale 12" */
function numbered(array $by_sale): array
{
	$named = [];
	foreach ($by_sale as $sale_id => $value) {
		$named["Sale $sale_id"] = $value;
	}
	return $named;
}

/** @param array<string, string> $rows */
function table(array $rows, string $none = ''): void
{
	if ($rows === []) {
		echo '<p class="none">', htmlspecialchars($none), '</p>';
		return;
	}
	echo '<table>';
	foreach ($rows as $name => $text) {
		echo '<tr><th>', htmlspecialchars($name), '</th><td>', htmlspecialchars($text), '</td></tr>';
	}
	echo '</table>';
}

/** What was refused waits again, and all is posted that can be. */
function try_again(array $own): string
{
	$book = Book::open($own['data']);
	if ($book === null) {
		return 'Another page is posting just now; look again in a moment.';
	}
	foreach (array_keys($book->entries['refused']) as $sale_id) {
		$book->entries['waiting'] += [$sale_id => time()];
	}
	$book->entries['refused'] = [];
	$done = (new Poster($book, new Ospos($own), new Door($own)))->run();
	return $done === 1 ? '1 sale got an answer.' : "$done sales got an answer.";
}
