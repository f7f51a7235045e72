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
	private const GAP_MOST = 100;
	/* Not the sale's fault: it waits, and those behind it. */
	private const PASSING = ['E_BUSY', 'E_FULL', 'E_INTERNAL', 'E_INPUT_OUTPUT', 'E_MEMORY',
		'E_NO_STORE', 'E_READ_ONLY', 'E_KEY', 'E_NEWER', 'E_FOREIGN', 'E_DAMAGED', 'E_CLOSED',
		'E_BUFFER'];
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

	/** How many sales came to an answer. What stops it is said in the book. */
	public function run(): int
	{
		$entries = &$this->book->entries;
		$done = 0;
		$says = '';
		try {
			$this->take_new();
			$this->book->save();
			$this->shop = $this->ospos->shop();
			foreach ($this->in_order() as $sale_id) {
				if ($this->post($sale_id)) {
					$done++;
					$this->book->save();
				}
			}
		} catch (\RegularsError $why) {
			$says = $why->getMessage();
		} catch (\Throwable $why) {
			$says = "OSPOS's sales cannot be read: {$why->getMessage()}";
		}
		$entries['says'] = $says;
		$entries['at'] = date('c');
		$this->book->save();
		return $done;
	}

	/** What was sold since the last run waits. What was sold before the first one is not posted. */
	private function take_new(): void
	{
		$entries = &$this->book->entries;
		if ($entries['watermark'] === null) {
			$entries['first'] = $entries['watermark'] = $this->ospos->last_sale();
		}
		foreach ($this->ospos->sales_after($entries['watermark'], self::AT_ONCE) as $sale_id) {
			for ($id = max($entries['watermark'] + 1, $sale_id - self::GAP_MOST); $id <= $sale_id; $id++) {
				$entries['waiting'] += [$id => time()];
			}
			$entries['watermark'] = $sale_id;
		}
	}

	/** @return int[] what waits and may be posted now, the lowest number first */
	private function in_order(): array
	{
		$entries = $this->book->entries;
		$waiting = array_keys($entries['waiting']);
		$unseen = array_diff($waiting, array_keys($entries['posted']));
		$waiting = array_diff($waiting, $this->ospos->not_done($unseen));
		sort($waiting, SORT_NUMERIC);
		return $waiting;
	}

	/** Whether it came to an answer; it stays among those that wait, when it may still be a sale. */
	private function post(int $sale_id): bool
	{
		$entries = &$this->book->entries;
		$before = $entries['posted'][$sale_id] ?? null;
		$is_ours = $sale_id > $entries['first'] || $before !== null || isset($entries['done'][$sale_id]);
		$rows = $is_ours ? $this->ospos->sale($sale_id) : null;
		if ($rows === null) {
			if (!$is_ours || time() - $entries['waiting'][$sale_id] > self::GAP_S) {
				unset($entries['waiting'][$sale_id]);
			}
			return false;
		}
		if (!is_final($rows['sale'])) {
			return $this->take_back($sale_id, $rows, $before);
		}
		try {
			$request = $this->request($sale_id, $rows);
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

	private function request(int $sale_id, array $rows): array
	{
		return request($rows, $this->in_currency(), $this->book->entries['scans'][$sale_id] ?? null);
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
	private function take_back(int $sale_id, array $rows, ?string $before): bool
	{
		$entries = &$this->book->entries;
		$is_deleted = (int) $rows['sale']['sale_status'] === CANCELED;
		if ($before === self::VOIDED || (!$is_deleted && $before === null)) {
			if ($is_deleted) {
				unset($entries['waiting'][$sale_id]);
			}
			return false;
		}
		$request = ['op' => 'void', 'sale_id' => "ospos-$sale_id"];
		try {
			$was = $this->request($sale_id, $rows);
		} catch (\RegularsError $why) {
			throw $why;
		} catch (\Throwable $why) {
			$was = ['op' => 'sale'];
		}
		if ($was['op'] !== 'refund') {
			return $this->ask($sale_id, $request, self::VOIDED);
		}
		if ($before !== null) {
			return $this->ask($sale_id, self::sold_again($sale_id, $was), self::VOIDED);
		}
		if ($this->book->forgets($sale_id)) {
			return $this->refuse($sale_id, 'E_REFUND', 'this return was deleted long after it was made; ' .
				'correct the points by hand: regulars adjust');
		}
		unset($entries['waiting'][$sale_id], $entries['refused'][$sale_id]);
		return false;
	}

	private static function sold_again(int $sale_id, array $was): array
	{
		$total = ltrim($was['total'] ?? $was['amount'], '-');
		return ['op' => 'sale', 'sale' => [
			'id' => "ospos-$sale_id-undone",
			'lines' => [['name' => "Return $sale_id undone", 'total' => $total]],
			'total' => $total,
		] + array_intersect_key($was, array_flip(['at', 'till', 'cashier', 'currency', 'member']))];
	}

	private function ask(int $sale_id, array $request, string $digest): bool
	{
		try {
			$answer = $this->ask_or_edit($sale_id, $request);
		} catch (\RegularsRefused $why) {
			if (in_array($why->getCode(), self::PASSING, true)) {
				throw $why;
			}
			$was_never_there = $request['op'] === 'void' && $why->getCode() === 'E_NO_SALE';
			if (!$was_never_there) {
				return $this->refuse($sale_id, (string) $why->getCode(), $why->getMessage());
			}
			$answer = [];
		}
		$this->book->put('posted', $sale_id, $digest);
		$this->book->put('answers', $sale_id, $answer);
		$entries = &$this->book->entries;
		unset($entries['waiting'][$sale_id], $entries['refused'][$sale_id]);
		return true;
	}

	/**
	 * It may be there and not in the book: the power went between its answer and the book, or that was
	 * long ago. OSPOS has the last word; only who it was that scanned must not be forgotten with it.
	 */
	private function ask_or_edit(int $sale_id, array $request): array
	{
		try {
			return $this->door->ask($request, self::WITHIN_MS);
		} catch (\RegularsRefused $why) {
			$is_known = isset($request['sale']['member']) || !$this->book->forgets($sale_id);
			if ($why->getCode() !== 'E_DIFFERS' || $request['op'] !== 'sale' || !$is_known ||
				$request['sale']['id'] !== "ospos-$sale_id") {
				throw $why;
			}
		}
		return $this->door->ask(['op' => 'edit'] + $request, self::WITHIN_MS);
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
