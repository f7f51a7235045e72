<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Regulars.php - Regulars, the loyalty plugin, for PHP 7.4 and later. Copy this one file.
 *
 *     $regulars = Regulars::open('/var/lib/shop/regulars.db', 'till-1');
 *     $member = $regulars->identify(['scan' => $scan])['member'];
 *     $answer = $regulars->sale(['sale' => $sale, 'print' => true]);
 *
 * Every op of the JSON door is a method of that name; its array is the request without "op", what
 * comes back is the answer (schema/gateway has both). Money: a text is an amount in major units,
 * "27.00"; an int is minor units. Never hand over a float.
 *
 * Two ways lead to the plugin. "ffi" loads the library into this process; "helper" starts the
 * command `regulars gateway` and talks to it through pipes. "auto" takes FFI where PHP allows it.
 * PHP cannot stop waiting for a call through FFI: there a call takes as long as it takes, and
 * within_ms is not held (patience_ms still is). With a helper it is held: RegularsLate.
 *
 * Nothing is loaded or opened before the first request; open one object a request or process, and
 * never keep one across processes. After pcntl_fork() the child opens anew by itself at its first
 * request, and leaves the parent's alone.
 */

/** What every error of this file is. Its text is one line for a person. */
class RegularsError extends RuntimeException
{
}

/** The door said no: nothing happened. getCode() is as in regulars.h: "E_BUSY". */
class RegularsRefused extends RegularsError
{
	/** @var string the field that it is about, as in lines[2].total, or "" */
	public $field;

	public function __construct(string $code, string $text, string $field = '')
	{
		parent::__construct($text);
		$this->code = $code;
		$this->field = $field;
	}
}

/** Regulars cannot be had here; the text says what to do. */
class RegularsMissing extends RegularsError
{
}

/** No answer within the time. The call goes on; asking again with the same sale id is safe. */
class RegularsLate extends RegularsError
{
}

/**
 * @method array shop(array $fields = [], ?int $within_ms = null)
 * @method array identify(array $fields, ?int $within_ms = null)
 * @method array enrol(array $fields, ?int $within_ms = null)
 * @method array card(array $fields, ?int $within_ms = null)
 * @method array member(array $fields, ?int $within_ms = null)
 * @method array quote(array $fields, ?int $within_ms = null)
 * @method array let_go(array $fields, ?int $within_ms = null)
 * @method array sale(array $fields, ?int $within_ms = null)
 * @method array refund(array $fields, ?int $within_ms = null)
 * @method array void(array $fields, ?int $within_ms = null)
 * @method array edit(array $fields, ?int $within_ms = null)
 * @method array receipt(array $fields, ?int $within_ms = null)
 * @method array report(array $fields, ?int $within_ms = null)
 * @method array voucher(array $fields, ?int $within_ms = null)
 */
final class Regulars
{
	private const ENCODE = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE |
		JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR;

	/** @var array<string, mixed> */
	private $options;
	/** @var RegularsFfi|RegularsHelper|null */
	private $door = null;
	/** @var int the process that opened the door */
	private $process = 0;
	/** @var string */
	private $how = 'not opened yet';

	/**
	 * Nothing is opened yet. $mode: "auto", "ffi" or "helper"; $library is for FFI, $command for
	 * the helper; $patience_ms: how long a call waits for another program that writes to the store.
	 */
	public static function open(string $store, string $till, ?string $key = null,
		?string $printer = null, string $library = 'libregulars.so.0', int $patience_ms = 40,
		string $mode = 'auto', string $command = 'regulars'): self
	{
		if (!in_array($mode, ['auto', 'ffi', 'helper'], true)) {
			throw new InvalidArgumentException("\"$mode\" is not auto, ffi or helper");
		}
		return new self(compact('store', 'till', 'key', 'printer', 'library', 'patience_ms',
			'mode', 'command'));
	}

	/** @param array<string, mixed> $options */
	private function __construct(array $options)
	{
		$this->options = $options;
		/* A fatal error runs no destructors, but these; the library must not be unloaded open. */
		$self = WeakReference::create($this);
		register_shutdown_function(static function () use ($self) {
			if ($self->get() !== null) {
				$self->get()->close();
			}
		});
	}

