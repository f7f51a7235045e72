<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * front.php - runs before each page of OSPOS, as PHP's auto_prepend_file says; OSPOS's own files are
 * as they were.
 *
 * On OSPOS's pages it adds a script (the greeting, the points), and puts down in a file which sale
 * was done, changed or deleted. It calls nothing of Regulars there: that is done by requests of the
 * script's own, with regulars_ospos in their address, which this file answers in OSPOS's place.
 * Whatever goes wrong here, a file of ours that is missing or cut off too, OSPOS's page is as it would
 * have been; the reason is in PHP's error log.
 */
namespace RegularsOspos;

(static function () {
	if (PHP_SAPI === 'cli') {
		return;
	}
	/* A require of what is not there would take OSPOS's page with it. */
	$read = static function (string $name) {
		$file = __DIR__ . "/$name";
		if (!is_readable($file)) {
			throw new \RuntimeException("$file cannot be read; see the adapter's README, Installing");
		}
		return include_once $file;
	};
	$asked = $_GET['regulars_ospos'] ?? null;
	try {
		$own = $read('settings.php');
		if (!is_array($own)) {
			throw new \RuntimeException('settings.php says nothing; copy settings.example.php');
		}
		$path = (string) parse_url($_SERVER['REQUEST_URI'] ?? '', PHP_URL_PATH);
		if (is_string($asked)) {
			$read('lib/pages.php');
			answer($asked, $own);
		} elseif (preg_match('#/(sales|config)(/|$)#i', $path)) {
			array_map($read, ['lib/pass.php', 'lib/book.php', 'lib/pages_of_ospos.php']);
			watch($path, $own);
		}
	} catch (\Throwable $why) {
		error_log("regulars-ospos: {$why->getMessage()}");
		if (is_string($asked)) {
			http_response_code(500);
		}
	}
	if (is_string($asked)) {
		exit;
	}
})();
