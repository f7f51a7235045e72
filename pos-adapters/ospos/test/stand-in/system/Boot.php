<?php
/**
 * Boot.php - stands in for OSPOS and its framework where the adapter touches them: how it begins and
 * ends buffers, three of its pages, and its tables, in the SQLite file that OSPOS_DB names.
 *
 * /sales            the register; with ?customer=N, that customer chosen
 * /sales/complete   writes down the rows that are posted as JSON, and shows the receipt
 * /sales/save/N     changes the customer;  /sales/delete/N  cancels
 * /config           the settings
 */
namespace CodeIgniter\Events {
	final class Events
	{
		private static $listeners = [];

		public static function on(string $event, callable $call): void
		{
			self::$listeners[$event][] = $call;
		}

		public static function trigger(string $event): void
		{
			foreach (self::$listeners[$event] ?? [] as $call) {
				$call();
			}
		}
	}
}

namespace Config {
	final class OSPOS
	{
		public $settings = ['currency_code' => 'EUR', 'currency_decimals' => '2',
			'timezone' => 'Europe/Copenhagen', 'language_code' => 'en'];
	}

	/** As the framework's connection: every value that comes back is a text or null. */
	final class Database
	{
		private $file;
		private $rows = [];

		public static function connect(): self
		{
			$self = new self();
			$self->file = new \SQLite3(getenv('OSPOS_DB'));
			$self->file->busyTimeout(2000);
			$self->file->exec('PRAGMA synchronous = OFF');
			return $self;
		}

		public function getPrefix(): string
		{
			return 'ospos_';
		}

		public function query(string $sql, array $values = [])
		{
			$statement = $this->file->prepare($sql);
			foreach (array_values($values) as $index => $value) {
				$statement->bindValue($index + 1, $value);
			}
			$found = $statement->execute();
			$this->rows = [];
			while ($found->numColumns() > 0 && ($row = $found->fetchArray(SQLITE3_ASSOC)) !== false) {
				$this->rows[] = array_map(static function ($value) {
					return $value === null ? null : (string) $value;
				}, $row);
			}
			return $this;
		}

		public function getResultArray(): array
		{
			return $this->rows;
		}

		/** Writes rows into a table that has their columns; the first row makes it. */
		public function put(string $table, array $rows): void
		{
			foreach ($rows as $row) {
				$names = '"' . implode('","', array_keys($row)) . '"';
				$marks = implode(',', array_fill(0, count($row), '?'));
				$this->query("INSERT INTO ospos_$table ($names) VALUES ($marks)", $row);
			}
		}
	}
}

namespace CodeIgniter {
	use CodeIgniter\Events\Events;
	use Config\Database;

	class Boot
	{
		protected static function definePathConstants(): void
		{
		}

		protected static function loadConstants(): void
		{
		}

		protected static function loadDotEnv(): void
		{
		}

		protected static function defineEnvironment(): void
		{
		}

		protected static function loadEnvironmentBootstrap(): void
		{
		}

		protected static function loadCommonFunctions(): void
		{
			require_once __DIR__ . '/common.php';
		}

		protected static function loadAutoloader(): void
		{
		}

		protected static function autoloadHelpers(): void
		{
		}

		public static function bootWeb(): int
		{
			static::loadCommonFunctions();
			while (ob_get_level() > 0) {
				ob_end_flush();
			}
			ob_start(static function (string $buffer): string {
				return $buffer;
			});
			header('Content-Type: text/html; charset=UTF-8');
			$page = self::page((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
			Events::trigger('post_system');
			echo "<!doctype html><html><body>$page</body></html>";
			return 0;
		}

		private static function page(string $path): string
		{
			if ($path === '/sales/complete') {
				$sale_id = self::complete(json_decode($_POST['rows'], true, 64, JSON_THROW_ON_ERROR));
				return "<div id=\"receipt_wrapper\"><div id=\"sale_id\">Sale ID: POS $sale_id</div></div>";
			}
			if (preg_match('#^/sales/(save|delete)/(\d+)$#', $path, $found)) {
				Database::connect()->query($found[1] === 'save' ?
					'UPDATE ospos_sales SET customer_id = ? WHERE sale_id = ?' :
					'UPDATE ospos_sales SET sale_status = 2 WHERE coalesce(?, 1) AND sale_id = ?',
					[$_POST['customer_id'] ?? null, $found[2]]);
				return 'done';
			}
			$customer = (int) ($_GET['customer'] ?? 0);
			$chosen = $customer > 0 ? "<a href=\"customers/view/$customer\">Customer</a>" : '';
			return $path === '/config' ? '<ul class="nav nav-tabs" data-tabs="tabs"></ul>' :
				"<div id=\"register_wrapper\"><form id=\"select_customer_form\">$chosen</form></div>";
		}

		/** As OSPOS does: all rows in one transaction; a sale that was suspended keeps its id. */
		private static function complete(array $rows): int
		{
			$db = Database::connect();
			$sale_id = (int) $rows['sale']['sale_id'];
			$db->query('BEGIN IMMEDIATE');
			foreach (['sales', 'sales_items', 'sales_payments', 'sales_items_taxes', 'sales_taxes'] as
				$table) {
				$db->query("DELETE FROM ospos_$table WHERE sale_id = ?", [$sale_id]);
			}
			$db->put('sales', [$rows['sale']]);
			$db->put('sales_items', $rows['lines']);
			$db->put('sales_payments', $rows['payments']);
			$db->put('sales_items_taxes', $rows['item_taxes'] ?? []);
			$db->put('sales_taxes', $rows['taxes'] ?? []);
			$db->query('COMMIT');
			return $sale_id;
		}
	}
}
