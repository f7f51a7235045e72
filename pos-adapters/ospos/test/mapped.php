<?php
/**
 * mapped.php - each "complete" of a log becomes the door's request, a line each.
 *
 * usage: php mapped.php LOG      (the log as the hooks wrote it: rows of OSPOS's tables)
 */
namespace RegularsOspos;

require __DIR__ . '/../lib/mapping.php';

$shop = ['currency' => 'EUR', 'decimals' => 2, 'timezone' => 'Europe/Copenhagen', 'till' => 'ospos',
	'tenders' => ['Cash' => 'cash', 'Credit Card' => 'card']];
foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $line) {
	$event = json_decode($line, true, 64, JSON_THROW_ON_ERROR);
	if ($event['event'] !== 'complete') {
		continue;
	}
	$rows = $event['payload'];
	$customer = (array) ($rows['customer'] ?? []);
	if (is_final($rows['sale'])) {
		echo json_encode(request([
			'sale' => $rows['sale'] + $customer,
			'items' => array_map(static function (array $item): array {
				return $item + ['item_number' => null, 'name' => "Item {$item['item_id']}",
					'category' => ''];
			}, $rows['lines']),
			'item_taxes' => $rows['item_taxes'] ?? [],
			'taxes' => $rows['taxes'] ?? [],
			'payments' => $rows['payments'],
		], $shop, null), JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
	}
}
