<?php
/**
 * binding.php - what Regulars.php promises, one promise a run.
 *
 * usage: php binding.php PROMISE [WORD...]
 * In:  REGULARS_SO, REGULARS: the library and the command. The current folder has shop.db.
 * Out: status 0 when the promise is kept; else a line that says what was seen.
 */
require __DIR__ . '/../Regulars.php';

/* Against waiting without end, or a store's two seconds, on a machine that may be busy. */
const LIMIT_MS = 500;

function opened(string $mode, array $other = []): Regulars
{
	$with = $other + ['library' => getenv('REGULARS_SO'), 'command' => getenv('REGULARS'),
		'store' => 'shop.db'];
	return Regulars::open($with['store'], 'till-1', null, null, $with['library'], 40, $mode,
		$with['command']);
}

function stand_in(): Regulars
{
	return opened('helper', ['command' => __DIR__ . '/stand-in-gateway']);
}

function check(bool $holds, string $what): void
{
	if (!$holds) {
		echo $what, "\n";
		exit(1);
	}
}

/** The error that $call throws, and the milliseconds that it took. */
function thrown(callable $call): array
{
	$begin = hrtime(true);
	try {
		$call();
		$error = null;
	} catch (RegularsError $error) {
	}
	return [$error, (hrtime(true) - $begin) / 1e6];
}

function check_missing(Regulars $regulars, string ...$words): void
{
	[$error, $took_ms] = thrown(static function () use ($regulars) {
		$regulars->shop();
	});
	check($error instanceof RegularsMissing, 'not RegularsMissing: ' . var_export($error, true));
	check(strpos($error->getMessage(), "\n") === false, 'more than a line');
	foreach ($words as $word) {
		check(strpos($error->getMessage(), $word) !== false,
			"\"$word\" is not said: {$error->getMessage()}");
	}
	check($took_ms < LIMIT_MS, "took $took_ms ms");
}

