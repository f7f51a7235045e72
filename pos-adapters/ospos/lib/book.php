<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * book.php - what the adapter keeps of its own: how far OSPOS's sales are posted, what is open and
 * what was refused. Files in one folder outside of OSPOS, so that an update leaves them alone.
 *
 * touched.log  what the till's pages put down in passing, a JSON line each; appended only.
 * book.json    the rest; one process at a time has it, the others come again later.
 * Not here: OSPOS's tables, the plugin.
 */
namespace RegularsOspos;

final class Book
{
	private const KEPT = 2000;
	private const KEPT_ANSWERS = 50;

	/** @var array<string, mixed> first, watermark, waiting, posted, refused, scans, answers, says */
	public $entries;
	/** @var string */
	private $folder;
	private $lock;

	/** The book, or null while another process has it. */
	public static function open(string $folder): ?self
	{
		$lock = fopen("$folder/book.lock", 'c');
		return $lock !== false && flock($lock, LOCK_EX | LOCK_NB) ? new self($folder, $lock) : null;
	}

	/** To look at only. */
	public static function read(string $folder): array
	{
		$text = @file_get_contents("$folder/book.json");
		return ($text === false ? [] : json_decode($text, true, 64, JSON_THROW_ON_ERROR)) +
			['first' => null, 'watermark' => null, 'waiting' => [], 'posted' => [], 'refused' => [],
				'scans' => [], 'answers' => [], 'says' => '', 'at' => null];
	}

	/** Put down by a page on its way: that a sale was done or changed, and what was scanned. */
	public static function touch(string $folder, int $sale_id, ?string $scan): void
	{
		$line = json_encode(['sale' => $sale_id] + ($scan === null ? [] : ['scan' => $scan]),
			JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
		$file = "$folder/touched.log";
		/* A file that was taken between opening and locking is not read any more: another one then. */
		do {
			$log = fopen($file, 'a');
			if ($log === false || !flock($log, LOCK_EX)) {
				throw new \RuntimeException("$file cannot be written");
			}
			clearstatcache(true, $file);
			$is_taken = @fileinode($file) !== fstat($log)['ino'];
			if (!$is_taken) {
				fwrite($log, "$line\n");
			}
			fclose($log);
		} while ($is_taken);
	}

	private function __construct(string $folder, $lock)
	{
		$this->folder = $folder;
		$this->lock = $lock;
		$this->entries = self::read($folder);
		$this->take_touched();
	}

	/** On the disk before the next step, whole or as it was. */
	public function save(): void
	{
		foreach (['posted' => self::KEPT, 'scans' => self::KEPT, 'answers' => self::KEPT_ANSWERS]
			as $name => $most) {
			krsort($this->entries[$name], SORT_NUMERIC);
			$this->entries[$name] = array_slice($this->entries[$name], 0, $most, true);
		}
		$new = "$this->folder/book.json.new";
		$json = json_encode($this->entries, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES |
			JSON_THROW_ON_ERROR);
		if (file_put_contents($new, $json) !== strlen($json) ||
			!rename($new, "$this->folder/book.json")) {
			throw new \RuntimeException("$this->folder/book.json cannot be written");
		}
	}

	/* A file that was taken and not yet put into the book, because of a crash, is taken again. */
	private function take_touched(): void
	{
		$taken = "$this->folder/touched.taken";
		$log = is_file($taken) ? false : @fopen("$this->folder/touched.log", 'r');
		if ($log !== false && flock($log, LOCK_EX)) {
			rename("$this->folder/touched.log", $taken);
			fclose($log);
		}
		if (!is_file($taken)) {
			return;
		}
		foreach (file($taken, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) ?: [] as $line) {
			$said = json_decode($line, true);
			if (!is_int($said['sale'] ?? null)) {
				continue;
			}
			$this->entries['waiting'] += [$said['sale'] => time()];
			if (isset($said['scan'])) {
				$this->entries['scans'][$said['sale']] = $said['scan'];
			}
		}
		$this->save();
		unlink($taken);
	}
}
