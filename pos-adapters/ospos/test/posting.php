<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * posting.php NAME - one promise of the poster and its book, kept or not: exit status 0 or 1.
 *
 * In:  the current folder: shop.db, a store in which Ada has card 0420000000017; env REGULARS_SO.
 * Out: why not, on standard output.
 */
namespace RegularsOspos;

foreach (['book', 'mapping', 'door', 'poster'] as $part) {
	require_once __DIR__ . "/../lib/$part.php";
}
const OWN = ['store' => 'shop.db', 'data' => 'data', 'till' => 'ospos', 'mode' => 'ffi'];

/** OSPOS's tables, in memory. */
final class Tables
{
	/** @var array<int, array> */
	public $sales = [];
	/** @var int how many sales were read in full */
	public $read = 0;

	public function shop(): array
	{
		return ['currency' => 'EUR', 'decimals' => 2, 'timezone' => 'Europe/Copenhagen',
			'till' => 'ospos', 'tenders' => ['Cash' => 'cash']];
	}

	public function last_sale(): int
	{
		return $this->sales === [] ? 0 : max(array_keys($this->sales));
	}

	public function sales_after(int $watermark, int $most): array
	{
		ksort($this->sales);
		return array_slice(array_values(array_filter(array_keys($this->sales),
			static function (int $id) use ($watermark): bool {
				return $id > $watermark;
			})), 0, $most);
	}

	public function not_done(array $sale_ids): array
	{
		return array_values(array_filter($sale_ids, function (int $id): bool {
			return isset($this->sales[$id]) && (int) $this->sales[$id]['sale']['sale_status'] === 1;
		}));
	}

	public function sale(int $sale_id): ?array
	{
		$this->read++;
		return $this->sales[$sale_id] ?? null;
	}

	/** $fields: of the sale, or price and name of its one line. */
	public function put(int $sale_id, array $fields = []): void
	{
		$price = $fields['price'] ?? '7.50';
		$is_return = $price[0] === '-';
		$this->sales[$sale_id] = ['sale' => $fields + ['sale_id' => (string) $sale_id,
			'sale_time' => '2026-03-02 11:00:00', 'customer_id' => '50', 'employee_id' => '1',
			'sale_status' => '0', 'sale_type' => $is_return ? '4' : '0',
			'account_number' => '0420000000017', 'phone_number' => ''],
			'items' => [['item_id' => '100', 'line' => '1', 'item_number' => '100',
				'name' => $fields['name'] ?? 'Notebook', 'category' => 'paper',
				'quantity_purchased' => $is_return ? '-1.000' : '1.000', 'item_cost_price' => '3.00',
				'item_unit_price' => ltrim($price, '-'), 'discount' => '0.00',
				'discount_type' => '0']],
			'item_taxes' => [], 'taxes' => [], 'payments' => []];
	}
}

$tables = new Tables();
mkdir('data');

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

function regulars(): \Regulars
{
	return \Regulars::open('shop.db', 'ospos', null, null, getenv('REGULARS_SO'), 40, 'ffi');
}

function run(?callable $door = null): array
{
	global $tables;
	$book = Book::open('data');
	hold($book !== null, 'the book is free');
	$own = OWN + ['library' => getenv('REGULARS_SO'), 'command' => 'regulars'];
	(new Poster($book, $tables, $door === null ? new Door($own) : new class($door) {
		private $door;

		public function __construct(callable $door)
		{
			$this->door = $door;
		}

		public function ask(array $request, int $within_ms): array
		{
			return ($this->door)($request);
		}
	}))->run();
	return Book::read('data');
}

function points(): int
{
	return regulars()->identify(['scan' => '0420000000017'])['member']['points'];
}

/** An owner who edits an old sale first must not have all since then posted. */
function an_old_sale_that_is_edited_first_brings_in_nothing(): void
{
	global $tables;
	foreach ([3, 4, 5] as $sale_id) {
		$tables->put($sale_id);
	}
	Book::touch('data', 3, null);
	$book = run();
	same([$book['watermark'], $book['posted'], $book['waiting']], [5, [], []], 'the book');
	$tables->put(6);
	same(array_keys(run()['posted']), [6], 'what was posted');
}

/** OSPOS completes a suspended sale under the number that it had before Regulars was there. */
function a_sale_suspended_before_the_beginning_counts_when_it_is_done(): void
{
	global $tables;
	$tables->put(3, ['sale_status' => '1']);
	$tables->put(9);
	run();
	same(points(), 0, 'the points before');
	$tables->put(3);
	Book::touch('data', 3, null, true);
	$book = run();
	same([array_keys($book['posted']), points()], [[3], 7], 'what was posted');
	hold(isset($book['answers'][3]), 'the receipt can say so');
	$tables->put(3, ['sale_status' => '2']);
	Book::touch('data', 3, null);
	run();
	same(points(), 0, 'the points after it was deleted');
}

