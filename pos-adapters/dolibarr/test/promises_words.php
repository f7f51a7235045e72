<?php
/* SPDX-License-Identifier: Apache-2.0 */
/** promises_words.php - what people read. */

function say(string $key, ...$values): string
{
	global $langs;
	$langs->load('regulars');
	return $langs->transnoentitiesnoconv($key, ...$values);
}

function a_greeting_is_a_line_and_what_is_due(): void
{
	$member = ['id' => 4, 'name' => 'Asha Verma', 'points' => 340, 'value' => 340, 'visits' => 11,
		'tier' => ['id' => 'gold', 'title' => 'Gold'], 'reward' => 'a free coffee', 'to_reward' => 60,
		'offers' => [['reward' => 'bun', 'title' => 'a bun', 'missing' => 0, 'coupon' => false],
			['reward' => 'mug', 'title' => 'a mug', 'missing' => 9, 'coupon' => false]]];
	same(regulars_greeting($member, 'EUR', 'say'), ['Asha Verma · visit 12 · Gold · 340 points (3.40)',
		'Can be had now: a bun', '60 points to a free coffee'], 'the greeting');
	same(regulars_greeting($member, 'EUR', 'say', regulars_rewards($member))[1], '60 points to a free coffee',
		'beside a button');
	same(regulars_rewards($member), [['reward' => 'bun', 'title' => 'a bun']], 'the rewards');
	same([regulars_money(-5, 'EUR'), regulars_money(340, 'JPY'), regulars_money(1005, 'KWD')],
		['-0.05', '340', '1.005'], 'money');
}

function a_receipt_says_the_points(): void
{
	global $db, $conf;
	list($sale, $post) = sample()[0];
	$conf->global->TAKEPOS_FOOTER = 'Bye';
	sell($sale, $post);
	drain();
	$action = '';
	(new ActionsRegulars($db))->TakeposReceipt([], $sale, $action, null);
	hold(strpos($conf->global->TAKEPOS_FOOTER, 'Thank you, Ada Member, for visit number 1!<br>' .
		'You earned 22 points.<br>You now have 22 points.') !== false &&
		substr($conf->global->TAKEPOS_FOOTER, -3) === 'Bye', 'the foot: ' . $conf->global->TAKEPOS_FOOTER);
}

function a_receipt_of_a_refund_says_what_went_and_came(): void
{
	$answer = ['member_id' => 1, 'points' => -72, 'spent' => -100, 'balance' => 149, 'visit' => 2,
		'issued' => [['kind' => 'gift_card', 'code' => 'RG2X', 'amount' => 100]]];
	same(regulars_receipt($answer, 'refund', '', 'EUR', 'say'), ['72 points were taken back.',
		'100 points came back to you.', 'You now have 149 points.', 'Your gift card: RG2X'], 'the receipt');
	same(regulars_receipt(['code' => 'OK'], 'sale', 'Ada', 'EUR', 'say'), [], 'the receipt of no member');
}
