<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * regulars_main.php - finds Dolibarr from a page of the module, wherever custom/ is, and starts it.
 */
if (PHP_SAPI === 'cli' || !isset($_SERVER['SCRIPT_FILENAME'])) {
	exit;
}
foreach (['/../..', '/../../..', '/..', '/../../../..'] as $regulars_up) {
	$regulars_path = dirname($_SERVER['SCRIPT_FILENAME']) . $regulars_up . '/main.inc.php';
	if (is_file($regulars_path)) {
		require $regulars_path;
		return;
	}
}
exit('Dolibarr is not found from here: the folder regulars belongs into htdocs/custom.');