/** The answer came, and the power went before it was put down; then the sale was changed. */
function a_sale_posted_but_not_noted_is_edited(): void
{
	global $tables;
	run();
	$tables->put(1);
	run(static function (array $request): array {
		regulars()->request($request);
		throw new \RegularsLate('the power went');
	});
	same(points(), 7, 'the points that were not noted');
	$tables->put(1, ['price' => '9.50']);
	$book = run();
	same([$book['refused'], $book['waiting'], points()], [[], [], 9], 'the book and the points');
}

/** The book remembers so many sales; a shop sells them in a day. */
function a_deleted_sale_that_the_book_forgot_is_voided(): void
{
	global $tables;
	run();
	$tables->put(1);
	run();
	$text = json_decode(file_get_contents('data/book.json'), true);
	$text['posted'] = $text['answers'] = [];
	file_put_contents('data/book.json', json_encode($text));
	$tables->put(1, ['sale_status' => '2']);
	$tables->put(2, ['sale_status' => '2']);
	Book::touch('data', 1, null);
	$book = run();
	same([$book['refused'], $book['waiting'], points()], [[], [], 0], 'the book and the points');
}

/** What cannot be made into a request stands on the list, also when it is deleted. */
function rows_that_are_broken_stop_nobody(): void
{
	global $tables;
	run();
	$tables->put(1);
	run();
	$tables->put(1, ['sale_status' => '2', 'price' => 'seven']);
	$tables->put(2, ['price' => "\xc3seven"]);
	$tables->put(3, ['sale_time' => "\xff\xfe"]);
	$tables->put(4, ['name' => "Caf\xe9\x07 " . str_repeat("\u{e6}", 200)]);
	$tables->put(5, ['name' => "Tea\u{85}\u{202e}\u{2066}"]);
	Book::touch('data', 1, null);
	$book = run();
	same([array_keys($book['refused']), $book['waiting'], $book['posted'][1]], [[2, 3], [], 'voided'],
		'the book');
	same(points(), 14, 'the points');
}

/** A counter that jumps: a table that was restored, a cluster that counts in steps. */
function a_jump_of_the_numbers_is_not_walked_through(): void
{
	global $tables;
	$tables->put(1);
	run();
	$tables->put(2000000000);
	$book = run();
	hold(count($book['waiting']) < 1000, 'few numbers wait');
	same([$book['watermark'], points()], [2000000000, 7], 'the watermark and the points');
}

/** A shop with many quotes looks at each page at those that may have changed. */
function quotes_that_wait_cost_nothing(): void
{
	global $tables;
	run();
	for ($sale_id = 1; $sale_id <= 300; $sale_id++) {
		$tables->put($sale_id, ['sale_status' => '1']);
	}
	run();
	run();
	$tables->put(301);
	$tables->read = 0;
	run();
	same([$tables->read, points()], [1, 7], 'what was read, and the points');
}

/** An error of tomorrow's is waited out, not given up. */
function what_is_not_the_sales_fault_waits(): void
{
	global $tables;
	run();
	$tables->put(1);
	foreach (['E_INTERNAL', 'E_FULL', 'E_BUSY'] as $code) {
		$book = run(static function () use ($code): array {
			throw new \RegularsRefused($code, 'not now');
		});
		same([array_keys($book['waiting']), $book['says']], [[1], 'not now'], "what $code leaves");
	}
	same([run()['says'], points()], ['', 7], 'afterwards');
}

/** A folder that is not there, or a book that is cut off, is said and not taken for a busy one. */
function a_book_that_cannot_be_had_is_said(): void
{
	foreach (['nowhere' => 'nowhere', 'data' => 'book.json'] as $folder => $word) {
		file_put_contents('data/book.json', '{"first": 3, "wat');
		try {
			Book::open($folder);
			hold(false, "$folder is refused");
		} catch (\RuntimeException $why) {
			hold(strpos($why->getMessage(), $word) !== false, $why->getMessage());
		}
	}
}

/** A disk that was full left half a line; the next is read all the same. */
function half_a_line_spoils_no_other(): void
{
	global $tables;
	run();
	file_put_contents('data/touched.log', '{"sale":1,"sca');
	$tables->put(2);
	Book::touch('data', 2, '0420000000017', true);
	same(run()['scans'], [2 => '0420000000017'], 'the scans');
}

if (!function_exists(__NAMESPACE__ . "\\$argv[1]")) {
	echo "there is no such promise\n";
	exit(1);
}
(__NAMESPACE__ . "\\$argv[1]")();