	public function __destruct()
	{
		$this->close();
	}

	/** @param array<int, mixed> $arguments the request's fields, then within_ms */
	public function __call(string $op, array $arguments): array
	{
		$fields = $arguments[0] ?? [];
		if (!is_array($fields)) {
			throw new InvalidArgumentException("$op() takes the request's fields, as in " .
				"identify(['scan' => \$scan])");
		}
		return $this->request(['op' => $op] + $fields, $arguments[1] ?? null);
	}

	/**
	 * Any request. Its answer; throws RegularsRefused when it says no, RegularsMissing, and with a
	 * helper RegularsLate after $within_ms (null: no limit).
	 *
	 * @param array<string, mixed>|object $request
	 * @return array<string, mixed>
	 */
	public function request($request, ?int $within_ms = null): array
	{
		try {
			$json = json_encode($request, self::ENCODE);
		} catch (JsonException $why) {
			throw new RegularsRefused('E_TEXT', 'the request cannot be written as JSON: ' .
				$why->getMessage());
		}
		$answer = json_decode($this->request_text($json, $within_ms), true, 64,
			JSON_BIGINT_AS_STRING);
		if (!is_array($answer)) {
			throw new RegularsMissing('what answered is not Regulars: look at ' . $this->how);
		}
		if (($answer['ok'] ?? false) !== true) {
			throw new RegularsRefused($answer['code'] ?? 'E_INTERNAL',
				$answer['error'] ?? 'Regulars gave no reason', $answer['field'] ?? '');
		}
		return $answer;
	}

	/** The same with JSON as it is: one text in, the answer's text out, also one that says no. */
	public function request_text(string $json, ?int $within_ms = null): string
	{
		$until = $within_ms === null ? null : microtime(true) + $within_ms / 1000;
		return $this->door()->ask($json, $until);
	}

	/** Which way is taken, and why: one line for an installer. Opens nothing. */
	public function how(): string
	{
		return $this->how;
	}

	/** Whether within_ms is held. */
	public function is_bounded(): bool
	{
		return $this->door() instanceof RegularsHelper;
	}

	/** Ends it, within a tenth of a second. The next request would open it again. */
	public function close(): void
	{
		if ($this->door !== null && $this->process === getmypid()) {
			$this->door->close();
		}
		$this->door = null;
	}

	/** @return RegularsFfi|RegularsHelper */
	private function door()
	{
		if ($this->door !== null && $this->process !== getmypid()) {
			$this->door->forget();
			$this->door = null;
		}
		if ($this->door === null) {
			$this->door = $this->choose();
			$this->process = getmypid();
		}
		return $this->door;
	}

	/** @return RegularsFfi|RegularsHelper */
	private function choose()
	{
		if (self::bits_problem(PHP_INT_SIZE) !== '') {
			throw new RegularsMissing(self::bits_problem(PHP_INT_SIZE));
		}
		$mode = $this->options['mode'];
		$problem = $mode === 'helper' ? 'that was asked for' : self::ffi_problem();
		if ($problem === '') {
			$this->how = "ffi: {$this->options['library']} in this process";
			return new RegularsFfi($this->options);
		}
		if ($mode === 'ffi') {
			$this->how = "none: $problem";
			throw new RegularsMissing($problem);
		}
		$this->how = "helper: {$this->options['command']} gateway; $problem";
		try {
			return new RegularsHelper($this->options);
		} catch (RegularsMissing $why) {
			throw $mode === 'helper' ? $why :
				new RegularsMissing($why->getMessage() . ". Or without it: $problem");
		}
	}

	/** Why this PHP cannot hold an amount, "" when it can. */
	public static function bits_problem(int $int_size): string
	{
		return $int_size >= 8 ? '' :
			'Regulars needs a 64-bit PHP: this one counts in 32 bits; install a 64-bit one';
	}

