<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * front.php - runs before each page of OSPOS, as PHP's auto_prepend_file says; OSPOS's own files are
 * as they were.
 *
 * On OSPOS's pages it adds a script (the greeting, the points), and puts down in a file which sale
 * was done, changed or deleted. It calls nothing of Regulars there: that is done by requests of the
 * script's own, with regulars_ospos in their address, which this file answers in OSPOS's place.
 * Whatever goes wrong here, OSPOS's page is as it would have been; the reason is in PHP's error log.
 */
namespace RegularsOspos;

require_once __DIR__ . '/lib/pass.php';

(static function () {
	if (PHP_SAPI === 'cli') {
		return;
	}
	try {
		/* An include that fails is a warning; a require would take OSPOS's page with it. */
		$own = is_file(__DIR__ . '/settings.php') ? include __DIR__ . '/settings.php' : null;
		if (!is_array($own)) {
			error_log('regulars-ospos: there is no settings.php; copy settings.example.php');
			return;
		}
		$asked = $_GET['regulars_ospos'] ?? null;
		if (is_string($asked)) {
			require_once __DIR__ . '/lib/pages.php';
			answer($asked, $own);
			exit;
		}
		$path = (string) parse_url($_SERVER['REQUEST_URI'] ?? '', PHP_URL_PATH);
		if (preg_match('#/(sales|config)(/|$)#i', $path)) {
			require_once __DIR__ . '/lib/pages_of_ospos.php';
			watch($path, $own);
		}
	} catch (\Throwable $why) {
		error_log("regulars-ospos: {$why->getMessage()}");
	}
})();
