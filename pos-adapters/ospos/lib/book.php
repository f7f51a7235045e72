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

	/** @var array<string, mixed> first, watermark, waiting, done, posted, refused, scans, answers, says */
	public $entries;
	/** @var string */
	private $folder;
	private $lock;

	/** The book, or null while another process has it. */
	public static function open(string $folder): ?self
	{
		$lock = @fopen("$folder/book.lock", 'c');
		if ($lock === false) {
			throw new \RuntimeException("$folder cannot be written: make it, and give it to PHP's user");
		}
		return flock($lock, LOCK_EX | LOCK_NB) ? new self($folder, $lock) : null;
	}

	/** To look at only. */
	public static function read(string $folder): array
	{
		$text = @file_get_contents("$folder/book.json");
		$entries = $text === false ? [] : json_decode($text, true, 64);
		if (!is_array($entries)) {
			throw new \RuntimeException("$folder/book.json cannot be read: take a copy of it from before, " .
				'or remove it, and sales count from the next one on');
		}
		return $entries + ['first' => null, 'watermark' => null, 'waiting' => [], 'done' => [],
			'posted' => [], 'refused' => [], 'scans' => [], 'answers' => [], 'says' => '', 'at' => null];
	}

	/** Put down by a page on its way: that a sale was done, or changed, and what was scanned. */
	public static function touch(string $folder, int $sale_id, ?string $scan, bool $is_done = false): void
	{
		$line = json_encode(['sale' => $sale_id] + ($scan === null ? [] : ['scan' => $scan]) +
			($is_done ? ['done' => true] : []), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES |
			JSON_INVALID_UTF8_SUBSTITUTE);
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
				/* Its own line also behind half of one, which a full disk left. */
				fwrite($log, "\n$line\n");
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

	/** Of 'posted', 'scans' or 'answers', the newest of which are kept. */
	public function put(string $name, int $sale_id, $value): void
	{
		unset($this->entries[$name][$sale_id]);
		$this->entries[$name][$sale_id] = $value;
		$most = $name === 'answers' ? self::KEPT_ANSWERS : self::KEPT;
		if (count($this->entries[$name]) > $most) {
			$this->entries[$name] = array_slice($this->entries[$name], -$most, null, true);
		}
	}

	/** Whether the sale may have been posted and scanned for, so long ago that nothing is known of it. */
	public function forgets(int $sale_id): bool
	{
		return count($this->entries['posted']) >= self::KEPT && !isset($this->entries['posted'][$sale_id]);
	}

	/** On the disk before the next step, whole or as it was. */
	public function save(): void
	{
		$json = json_encode($this->entries, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES |
			JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR);
		$new = "$this->folder/book.json.new";
		$file = fopen($new, 'w');
		$is_written = $file !== false && chmod($new, 0600) && fwrite($file, $json) === strlen($json) &&
			fflush($file) && (!function_exists('fsync') || fsync($file));
		if (!$is_written || !rename($new, "$this->folder/book.json")) {
			throw new \RuntimeException("$this->folder/book.json cannot be written");
		}
		fclose($file);
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
			if (isset($said['done'])) {
				$this->entries['done'][$said['sale']] = true;
			}
			if (isset($said['scan'])) {
				$this->put('scans', $said['sale'], $said['scan']);
			}
		}
		$this->save();
		unlink($taken);
	}
}
