<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * words.php - what the cashier and the customer read, from the door's answers. Pure.
 */
namespace RegularsOspos;

/** "12.50" of 1250 and 2. */
function money_text(int $minor, int $exponent): string
{
	if ($exponent === 0) {
		return (string) $minor;
	}
	$digits = str_pad((string) abs($minor), $exponent + 1, '0', STR_PAD_LEFT);
	return ($minor < 0 ? '-' : '') . substr($digits, 0, -$exponent) . '.' . substr($digits, -$exponent);
}

function ordinal(int $number): string
{
	$ends = ['th', 'st', 'nd', 'rd'];
	$is_teen = intdiv($number % 100, 10) === 1;
	return $number . ($is_teen ? 'th' : ($ends[$number % 10] ?? 'th'));
}

function points_text(int $points): string
{
	return $points === 1 || $points === -1 ? "$points point" : number_format($points) . ' points';
}

/** @return string[] one line of facts, then what is within reach */
function greeting(array $member, int $exponent): array
{
	$facts = [$member['name'] !== '' ? $member['name'] : 'Member ' . $member['id']];
	$facts[] = $member['visits'] === 0 ? 'first visit' :
		($member['visits'] === 1 ? '1 visit so far' : "{$member['visits']} visits so far");
	if (isset($member['tier'])) {
		$facts[] = $member['tier']['title'];
	}
	$facts[] = points_text($member['points']) .
		($member['value'] > 0 ? ' (' . money_text($member['value'], $exponent) . ')' : '');
	if (isset($member['last_visit'])) {
		$facts[] = 'last here ' . substr($member['last_visit'], 0, 10);
	}
	$lines = [implode(" \u{b7} ", $facts)];
	if (isset($member['reward'])) {
		$lines[] = $member['to_reward'] === 0 ? "Can have: {$member['reward']}" :
			points_text($member['to_reward']) . " to {$member['reward']}";
	}
	if (($member['credit'] ?? 0) > 0) {
		$lines[] = 'Store credit: ' . money_text($member['credit'], $exponent);
	}
	return $lines;
}

/** @return string[] for the receipt; nothing for who is no member */
function thank_you(array $answer): array
{
	if (!isset($answer['member_id'])) {
		return [];
	}
	$points = $answer['points'];
	$balance = 'You have ' . points_text($answer['balance']) . ' now.';
	if ($points < 0) {
		return [points_text(-$points) . " went back with what you returned. $balance"];
	}
	$visit = $answer['visit'] ?? 1;
	$lines = [$visit === 1 ? 'Thank you for coming!' :
		'Thank you for your ' . ordinal($visit) . ' visit!'];
	$lines[] = $points > 0 ? 'You earned ' . points_text($points) . ". $balance" : $balance;
	return $lines;
}
