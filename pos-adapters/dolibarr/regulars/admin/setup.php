<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * setup.php - the module's settings, a test that says in one line what is wrong, and the sales that
 * are open or were refused.
 */
require __DIR__ . '/../lib/regulars_main.php';
require_once DOL_DOCUMENT_ROOT . '/core/lib/admin.lib.php';
require_once __DIR__ . '/../class/regulars_outbox.class.php';
require_once __DIR__ . '/../class/regulars_desk.class.php';

const REGULARS_SETTINGS = ['REGULARS_STORE' => '/var/lib/regulars/shop.db', 'REGULARS_KEY' => '',
	'REGULARS_TILL' => 'dolibarr', 'REGULARS_LIBRARY' => 'libregulars.so.0',
	'REGULARS_COMMAND' => 'regulars'];
const REGULARS_ROWS_SHOWN = 100;
/* What Dolibarr's admin may have PHP load and start: ours, wherever it is, and nothing else. */
const REGULARS_FILES = ['REGULARS_LIBRARY' => '/^libregulars\.so[.0-9]*$/',
	'REGULARS_COMMAND' => '/^regulars$/'];

if (!$user->admin) {
	accessforbidden();
}
$langs->loadLangs(['admin', 'bills', 'regulars@regulars']);
$outbox = new RegularsOutbox($db, (int) $conf->entity);
/* A link that an admin follows must not do what a button does. */
$action = $_SERVER['REQUEST_METHOD'] === 'POST' ? GETPOST('action', 'aZ09') : '';

/** One line: all is well, or what is wrong and what to do. */
function regulars_test($langs, $conf): array
{
	$desk = RegularsDesk::of_dolibarr();
	try {
		$shop = $desk->ask(['op' => 'shop'], 1000);
		return $shop['currency'] === $conf->currency ?
			['mesgs', $langs->transnoentitiesnoconv('RegularsWorks', $shop['name'])] :
			['errors', $langs->transnoentitiesnoconv('RegularsOtherCurrency', $shop['currency'],
				$conf->currency)];
	} catch (RegularsError $why) {
		return ['errors', $why->getMessage()];
	} finally {
		$desk->close();
	}
}

if ($action === 'update') {
	foreach (REGULARS_SETTINGS as $name => $usual) {
		$value = trim(GETPOST($name, 'nohtml'));
		if ($value !== '' && !preg_match(REGULARS_FILES[$name] ?? '//', basename($value))) {
			setEventMessages($langs->trans('RegularsNotThisFile', $langs->transnoentitiesnoconv($name),
				$usual), null, 'errors');
			continue;
		}
		dolibarr_set_const($db, $name, $value, 'chaine', 0, '', $conf->entity);
	}
	$mode = GETPOST('REGULARS_MODE', 'aZ09');
	dolibarr_set_const($db, 'REGULARS_MODE', in_array($mode, ['auto', 'ffi', 'helper'], true) ? $mode :
		'auto', 'chaine', 0, '', $conf->entity);
	dolibarr_set_const($db, 'REGULARS_ALL_INVOICES', GETPOSTINT('REGULARS_ALL_INVOICES') ? '1' : '0',
		'chaine', 0, '', $conf->entity);
	setEventMessages($langs->trans('SetupSaved'), null, 'mesgs');
} elseif ($action === 'test') {
	list($kind, $text) = regulars_test($langs, $conf);
	setEventMessages(dol_escape_htmltag($text), null, $kind);
} elseif ($action === 'again') {
	$outbox->try_again(GETPOSTINT('row'));
}
if ($action === 'again' || $action === 'drain') {
	$desk = RegularsDesk::of_dolibarr();
	$count = $outbox->drain([$desk, 'ask'], microtime(true) + 10);
	$desk->close();
	setEventMessages($langs->trans('RegularsPosted', $count), null, 'mesgs');
}

/** A form of one button. */
function regulars_button(string $action, string $label, string $more = ''): string
{
	return '<form method="post" style="display:inline" action="' .
		dol_escape_htmltag($_SERVER['PHP_SELF']) . '"><input type="hidden" name="token" value="' .
		newToken() . '"><input type="hidden" name="action" value="' . $action . '">' . $more .
		'<input type="submit" class="button small" value="' .
		dol_escape_htmltag($label) . '"></form>';
}

