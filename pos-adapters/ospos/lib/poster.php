<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * poster.php - posts OSPOS's sales, in their order, from OSPOS's own tables: what is new since the
 * watermark, and what waits. Never on a sale's own path.
 *
 * What cannot be posted now (Regulars missing, late, busy, a full disk) stops the run and stays
 * open. What the door refuses for good is listed with its error and does not stop those behind it.
 */
namespace RegularsOspos;

final class Poster
{
	private const AT_ONCE = 200;
	private const WITHIN_MS = 5000;
	/* A number that is skipped may be a sale not yet committed; after a day it is none. */
	private const GAP_S = 86400;
	private const FOR_GOOD = ['E_ARGUMENT', 'E_DIFFERS', 'E_SUM', 'E_LINES', 'E_RANGE', 'E_CURRENCY',
		'E_TEXT', 'E_TIME', 'E_NO_SALE', 'E_REFUND', 'E_POINTS', 'E_JSON', 'E_FIELD', 'E_LIMIT',
		'E_UNKNOWN', 'E_PAYMENT_CARD', 'E_FORGED', 'E_BLOCKED'];
	private const VOIDED = 'voided';

	/** @var Book */
	private $book;
	private $ospos;
	private $door;
	/** @var array<string, mixed> */
	private $shop;

	/** $ospos: as Ospos; $door: as Door. */
	public function __construct(Book $book, $ospos, $door)
	{
		$this->book = $book;
		$this->ospos = $ospos;
		$this->door = $door;
	}

	/** How many sales came to an answer. Throws nothing of Regulars: it is said in the book. */
	public function run(): int
	{
		$entries = &$this->book->entries;
		if ($entries['watermark'] === null) {
			/* What was sold before is not posted; the sale that a page put down just now is. */
			$first = min(array_merge([$this->ospos->last_sale()],
				array_map(static function (int $sale_id): int {
					return $sale_id - 1;
				}, array_keys($entries['waiting']))));
			$entries['first'] = $entries['watermark'] = $first;
		}
		$last = $entries['watermark'];
		foreach ($this->ospos->sales_after($last, self::AT_ONCE) as $sale_id) {
			for ($id = $entries['watermark'] + 1; $id <= $sale_id; $id++) {
				$entries['waiting'] += [$id => time()];
			}
			$entries['watermark'] = $sale_id;
		}
		$this->book->save();
		$this->shop = $this->ospos->shop();
		$waiting = array_keys($entries['waiting']);
		sort($waiting, SORT_NUMERIC);
		$done = 0;
		$entries['says'] = '';
		foreach ($waiting as $sale_id) {
			try {
				$done += $this->post($sale_id) ? 1 : 0;
			} catch (\RegularsError $why) {
				$entries['says'] = $why->getMessage();
				break;
			} finally {
				$entries['at'] = date('c');
				$this->book->save();
			}
		}
		return $done;
	}

	/** Whether something was posted; it stays among those that wait, when it may still be a sale. */
	private function post(int $sale_id): bool
	{
		$entries = &$this->book->entries;
		$rows = $sale_id > $entries['first'] ? $this->ospos->sale($sale_id) : null;
		$before = $entries['posted'][$sale_id] ?? null;
		if ($rows === null) {
			if ($sale_id <= $entries['first'] ||
				time() - $entries['waiting'][$sale_id] > self::GAP_S) {
				unset($entries['waiting'][$sale_id]);
			}
			return false;
		}
		if (!is_final($rows['sale'])) {
			$done = $before !== null && $before !== self::VOIDED && $this->undo($sale_id, $rows);
			if ((int) $rows['sale']['sale_status'] === CANCELED) {
				unset($entries['waiting'][$sale_id], $entries['refused'][$sale_id]);
			}
			return $done;
		}
		try {
			$request = request($rows, $this->in_currency(), $entries['scans'][$sale_id] ?? null);
			$digest = self::digest($request);
		} catch (\RegularsError $why) {
			throw $why;
		} catch (\Throwable $why) {
			return $this->refuse($sale_id, 'E_FIELD', "OSPOS's rows of it are not as they should be: " .
				$why->getMessage());
		}
		if ($before === $digest) {
			unset($entries['waiting'][$sale_id]);
			return false;
		}
		if ($before !== null && $request['op'] === 'refund') {
			return $this->refuse($sale_id, 'E_REFUND', 'this return was changed after it was ' .
				'posted; correct the points by hand: regulars adjust');
		}
		if ($before !== null) {
			$request['op'] = 'edit';
		}
		return $this->ask($sale_id, $request, $digest);
	}

	/** The shop; its currency is the store's where OSPOS was not told one. */
	private function in_currency(): array
	{
		if ($this->shop['currency'] === '') {
			$this->shop['currency'] = $this->door->ask(['op' => 'shop'], self::WITHIN_MS)['currency'];
		}
		return $this->shop;
	}

	/** A deleted sale is voided; a deleted return is sold again, as the door wants it. */
	private function undo(int $sale_id, array $rows): bool
	{
		$entries = &$this->book->entries;
		$request = ['op' => 'void', 'sale_id' => "ospos-$sale_id"];
		$was = request($rows, $this->in_currency(), $entries['scans'][$sale_id] ?? null);
		if ($was['op'] === 'refund') {
			$request = ['op' => 'sale', 'sale' => [
				'id' => "ospos-$sale_id-undone",
				'lines' => [['name' => "Return $sale_id undone",
					'total' => ltrim($was['total'] ?? $was['amount'], '-')]],
				'total' => ltrim($was['total'] ?? $was['amount'], '-'),
			] + array_intersect_key($was, array_flip(['at', 'till', 'cashier', 'currency', 'member']))];
		}
		return $this->ask($sale_id, $request, self::VOIDED);
	}

	private function ask(int $sale_id, array $request, string $digest): bool
	{
		try {
			$answer = $this->door->ask($request, self::WITHIN_MS);
		} catch (\RegularsRefused $why) {
			if (!in_array($why->getCode(), self::FOR_GOOD, true)) {
				throw $why;
			}
			return $this->refuse($sale_id, $why->getCode(), $why->getMessage());
		}
		$entries = &$this->book->entries;
		$entries['posted'][$sale_id] = $digest;
		$entries['answers'][$sale_id] = $answer;
		unset($entries['waiting'][$sale_id], $entries['refused'][$sale_id]);
		return true;
	}

	private function refuse(int $sale_id, string $code, string $text): bool
	{
		$this->book->entries['refused'][$sale_id] = ['code' => $code, 'error' => $text,
			'at' => date('c')];
		unset($this->book->entries['waiting'][$sale_id]);
		return true;
	}

	/* What of a return's contents cannot be told to the door again is left out of its digest. */
	private static function digest(array $request): string
	{
		if ($request['op'] === 'refund') {
			unset($request['tenders'], $request['at'], $request['cashier']);
		}
		return hash('sha256', json_encode($request, JSON_UNESCAPED_UNICODE |
			JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR));
	}
}
