<?php
/**
 * replay.php - says a recorded conversation through Regulars.php and holds each answer against what
 * was recorded.
 *
 * usage: php replay.php MODE LIBRARY COMMAND CONVERSATION STORE
 * Out: a line for each difference; status 1 when there is one, or nothing was said.
 */
require __DIR__ . '/../Regulars.php';

/** What is to be said, with kept values in the place of their names. */
function filled($value, array $kept)
{
	if (is_string($value) && $value !== '' && $value[0] === '$') {
		$name = substr($value, 1);
		return array_key_exists($name, $kept) ? $kept[$name] : $value;
	}
	if (is_object($value)) {
		return (object) array_map(static function ($part) use ($kept) {
			return filled($part, $kept);
		}, get_object_vars($value));
	}
	return is_array($value) ? array_map(static function ($part) use ($kept) {
		return filled($part, $kept);
	}, $value) : $value;
}

/** Where $heard is not as $expected, "" when nowhere. */
function difference($expected, $heard, array &$kept, string $path = 'answer'): string
{
	if (is_string($expected) && strncmp($expected, '$', 1) === 0) {
		if ($expected === '$any') {
			return '';
		}
		if (strncmp($expected, '$keep:', 6) === 0) {
			$kept[substr($expected, 6)] = $heard;
			return '';
		}
		$expected = filled($expected, $kept);
	}
	if (gettype($expected) !== gettype($heard)) {
		return "$path: " . json_encode($heard) . ', not ' . json_encode($expected);
	}
	if (!is_object($expected) && !is_array($expected)) {
		return $expected === $heard ? '' :
			"$path: " . json_encode($heard) . ', not ' . json_encode($expected);
	}
	$expected = (array) $expected;
	$heard = (array) $heard;
	foreach (array_keys($expected + $heard) as $key) {
		if (!array_key_exists($key, $heard) || !array_key_exists($key, $expected)) {
			return "$path.$key: " . (array_key_exists($key, $heard) ? 'unexpected' : 'missing');
		}
		$found = difference($expected[$key], $heard[$key], $kept, "$path.$key");
		if ($found !== '') {
			return $found;
		}
	}
	return '';
}

[, $mode, $library, $command, $conversation, $store] = $argv;
$regulars = Regulars::open($store, 'replay', null, null, $library, 2000, $mode, $command);
$kept = [];
$said = $wrong = 0;
foreach (array_slice(file($conversation), 1) as $number => $line) {
	$turn = trim($line) === '' ? null : json_decode($line, false, 64, JSON_THROW_ON_ERROR);
	if ($turn === null) {
		continue;
	}
	$text = $turn->say_text ?? json_encode(filled($turn->say, $kept),
		JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION);
	$heard = json_decode($regulars->request_text($text), false, 64, JSON_BIGINT_AS_STRING);
	$found = difference($turn->hear, $heard, $kept);
	$said++;
	if ($found !== '') {
		$wrong++;
		echo basename($conversation), ':', $number + 2, ': ', $found, "\n";
	}
}
exit($said > 0 && $wrong === 0 ? 0 : 1);