$promises = [
	'an_op_is_a_method' => static function (string $mode) {
		$regulars = opened($mode);
		check($regulars->shop()['currency'] === 'EUR', 'no shop');
		$member = $regulars->enrol(['name' => 'Asha Verma', 'card' => "A-$mode"])['member'];
		check(is_int($member['id']) && $member['name'] === 'Asha Verma', 'not enrolled');
		$seen = $regulars->identify(['scan' => $member['qr']])['member'];
		check($seen['id'] === $member['id'], 'another member');
		check(strpos($regulars->how(), $mode) === 0, $regulars->how());
		check($regulars->is_bounded() === ($mode === 'helper'), 'bounded wrongly');
	},
	'a_refusal_has_its_code_and_field' => static function (string $mode) {
		$regulars = opened($mode);
		[$error] = thrown(static function () use ($regulars) {
			$regulars->sale(['sale' => ['id' => 'x', 'currency' => 'EUR', 'total' => 100,
				'lines' => [['total' => 'ninety']]]]);
		});
		check($error instanceof RegularsRefused && $error->getCode() === 'E_FIELD' &&
			$error->field === 'lines[0].total', var_export($error, true));
		[$error] = thrown(static function () use ($regulars) {
			$regulars->request(['op' => 'no_such_op']);
		});
		check($error instanceof RegularsRefused, 'an unknown op was taken');
		[$error] = thrown(static function () use ($regulars) {
			$regulars->identify(['scan' => "\xff"]);
		});
		check($error instanceof RegularsRefused && $error->getCode() === 'E_TEXT', 'not UTF-8');
	},
	'a_large_answer_makes_the_room_grow' => static function (string $mode) {
		$regulars = opened($mode);
		$answer = $regulars->report(['name' => 'cohorts', 'format' => 'html']);
		check(strlen($answer['report']) > 98304, strlen($answer['report']) . ' bytes only');
	},
	'integers_stay_exact' => static function () {
		$said = stand_in()->request(['op' => 'x', 'amount' => 9007199254740993,
			'text' => "8.629999999999999 \u{20ac}/", 'least' => PHP_INT_MIN])['said'];
		check($said['amount'] === 9007199254740993, 'amount');
		check($said['least'] === PHP_INT_MIN, 'least');
		check($said['text'] === "8.629999999999999 \u{20ac}/", 'text');
		check(Regulars::bits_problem(8) === '' && strpos(Regulars::bits_problem(4), '64-bit'),
			'32 bits');
	},
	'ffi_that_is_off_says_what_to_set' => static function (string ...$words) {
		check_missing(opened('ffi'), ...$words);
		check_missing(opened('auto', ['command' => './nowhere']), './nowhere', ...$words);
		$regulars = opened('auto');
		check($regulars->shop()['currency'] === 'EUR', 'no shop by the helper');
		check(strpos($regulars->how(), 'helper: ') === 0, $regulars->how());
		foreach ($words as $word) {
			check(strpos($regulars->how(), $word) !== false, $regulars->how());
		}
	},
	'what_is_missing_is_said' => static function (string $version) {
		check_missing(opened('ffi', ['library' => './nowhere.so']), './nowhere.so', 'install');
		check_missing(opened('ffi', ['library' => 'libm.so.6']), 'libm.so.6', 'install');
		check_missing(opened('ffi', ['library' => $version]), $version, 'same release');
		check_missing(opened('helper', ['command' => './nowhere']), './nowhere', 'install');
		check_missing(opened('helper', ['store' => 'nowhere.db']), 'nowhere.db');
		[$error] = thrown(static function () {
			opened('ffi', ['store' => 'nowhere.db'])->shop();
		});
		check($error->getCode() === 'E_NO_STORE', var_export($error, true));
	},
	'a_helper_that_is_slow_is_late' => static function (string $gate) {
		$regulars = stand_in();
		$pid = $regulars->shop()['pid'];
		[$error, $took_ms] = thrown(static function () use ($regulars, $gate) {
			$regulars->request(['op' => 'sale', 'wait' => $gate], 40);
		});
		check($error instanceof RegularsLate && $took_ms >= 40 && $took_ms < 40 + LIMIT_MS,
			"first: $took_ms ms");
		[$error, $took_ms] = thrown(static function () use ($regulars) {
			$regulars->request(['op' => 'identify'], 10000);
		});
		check($error instanceof RegularsLate && $took_ms < LIMIT_MS, "second: $took_ms ms");
		file_put_contents($gate, 'go');
		$answer = $regulars->request(['op' => 'identify', 'n' => 3]);
		check($answer['pid'] === $pid && $answer['said']['n'] === 3, json_encode($answer));
	},
	'closing_does_not_wait_for_a_late_helper' => static function (string $gate) {
		$regulars = stand_in();
		$pid = $regulars->shop()['pid'];
		thrown(static function () use ($regulars, $gate) {
			$regulars->request(['op' => 'sale', 'wait' => $gate], 5);
		});
		[, $took_ms] = thrown([$regulars, 'close']);
		check($took_ms < LIMIT_MS, "took $took_ms ms");
		check(!file_exists("/proc/$pid"), 'it still runs');
	},
	'a_helper_that_died_is_begun_once_anew' => static function () {
		$regulars = stand_in();
		$pid = $regulars->shop()['pid'];
		posix_kill($pid, 9);
		check($regulars->shop()['pid'] !== $pid, 'the same');
		[$error] = thrown(static function () use ($regulars) {
			$regulars->request(['op' => 'sale', 'die' => 'the disk is full']);
		});
		check($error instanceof RegularsMissing &&
			strpos($error->getMessage(), 'the disk is full') > 0, var_export($error, true));
		check($regulars->shop()['ok'], 'it did not come back');
	},
	'what_a_helper_says_aside_does_not_block_it' => static function () {
		$regulars = stand_in();
		check($regulars->request(['op' => 'x', 'noise' => 1000000], 10000)['ok'], 'blocked');
		$large = str_repeat('l', 1000000);
		check($regulars->request(['op' => 'x', 'text' => $large], 10000)['said']['text'] === $large,
			'a large request');
	},
	'a_locked_store_is_refused_in_time' => static function () {
		foreach (['ffi', 'helper'] as $mode) {
			$regulars = opened($mode);
			[$error, $took_ms] = thrown(static function () use ($regulars) {
				$regulars->sale(['sale' => ['id' => 'l1', 'currency' => 'EUR', 'total' => 100,
					'lines' => [['total' => 100]]]]);
			});
			check($error instanceof RegularsError, "$mode: the store was not locked");
			check($mode === 'helper' || $error->getCode() === 'E_BUSY', var_export($error, true));
			check($took_ms < LIMIT_MS, "$mode took $took_ms ms");
		}
	},
	'a_child_opens_anew_and_leaves_the_parents_alone' => static function (string $mode) {
		$regulars = opened($mode);
		$regulars->shop();
		$child = pcntl_fork();
		if ($child === 0) {
			exit($regulars->shop()['currency'] === 'EUR' ? 0 : 1);
		}
		pcntl_waitpid($child, $status);
		check(pcntl_wexitstatus($status) === 0 && pcntl_wifexited($status), 'the child failed');
		$answer = $regulars->sale(['sale' => ['id' => "fork-$mode", 'currency' => 'EUR',
			'total' => 100, 'lines' => [['total' => 100]]]]);
		check($answer['code'] === 'OK', 'the parent failed');
	},
	'a_fatal_error_closes_the_store' => static function () {
		$regulars = opened('ffi');
		$regulars->shop();
		register_shutdown_function(static function () {
			exit(7);
		});
		require 'no-such-file.php';
	},
];

$name = $argv[1] ?? '';
check(isset($promises[$name]), "there is no promise \"$name\"");
$promises[$name](...array_slice($argv, 2));
