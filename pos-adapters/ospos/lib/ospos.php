<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * ospos.php - OSPOS's own tables and settings, read through OSPOS's own connection.
 *
 * Nothing is written. OSPOS is begun as its index.php does it, but no page of it runs.
 */
namespace RegularsOspos;

final class Ospos
{
	/* OSPOS's English words for payments, where its own language cannot be asked. */
	private const TENDERS = ['cash' => 'Cash', 'debit' => 'Debit Card', 'credit' => 'Credit Card',
		'giftcard' => 'Gift Card', 'rewards' => 'Reward Points', 'bank_transfer' => 'Bank Transfer',
		'wallet' => 'Wallet'];
	private const KINDS = ['cash' => 'cash', 'debit' => 'card', 'credit' => 'card',
		'giftcard' => 'voucher', 'rewards' => 'voucher', 'bank_transfer' => 'transfer',
		'wallet' => 'other'];

	private $db;
	/** @var array<string, mixed> */
	private $settings;
	/** @var array<string, mixed> the adapter's own */
	private $own;

	/** @param array<string, mixed> $own settings.php */
	public function __construct(array $own)
	{
		$this->own = $own;
		if (!defined('FCPATH')) {
			self::boot($own['ospos']);
		}
		$this->db = \Config\Database::connect();
		$this->settings = config(\Config\OSPOS::class)->settings;
	}

	private static function boot(string $folder): void
	{
		define('FCPATH', "$folder/public/");
		require "$folder/app/Config/Paths.php";
		$paths = new \Config\Paths();
		require $paths->systemDirectory . '/Boot.php';
		require __DIR__ . '/boot.php';
		Boot::without_a_page($paths);
	}

	/** What the mapping needs to know of the shop. */
	public function shop(): array
	{
		$kinds = [];
		foreach (self::TENDERS as $name => $english) {
			$kinds[$english] = self::KINDS[$name];
			$word = lang("Sales.$name", [], $this->settings['language_code'] ?? 'en');
			$kinds[is_string($word) ? $word : $english] = self::KINDS[$name];
		}
		return [
			'currency' => $this->own['currency'] ?: ($this->settings['currency_code'] ?? ''),
			'decimals' => (int) ($this->settings['currency_decimals'] ?? 2),
			'timezone' => ($this->settings['timezone'] ?? '') ?: date_default_timezone_get(),
			'till' => $this->own['till'],
			'tenders' => $kinds,
		];
	}

	public function last_sale(): int
	{
		return (int) $this->query('SELECT max(sale_id) AS last FROM @sales', [])[0]['last'];
	}

	/** @return int[] the ids behind $watermark, lowest first */
	public function sales_after(int $watermark, int $most): array
	{
		$rows = $this->query("SELECT sale_id FROM @sales WHERE sale_id > ? ORDER BY sale_id
			LIMIT $most", [$watermark]);
		return array_map('intval', array_column($rows, 'sale_id'));
	}

	/**
	 * @param int[] $sale_ids
	 * @return int[] those of them that are suspended, quotes or the like
	 */
	public function not_done(array $sale_ids): array
	{
		$ids = implode(',', array_map('intval', $sale_ids));
		$rows = $ids === '' ? [] : $this->query("SELECT sale_id FROM @sales WHERE sale_id IN ($ids)
			AND sale_status = ?", [SUSPENDED]);
		return array_map('intval', array_column($rows, 'sale_id'));
	}

	/** All rows of a sale, or null when there is none of that id. */
	public function sale(int $sale_id): ?array
	{
		$sale = $this->query('SELECT s.*, c.account_number, p.phone_number FROM @sales s
			LEFT JOIN @customers c ON c.person_id = s.customer_id
			LEFT JOIN @people p ON p.person_id = s.customer_id WHERE s.sale_id = ?', [$sale_id]);
		return $sale === [] ? null : [
			'sale' => $sale[0],
			'items' => $this->query('SELECT l.*, i.item_number, i.name, i.category FROM @sales_items l
				JOIN @items i ON i.item_id = l.item_id WHERE l.sale_id = ? ORDER BY l.line', [$sale_id]),
			'item_taxes' => $this->query('SELECT * FROM @sales_items_taxes WHERE sale_id = ?',
				[$sale_id]),
			'taxes' => $this->query('SELECT * FROM @sales_taxes WHERE sale_id = ?', [$sale_id]),
			'payments' => $this->query('SELECT * FROM @sales_payments WHERE sale_id = ?
				ORDER BY payment_id', [$sale_id]),
		];
	}

	/** The card, or else the phone, that OSPOS has of a customer; "" when none. */
	public function card(int $customer_id): string
	{
		$rows = $this->query('SELECT c.account_number, p.phone_number FROM @people p
			JOIN @customers c ON c.person_id = p.person_id WHERE p.person_id = ?', [$customer_id]);
		return $rows === [] ? '' : card_of($rows[0]);
	}

	private function query(string $sql, array $values): array
	{
		$result = $this->db->query(str_replace('@', $this->db->getPrefix(), $sql), $values);
		if (is_bool($result)) {
			throw new \RuntimeException("OSPOS's database did not answer");
		}
		return $result->getResultArray();
	}
}
