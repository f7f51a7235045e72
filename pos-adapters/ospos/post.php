<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * post.php - posts what is open, without a page: for cron, as the web server's user.
 *
 * usage: php post.php
 * Out: nothing when all is well; else one line on standard error, and status 1.
 */
namespace RegularsOspos;

require_once __DIR__ . '/lib/pages.php';

$own = require __DIR__ . '/settings.php';
try {
	/* What another user writes here or into the store, the till's own pages could not write any more. */
	$owner = (int) @fileowner($own['data']);
	if (function_exists('posix_geteuid') && posix_geteuid() !== $owner) {
		throw new \RuntimeException('run this as the user whose folder ' . $own['data'] . ' is: ' .
			(posix_getpwuid($owner)['name'] ?? "$owner"));
	}
	$says = post_open($own) ? Book::read($own['data'])['says'] : '';
} catch (\Throwable $why) {
	$says = $why->getMessage();
}
if ($says !== '') {
	fwrite(STDERR, "regulars-ospos: $says\n");
	exit(1);
}
