<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * regulars_words.php - what a cashier reads of a member, and what a receipt says of a sale. Pure.
 *
 * In:  answers of the door; $say, a function of a key of langs/ and its values, giving plain text.
 * Out: lines of plain text; whoever shows them escapes them.
 */

/**
 * "Asha Verma · visit 12 · 340 points (3.40)", then at most three lines of what is due; without the
 * rewards that stand beside it as buttons.
 */
function regulars_greeting(array $member, string $currency, callable $say, array $buttons = []): array
{
	$first = [$member['name'] !== '' ? $member['name'] : $say('RegularsMember', $member['id'])];
	$first[] = $say('RegularsVisit', $member['visits'] + 1);
	if (isset($member['tier'])) {
		$first[] = $member['tier']['title'];
	}
	$first[] = $member['value'] > 0 ?
		$say('RegularsPointsWorth', $member['points'],
			regulars_money_said($member['value'], $currency, $say)) :
		$say('RegularsPoints', $member['points']);
	if (($member['credit'] ?? 0) > 0) {
		$first[] = $say('RegularsCredit', regulars_money_said($member['credit'], $currency, $say));
	}
	return array_merge([implode(' · ', $first)],
		array_slice(regulars_due($member, $say, array_column($buttons, 'reward')), 0, 3));
}

/** The heaviest first. */
function regulars_due(array $member, callable $say, array $said): array
{
	$due = [];
	foreach ($member['offers'] ?? [] as $offer) {
		if ($offer['missing'] === 0 && !in_array($offer['reward'], $said, true)) {
			$due[] = $say('RegularsCanHave', $offer['title']);
		}
	}
	if ($due === [] && $said === [] && isset($member['reward']) && $member['to_reward'] === 0) {
		$due[] = $say('RegularsCanHave', $member['reward']);
	}
	if (isset($member['ending'])) {
		$due[] = $say('RegularsEnding', $member['ending']['points'],
			substr($member['ending']['at'], 0, 10));
	}
	if (($member['to_reward'] ?? 0) > 0) {
		$due[] = $say('RegularsToReward', $member['to_reward'], $member['reward']);
	}
	foreach ($member['stamp_cards'] ?? [] as $card) {
		$due[] = $say('RegularsStamps', $card['title'], $card['stamps'], $card['places']);
	}
	return $due;
}

/** Rewards that can be put on a ticket now: id and title. */
function regulars_rewards(array $member): array
{
	$ret = [];
	foreach ($member['offers'] ?? [] as $offer) {
		if ($offer['missing'] === 0 && !$offer['coupon']) {
			$ret[] = ['reward' => $offer['reward'], 'title' => $offer['title']];
		}
	}
	return $ret;
}

/** Of a sale's or refund's answer; no lines for somebody who is no member. $name: "" or theirs. */
function regulars_receipt(array $answer, string $op, string $name, string $currency,
	callable $say): array
{
	$lines = isset($answer['member_id']) ? regulars_receipt_points($answer, $op, $name, $say) : [];
	if (isset($answer['member_id']) && ($answer['credit'] ?? 0) > 0) {
		$lines[] = $say('RegularsCredit', regulars_money_said($answer['credit'], $currency, $say));
	}
	foreach ($answer['issued'] ?? [] as $issued) {
		if (isset($issued['code'])) {
			$lines[] = $say($issued['kind'] === 'coupon' ? 'RegularsCoupon' : 'RegularsGiftCard',
				$issued['code']);
		}
	}
	return $lines;
}

function regulars_receipt_points(array $answer, string $op, string $name, callable $say): array
{
	$lines = [];
	if ($op !== 'refund') {
		$lines[] = $name === '' ? $say('RegularsThanks', $answer['visit']) :
			$say('RegularsThanksName', $name, $answer['visit']);
	}
	$spent = $answer['spent'] ?? 0;
	foreach ([['RegularsEarned', $answer['points']], ['RegularsTakenBack', -$answer['points']],
		['RegularsSpent', $spent], ['RegularsGivenBack', -$spent]] as list($key, $points)) {
		if ($points > 0) {
			$lines[] = $say($key, $points);
		}
	}
	$lines[] = $say('RegularsBalance', $answer['balance']);
	return $lines;
}

/** With the decimal sign of the language: Dolibarr's own key for it. */
function regulars_money_said(int $minor, string $currency, callable $say): string
{
	return str_replace('.', $say('SeparatorDecimal'), regulars_money($minor, $currency));
}

/** Minor units as decimal text, without going through a float. */
function regulars_money(int $minor, string $currency): string
{
	$places = ['JPY' => 0, 'KRW' => 0, 'VND' => 0, 'CLP' => 0, 'PYG' => 0, 'ISK' => 0, 'UGX' => 0,
		'XAF' => 0, 'XOF' => 0, 'XPF' => 0, 'KWD' => 3, 'BHD' => 3, 'JOD' => 3, 'OMR' => 3,
		'TND' => 3, 'IQD' => 3, 'LYD' => 3][$currency] ?? 2;
	$digits = str_pad((string) abs($minor), $places + 1, '0', STR_PAD_LEFT);
	$text = $places === 0 ? $digits : substr($digits, 0, -$places) . '.' . substr($digits, -$places);
	return ($minor < 0 ? '-' : '') . $text;
}
