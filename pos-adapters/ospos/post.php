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
	$says = post_open($own) ? Book::read($own['data'])['says'] : '';
} catch (\Throwable $why) {
	$says = $why->getMessage();
}
if ($says !== '') {
	fwrite(STDERR, "regulars-ospos: $says\n");
	exit(1);
}