	/** Why FFI cannot be used here and what to set, "" when it can. */
	public static function ffi_problem(): string
	{
		$file = php_ini_loaded_file() ?: 'php.ini';
		if (!extension_loaded('FFI')) {
			return "PHP's FFI extension is not loaded: put extension=ffi into $file " .
				'(Debian: phpenmod ffi), then ' . self::restart();
		}
		try {
			FFI::cdef('int abs(int);');
			return '';
		} catch (Throwable $why) {
			$value = ini_get('ffi.enable');
			$value = $value === '' || $value === false ? '0' : $value;
			return "PHP does not allow FFI here (ffi.enable is $value): put ffi.enable=1 into " .
				"$file, then " . self::restart();
		}
	}

	private static function restart(): string
	{
		$version = PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
		$what = ['fpm-fcgi' => "restart PHP-FPM (systemctl restart php$version-fpm)",
			'apache2handler' => 'restart Apache (systemctl restart apache2)',
			'cli' => 'run it again'];
		return $what[PHP_SAPI] ?? 'restart what runs PHP (' . PHP_SAPI . ')';
	}
}

/** The plugin in this process, through its C table. */
final class RegularsFfi
{
	private const ABI = 1;
	private const E_BUFFER = -3;
	/* By number, from -1 down. */
	private const CODES = 'ARGUMENT MEMORY BUFFER UNKNOWN PAYMENT_CARD FORGED BLOCKED TAKEN DIFFERS
		SUM LINES RANGE CURRENCY TEXT TIME NO_SALE REFUND POINTS JSON FIELD LIMIT NO_STORE READ_ONLY
		FULL BUSY NEWER FOREIGN DAMAGED KEY INPUT_OUTPUT PRINTER NO_PRINTER FONT INTERNAL CLOSED';
	private const CONTRACT = '
		struct rgl_options { uint32_t size; uint32_t reserved; const char *store; const char *key;
			const char *till; const char *printer; uint32_t patience_ms; uint32_t reserved_too; };
		struct rgl_why { uint32_t size; int32_t code; char field[64]; char text[320]; };
		struct rgl;
		struct rgl_api { uint32_t size; uint32_t abi; const char *version;
			const char *(*words)(int32_t);
			int32_t (*open)(const void *, const struct rgl_options *, struct rgl **,
				struct rgl_why *);
			void (*close)(struct rgl *);
			void *shop_to_printing[8];
			int32_t (*request)(struct rgl *, const char *, size_t, char *, size_t *); };
		const struct rgl_api *regulars_entry(uint32_t);';

	/** @var FFI */
	private $ffi;
	private $api;
	private $handle = null;
	private $room;
	/** @var array<string, mixed> */
	private $options;

	/** @param array<string, mixed> $options */
	public function __construct(array $options)
	{
		$library = $options['library'];
		$this->options = $options;
		try {
			$this->ffi = FFI::cdef(self::CONTRACT, $library);
			$this->api = $this->ffi->regulars_entry(self::ABI);
		} catch (FFI\Exception $why) {
			throw new RegularsMissing("$library cannot be loaded (" . $why->getMessage() .
				'): install Regulars and run ldconfig, or say where it is');
		}
		if ($this->api === null ||
			$this->api->size < FFI::sizeof($this->ffi->type('struct rgl_api'))) {
			throw new RegularsMissing("$library is of a version that this Regulars.php does not " .
				'know: take both from the same release');
		}
		$this->room = $this->ffi->new('char[98304]');
	}

	/** $until is not held: see the head of this file. */
	public function ask(string $json, ?float $until): string
	{
		$need = $this->ffi->new('size_t');
		do {
			$need->cdata = FFI::sizeof($this->room);
			$rc = ($this->api->request)($this->handle(), $json, strlen($json), $this->room,
				FFI::addr($need));
			$grows = $rc === self::E_BUFFER && $need->cdata > FFI::sizeof($this->room);
			if ($grows) {
				$this->room = $this->ffi->new('char[' . $need->cdata . ']');
			}
		} while ($grows);
		if ($rc < 0) {
			/* The context may have closed itself; the next request opens another. */
			$this->close();
			throw new RegularsRefused(self::code($rc), (string) ($this->api->words)($rc));
		}
		return FFI::string($this->room, $need->cdata);
	}