llxHeader('', $langs->trans('RegularsSettings'));
print load_fiche_titre($langs->trans('RegularsSettings'), '<a href="' . DOL_URL_ROOT .
	'/admin/modules.php?restore_lastsearch_values=1">' . $langs->trans('BackToModuleList') . '</a>');
print '<form method="post" action="' . dol_escape_htmltag($_SERVER['PHP_SELF']) . '">';
print '<input type="hidden" name="token" value="' . newToken() . '">';
print '<input type="hidden" name="action" value="update">';
print '<table class="noborder centpercent">';
foreach (REGULARS_SETTINGS as $name => $usual) {
	print '<tr class="oddeven"><td class="titlefield"><label for="' . $name . '">' .
		$langs->trans($name) . '</label></td><td><input class="minwidth400" id="' . $name .
		'" name="' . $name . '" value="' .
		dol_escape_htmltag(getDolGlobalString($name)) . '" placeholder="' . $usual . '"></td></tr>';
}
print '<tr class="oddeven"><td>' . $langs->trans('REGULARS_MODE') .
	'</td><td><select name="REGULARS_MODE">';
foreach (['auto', 'ffi', 'helper'] as $mode) {
	print '<option value="' . $mode . '"' . (getDolGlobalString('REGULARS_MODE', 'auto') === $mode ?
		' selected' : '') . '>' . dol_escape_htmltag($langs->transnoentitiesnoconv("RegularsMode_$mode")) .
		'</option>';
}
print '</select></td></tr><tr class="oddeven"><td>' . $langs->trans('REGULARS_ALL_INVOICES') .
	'</td><td><input type="checkbox" name="REGULARS_ALL_INVOICES" value="1"' .
	(getDolGlobalInt('REGULARS_ALL_INVOICES') ? ' checked' : '') . '></td></tr></table>';
print '<div class="center"><input type="submit" class="button" value="' . $langs->trans('Save') .
	'"></div></form>';
print '<div class="center">' .
	regulars_button('test', $langs->transnoentitiesnoconv('RegularsTest')) . '</div><br>';

$rows = $outbox->open_rows(REGULARS_ROWS_SHOWN);
print load_fiche_titre($langs->trans('RegularsOpen'), $rows === [] ? '' :
	regulars_button('drain', $langs->transnoentitiesnoconv('RegularsPostNow')) .
	regulars_button('again', $langs->transnoentitiesnoconv('RegularsAgainAll')), '');
if ($rows === []) {
	print '<div class="opacitymedium">' . $langs->trans('RegularsNoneOpen') . '</div>';
} else {
	print '<table class="noborder centpercent"><tr class="liste_titre"><td>' . $langs->trans('Date') .
		'</td><td>' . $langs->trans('Invoice') . '</td><td>' . $langs->trans('RegularsWhat') .
		'</td><td>' .
		$langs->trans('RegularsWhy') . '</td><td></td></tr>';
}
foreach ($rows as $row) {
	$is_refused = $row->state === 'refused';
	print '<tr class="oddeven"><td>' . dol_print_date((int) $row->staged, 'dayhour') .
		'</td><td><a href="' . DOL_URL_ROOT . '/compta/facture/card.php?facid=' .
		(int) $row->fk_facture . '">' .
		dol_escape_htmltag($row->sale_id) . '</a></td><td>' . dol_escape_htmltag($row->op) . ', ' .
		$langs->trans($is_refused ? 'RegularsRefused' : 'RegularsWaiting') . '</td><td>' .
		dol_escape_htmltag((string) $row->error) . '</td><td class="right">' .
		($is_refused ? regulars_button('again', $langs->transnoentitiesnoconv('RegularsAgain'),
			'<input type="hidden" name="row" value="' . (int) $row->rowid . '">') : '') . '</td></tr>';
}
print $rows === [] ? '' : '</table>';
llxFooter();
$db->close();
