<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * pass.php - signed passes: who has one was shown a page of OSPOS's that only its employees see.
 *
 * A pass says what it is for and how long; it is given out inside those pages.
 */
namespace RegularsOspos;

const PASS_S = 43200;

function secret(string $folder): string
{
	$file = "$folder/secret";
	if (!is_file($file)) {
		$new = "$file." . bin2hex(random_bytes(8));
		file_put_contents($new, random_bytes(32));
		chmod($new, 0600);
		/* The first of two that begin at once has it. */
		@link($new, $file);
		unlink($new);
	}
	$secret = file_get_contents($file);
	if ($secret === false || strlen($secret) !== 32) {
		throw new \RuntimeException("$file is not to be read: is the folder PHP's user's own?");
	}
	return $secret;
}

/** @param array<string, mixed> $what kept in the pass, readable to who has it */
function pass_make(string $folder, array $what, int $now, int $for_s = PASS_S): string
{
	$text = rtrim(strtr(base64_encode(json_encode(['until' => $now + $for_s] + $what,
		JSON_THROW_ON_ERROR)), '+/', '-_'), '=');
	return $text . '.' . hash_hmac('sha256', $text, secret($folder));
}

/** What is in a pass; null when it is none of ours, or over. */
function pass_read(string $folder, $pass, int $now): ?array
{
	if (!is_string($pass) || substr_count($pass, '.') !== 1) {
		return null;
	}
	[$text, $sign] = explode('.', $pass);
	if (!hash_equals(hash_hmac('sha256', $text, secret($folder)), $sign)) {
		return null;
	}
	$what = json_decode((string) base64_decode(strtr($text, '-_', '+/'), true), true);
	return is_array($what) && ($what['until'] ?? 0) >= $now ? $what : null;
}