	public function close(): void
	{
		if ($this->handle !== null) {
			($this->api->close)($this->handle);
		}
		$this->handle = null;
	}

	public function forget(): void
	{
		$this->handle = null;
	}

	private function handle()
	{
		if ($this->handle !== null) {
			return $this->handle;
		}
		$kept = [];
		$options = $this->ffi->new('struct rgl_options');
		$options->size = FFI::sizeof($options);
		$options->patience_ms = max(0, $this->options['patience_ms']);
		foreach (['store', 'key', 'till', 'printer'] as $name) {
			if ($this->options[$name] !== null) {
				$kept[$name] = $this->text($this->options[$name]);
				$options->$name = $this->ffi->cast('char *', FFI::addr($kept[$name]));
			}
		}
		$why = $this->ffi->new('struct rgl_why');
		$why->size = FFI::sizeof($why);
		$handle = $this->ffi->new('struct rgl *');
		$rc = ($this->api->open)(null, FFI::addr($options), FFI::addr($handle), FFI::addr($why));
		if ($rc < 0) {
			throw new RegularsRefused(self::code($rc), FFI::string($why->text),
				FFI::string($why->field));
		}
		return $this->handle = $handle;
	}

	private function text(string $text)
	{
		$copy = $this->ffi->new('char[' . (strlen($text) + 1) . ']');
		FFI::memcpy($copy, $text, strlen($text));
		return $copy;
	}

	private static function code(int $rc): string
	{
		$codes = preg_split('/\s+/', self::CODES);
		return 'E_' . ($codes[-$rc - 1] ?? 'INTERNAL');
	}
}

/** `regulars gateway` behind pipes: a line out, a line in. */
final class RegularsHelper
{
	/* What may be asked twice: it changes nothing, or its id counts once. */
	private const REPEATABLE = ['shop', 'identify', 'member', 'quote', 'sale', 'refund', 'void',
		'edit', 'let_go', 'report'];
	private const CLOSE_MS = 100;

	/** @var string[] */
	private $command;
	private $process = null;
	/** @var array<int, resource> */
	private $pipes = [];
	private $unsent = '';
	private $read = '';
	private $errors = '';
	/** @var bool a late answer is still to come */
	private $is_owed = false;

	/** @param array<string, mixed> $options */
	public function __construct(array $options)
	{
		$this->command = [self::find($options['command']), 'gateway', '--store', $options['store'],
			'--till', $options['till']];
		foreach (['key' => 'key', 'printer' => 'printer', 'patience_ms' => 'patience'] as $from => $to) {
			if ($options[$from]) {
				array_push($this->command, "--$to", (string) $options[$from]);
			}
		}
	}

	/** The answer to one request; begins the helper when there is none, once anew if it died. */
	public function ask(string $json, ?float $until): string
	{
		$this->settle($until);
		/* A line's end outside of texts is as good as a tab, and inside both are refused. */
		$line = ($json === '' ? ' ' : strtr($json, "\r\n", "\t\t")) . "\n";
		for ($try = 0; $try < 2; $try++) {
			if ($this->process === null) {
				$this->start();
			}
			$this->unsent = $line;
			$answer = $this->pump($until);
			if ($answer !== null) {
				return $answer;
			}
			$this->close();
			if (!in_array(json_decode($json, true)['op'] ?? '', self::REPEATABLE, true)) {
				break;
			}
		}
		throw new RegularsMissing('the helper ended before it answered: ' . $this->last_words());
	}

	/** Nothing is waited for longer than CLOSE_MS; what still runs then is ended. */
	public function close(): void
	{
		if ($this->process === null) {
			return;
		}
		$this->errors .= stream_get_contents($this->pipes[2], 4096);
		array_map('fclose', $this->pipes);
		$until = microtime(true) + ($this->is_owed ? 0 : self::CLOSE_MS / 1000);
		while (proc_get_status($this->process)['running'] && microtime(true) < $until) {
			usleep(500);
		}
		if (proc_get_status($this->process)['running']) {
			/* The store stands a kill at any moment; what was not done can be asked again. */
			proc_terminate($this->process, 9);
		}
		proc_close($this->process);
		$this->reset();
	}

