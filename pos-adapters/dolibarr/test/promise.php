<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * promise.php NAME WORD... - one promise of the Dolibarr module, kept or not: exit status 0 or 1.
 *
 * In:  the current folder: shop.db, a store in which Ada has card 2990000000017, and dolibarr.db,
 *      made when it is not there; env REGULARS_SO and REGULARS. Out: why not, on standard output.
 */
require __DIR__ . '/stand_in/dolibarr.php';
$module = dirname(__DIR__) . '/regulars';
require $module . '/core/triggers/interface_99_modRegulars_RegularsSales.class.php';
require $module . '/class/regulars_desk.class.php';
require $module . '/class/regulars_words.php';
require $module . '/class/actions_regulars.class.php';

const LIMIT_MS = 50;

$conf = new Conf();
$conf->global->CASHDESK_ID_THIRDPARTY1 = 2;
$langs = new Translate();
$is_new = !is_file('dolibarr.db');
$db = new StandInDb('dolibarr.db');
if ($is_new) {
	stand_in_tables($db);
}

function hold(bool $is_so, string $what): void
{
	if (!$is_so) {
		echo "not so: $what\n";
		exit(1);
	}
}

function same($is, $should_be, string $what): void
{
	hold($is === $should_be, "$what is " . json_encode($is) . ', not ' . json_encode($should_be));
}

/** The invoices that a log has, as the trigger got them, and what the till's page was asked. */
function invoices(string $file): array
{
	$ret = [];
	foreach (file($file) as $line) {
		$event = json_decode($line);
		if ($event->event === 'trigger:BILL_VALIDATE') {
			$ret[] = [$event->payload->object, (array) $event->payload->post];
		}
	}
	return $ret;
}

function sample(): array
{
	return invoices(__DIR__ . '/sample.ndjson');
}

function sale_of(int $id)
{
	$sale = sample()[0][0];
	$sale->id = (string) $id;
	return $sale;
}

function fire(string $action, $invoice, array $post = []): int
{
	global $db, $conf, $langs;
	$_GET = $post;
	return (new InterfaceRegularsSales($db))->runTrigger($action, $invoice, new User(), $langs, $conf);
}

/** In a transaction, as Dolibarr does it. */
function sell($invoice, array $post = []): void
{
	global $db;
	$db->begin();
	fire('BILL_VALIDATE', $invoice, $post);
	$db->commit();
}

function desk(string $mode = 'ffi', string $library = ''): RegularsDesk
{
	return new RegularsDesk(['store' => 'shop.db', 'till' => 'dolibarr', 'key' => '', 'mode' => $mode,
		'library' => $library !== '' ? $library : getenv('REGULARS_SO'),
		'command' => getenv('REGULARS'), 'folder' => getcwd()]);
}

function drain(?RegularsDesk $desk = null): int
{
	global $db;
	$desk = $desk ?? desk();
	$count = (new RegularsOutbox($db, 1))->drain([$desk, 'ask'], microtime(true) + 20);
	$desk->close();
	return $count;
}

function column(string $sql): array
{
	global $db;
	$ret = [];
	$result = $db->query($sql);
	while ($row = $db->fetch_object($result)) {
		$ret[] = current((array) $row);
	}
	return $ret;
}

function states(): array
{
	return column('SELECT state FROM llx_regulars_outbox ORDER BY rowid');
}

function requests(): array
{
	return array_map(static function ($json) {
		return json_decode($json, true);
	}, column('SELECT request FROM llx_regulars_outbox ORDER BY rowid'));
}

function points(): int
{
	$desk = desk();
	$member = $desk->ask(['op' => 'identify', 'scan' => '2990000000017'])['member'];
	$desk->close();
	return $member['points'];
}

foreach (['sales', 'mapping', 'words', 'faults'] as $part) {
	require __DIR__ . "/promises_$part.php";
}
if (!function_exists($argv[1] ?? '')) {
	echo "there is no such promise\n";
	exit(1);
}
$argv[1](...array_slice($argv, 2));
