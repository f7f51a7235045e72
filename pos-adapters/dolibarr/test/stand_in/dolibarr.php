<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * dolibarr.php - stands in for Dolibarr in tests: its database class over SQLite in a file, its
 * settings in $conf->global, and the few functions that the module calls.
 */
define('DOL_DOCUMENT_ROOT', __DIR__);
define('MAIN_DB_PREFIX', 'llx_');
define('LOG_OF_DOLIBARR', getenv('DOLIBARR_LOG') ?: '/dev/null');

class Conf
{
	public $entity = 1;
	public $currency = 'EUR';
	public $global;

	public function __construct()
	{
		$this->global = new stdClass();
	}
}

class User
{
	public $login = 'jonas';
}

class Translate
{
	private $texts = ['SeparatorDecimal' => '.'];

	public function load(string $domain): void
	{
		$file = dirname(__DIR__, 2) . '/regulars/langs/en_US/regulars.lang';
		foreach (file($file, FILE_IGNORE_NEW_LINES) as $line) {
			if (preg_match('/^(\w+)=(.*)$/', $line, $found)) {
				$this->texts[$found[1]] = $found[2];
			}
		}
	}

	public function transnoentitiesnoconv(string $key, ...$values): string
	{
		return sprintf($this->texts[$key] ?? $key, ...$values);
	}
}

/**
 * DoliDB's calls. Nested begin() and commit() count, as Dolibarr's do; and a statement that fails takes
 * its transaction with it, as in PostgreSQL, but with a savepoint.
 */
class StandInDb
{
	private $pdo;
	private $depth = 0;
	private $error = '';
	private $is_aborted = false;

	public function __construct(string $file)
	{
		$this->pdo = new PDO("sqlite:$file", null, null, [PDO::ATTR_TIMEOUT => 5,
			PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
		$this->pdo->exec('PRAGMA journal_mode = WAL');
	}

	public function begin()
	{
		return $this->depth++ > 0 || $this->pdo->exec('BEGIN IMMEDIATE') !== false;
	}

	public function commit()
	{
		if (--$this->depth > 0) {
			return true;
		}
		return $this->is_aborted ? $this->rollback() && false : $this->pdo->exec('COMMIT') !== false;
	}

	public function rollback()
	{
		$this->depth = 0;
		$this->is_aborted = false;
		return $this->pdo->exec('ROLLBACK') !== false;
	}

	public function query(string $sql, $usesavepoint = 0)
	{
		$result = $this->is_aborted ? false : $this->pdo->query($sql);
		$this->error = $result === false ? (string) $this->pdo->errorInfo()[2] : '';
		$this->is_aborted = $this->is_aborted ||
			($result === false && $this->depth > 0 && !$usesavepoint);
		return $result;
	}

	public function fetch_object($result)
	{
		return $result->fetch(PDO::FETCH_OBJ);
	}

	public function affected_rows($result)
	{
		return $result->rowCount();
	}

	public function escape(string $text): string
	{
		return str_replace("'", "''", $text);
	}

	public function plimit(int $limit): string
	{
		return " LIMIT $limit";
	}

	public function lasterror(): string
	{
		return $this->error;
	}
}

function getDolGlobalString(string $name, $default = ''): string
{
	global $conf;
	return (string) ($conf->global->$name ?? $default);
}

function getDolGlobalInt(string $name, int $default = 0): int
{
	global $conf;
	return (int) ($conf->global->$name ?? $default);
}

function isModEnabled(string $module): bool
{
	return in_array($module, ['regulars', 'category'], true);
}

function getEntity(string $element): string
{
	return '1';
}

function GETPOST(string $name, string $check): string
{
	return (string) ($_GET[$name] ?? '');
}

function dol_escape_htmltag(string $text): string
{
	return htmlspecialchars($text, ENT_QUOTES);
}

function dol_syslog(string $text, int $level): void
{
	file_put_contents(LOG_OF_DOLIBARR, $text . "\n", FILE_APPEND);
}

/** The module's tables and those of Dolibarr's that it reads, in SQLite's words. */
function stand_in_tables(StandInDb $db): void
{
	$folder = dirname(__DIR__, 2) . '/regulars/sql/';
	$keys = glob("$folder*.key.sql");
	foreach (array_merge(array_diff(glob("$folder*.sql"), $keys), $keys) as $file) {
		$sql = preg_replace('/^--.*$/m', '', file_get_contents($file));
		$sql = str_replace(['AUTO_INCREMENT', ' ENGINE=innodb', 'mediumtext'], ['', '', 'text'], $sql);
		$sql = preg_replace('/ALTER TABLE (\w+) ADD (UNIQUE )?INDEX (\w+) /',
			'CREATE $2INDEX $3 ON $1 ', $sql);
		foreach (array_filter(array_map('trim', explode(';', $sql))) as $statement) {
			if ($db->query($statement) === false) {
				throw new RuntimeException("$file: " . $db->lasterror());
			}
		}
	}
	$db->query('CREATE TABLE llx_categorie (rowid integer PRIMARY KEY, label text)');
	$db->query('CREATE TABLE llx_categorie_product (fk_categorie integer, fk_product integer)');
	$db->query("INSERT INTO llx_categorie VALUES (7, 'coffee')");
	$db->query('INSERT INTO llx_categorie_product VALUES (7, 1)');
	$db->query('CREATE TABLE llx_societe (rowid integer PRIMARY KEY, nom text, barcode text, ' .
		'entity integer)');
	$db->query('CREATE TABLE llx_societe_extrafields (fk_object integer, regulars_card text)');
}
