<?php
/* SPDX-License-Identifier: Apache-2.0 */
/** promises_faults.php - the sale's own time when Regulars fails. */

/** Sells, and asks for the receipt, while the rest of the shop's pages use that plugin. */
function a_sale_is_not_held_up(string $library, string $mode): void
{
	global $db;
	$desk = desk($mode, $library);
	for ($i = 1; $i <= 3; $i++) {
		if ($i === 2) {
			$child = pcntl_fork();
			if ($child === 0) {
				$db = new StandInDb('dolibarr.db');
				drain($desk);
				posix_kill(getmypid(), SIGKILL);
			}
			usleep(20000);
		}
		$sale = sale_of($i);
		$began = hrtime(true);
		sell($sale, ['action' => 'valid', 'pay' => 'LIQ', 'amount' => '30']);
		$sold_ms = (hrtime(true) - $began) / 1e6;
		$began = hrtime(true);
		(new ActionsRegulars($db))->TakeposReceipt([], $sale, $library, null);
		$receipt_ms = (hrtime(true) - $began) / 1e6;
		printf("sale %.1f ms, receipt %.1f ms\n", $sold_ms, $receipt_ms);
		hold($sold_ms <= LIMIT_MS && $receipt_ms <= LIMIT_MS, 'both are within ' . LIMIT_MS . ' ms');
	}
	posix_kill($child, SIGKILL);
	pcntl_waitpid($child, $status);
	same(states(), ['waiting', 'waiting', 'waiting'], 'the states');
	hold((int) column('SELECT tries FROM llx_regulars_outbox ORDER BY rowid')[0] > 0, 'it was tried');
}

/** All that waited goes out by itself, in order, once. */
function what_waited_is_posted_afterwards(): void
{
	global $db;
	$db->query('UPDATE llx_regulars_outbox SET claimed = 0');
	same(drain(), 3, 'rows posted');
	same(points(), 66, 'the points');
	same(drain(), 0, 'rows posted again');
}

/** A page that asks while another one is stuck is told so at once. */
function a_page_does_not_queue_behind_one_that_is_stuck(): void
{
	$other = fopen('regulars.turn', 'c');
	flock($other, LOCK_EX);
	$began = hrtime(true);
	$is_late = false;
	try {
		desk()->ask(['op' => 'shop'], 40);
	} catch (RegularsLate $why) {
		$is_late = true;
	}
	hold($is_late && (hrtime(true) - $began) / 1e6 <= LIMIT_MS, 'it is late, within ' . LIMIT_MS . ' ms');
}

function without_a_store_the_settings_say_what_to_do(): void
{
	try {
		(new RegularsDesk(['store' => '', 'folder' => getcwd()]))->ask(['op' => 'shop']);
		hold(false, 'it is refused');
	} catch (RegularsMissing $why) {
		hold(strpos($why->getMessage(), 'enter its path') !== false, $why->getMessage());
	}
}