	/** In a child: the parent's helper stays the parent's. */
	public function forget(): void
	{
		if ($this->process !== null) {
			array_map('fclose', $this->pipes);
		}
		$this->reset();
	}

	private function reset(): void
	{
		$this->process = null;
		$this->pipes = [];
		$this->unsent = $this->read = '';
		$this->is_owed = false;
	}

	/** Takes a late answer out of the way. While it has not come, nobody else waits for it. */
	private function settle(?float $until): void
	{
		if ($this->process === null) {
			return;
		}
		if ($this->is_owed) {
			$answer = $this->pump($until === null ? null : 0.0);
			if ($answer === null) {
				$this->close();
			}
		} elseif (!proc_get_status($this->process)['running']) {
			$this->close();
		}
	}

	private function start(): void
	{
		$this->errors = '';
		$process = @proc_open($this->command, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']],
			$this->pipes);
		if (!is_resource($process)) {
			throw new RegularsMissing("{$this->command[0]} could not be started: " .
				(error_get_last()['message'] ?? 'PHP says no reason'));
		}
		$this->process = $process;
		foreach ($this->pipes as $pipe) {
			stream_set_blocking($pipe, false);
		}
	}

	/** Sends what is unsent and reads one line; null when the helper ended. Throws RegularsLate. */
	private function pump(?float $until): ?string
	{
		for (;;) {
			$end = strpos($this->read, "\n");
			if ($end !== false) {
				$line = substr($this->read, 0, $end);
				$this->read = substr($this->read, $end + 1);
				$this->is_owed = false;
				return $line;
			}
			if (feof($this->pipes[1])) {
				return null;
			}
			$left = $until === null ? 1.0 : max(0.0, $until - microtime(true));
			if (!$this->move($left) && $until !== null && microtime(true) >= $until) {
				$this->is_owed = true;
				throw new RegularsLate('Regulars has not answered in time; the call goes on, ' .
					'and may be asked again');
			}
		}
	}

	/** Waits for the pipes and moves what they take and have. False when nothing moved. */
	private function move(float $left_s): bool
	{
		$in = array_filter([$this->pipes[1], $this->pipes[2]], static function ($pipe) {
			return !feof($pipe);
		});
		$out = $this->unsent === '' ? [] : [$this->pipes[0]];
		$none = null;
		$ready = @stream_select($in, $out, $none, (int) $left_s,
			(int) (fmod($left_s, 1) * 1000000));
		if (!$ready) {
			return false;
		}
		if ($out !== []) {
			$sent = @fwrite($this->pipes[0], substr($this->unsent, 0, 65536));
			/* Closed already: its end is seen on the other pipe. */
			$this->unsent = $sent === false ? '' : (string) substr($this->unsent, $sent);
		}
		foreach ($in as $pipe) {
			$bytes = (string) fread($pipe, 65536);
			if ($pipe === $this->pipes[1]) {
				$this->read .= $bytes;
			} else {
				$this->errors = substr($this->errors . $bytes, -4096);
			}
		}
		return true;
	}

	private function last_words(): string
	{
		$lines = array_filter(explode("\n", trim($this->errors)));
		return $lines === [] ? 'it said no reason' : end($lines);
	}

	private static function find(string $command): string
	{
		$path = getenv('PATH') ?: '/usr/local/bin:/usr/bin:/bin';
		$folders = strpos($command, '/') === false ? explode(':', $path) : [''];
		foreach ($folders as $folder) {
			$file = $folder === '' ? $command : "$folder/$command";
			if (is_file($file) && is_executable($file)) {
				return $file;
			}
		}
		throw new RegularsMissing("the command $command is not here: install Regulars, or say " .
			'where its command is');
	}
}
