<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * ajax.php - what regulars.js asks: who is this, whose card is that, post what waits, put a reward
 * on the ticket. No page of TakePOS waits for it: the session is let go of before the plugin is
 * called, so the till's next request is not held up.
 *
 * In:  do (greet, scan, drain, reward), place; text or reward; POST and a token for all but greet.
 * Out: a JSON object.
 */
foreach (['NOTOKENRENEWAL', 'NOREQUIREMENU', 'NOREQUIREHTML', 'NOREQUIREAJAX',
	'NOBROWSERNOTIF'] as $name) {
	define($name, '1');
}
require __DIR__ . '/lib/regulars_main.php';
require_once __DIR__ . '/class/regulars_page.class.php';

header('Content-Type: application/json');
header('Cache-Control: no-store');
if (!isModEnabled('regulars') || !$user->hasRight('takepos', 'run')) {
	http_response_code(403);
	exit('{}');
}
$langs->load('regulars@regulars');
$terminal = (string) ($_SESSION['takeposterminal'] ?? '');
session_write_close();

$page = new RegularsPage($db, $conf, $langs, $user, $terminal);
$answer = $page->answer(GETPOST('do', 'aZ09'), GETPOST('place', 'aZ09') ?: '0',
	GETPOST('text', 'nohtml'), $_SERVER['REQUEST_METHOD'] === 'POST');
echo json_encode($answer, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE);
$db->close();
