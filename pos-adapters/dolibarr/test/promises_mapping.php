<?php
/* SPDX-License-Identifier: Apache-2.0 */
/** promises_mapping.php - what an invoice becomes as a request. */

function line_of(array $fields)
{
	return (object) ($fields + ['fk_product' => null, 'qty' => '1', 'product_type' => '0',
		'total_tva' => '0.00000000', 'tva_tx' => '0.0000', 'total_ttc' => '1.00000000']);
}

function mapped(array $lines, array $known = [], int $type = 0, array $more = []): array
{
	$invoice = (object) ($more + ['type' => $type, 'module_source' => 'takepos', 'total_tva' => '0',
		'total_ttc' => '1.00000000', 'lines' => $lines]);
	$request = regulars_invoice_request($invoice, $known + ['sale_id' => 'x', 'now' => '2026-11-21',
		'currency' => 'EUR', 'till' => 'dolibarr-1']);
	return $request['sale'] ?? $request;
}

function amounts_go_over_as_the_text_that_they_are(): void
{
	$texts = ['27.00000000', '-8.629999999999999', '13.200000000000001', '0.00000000'];
	foreach ($texts as $text) {
		same(mapped([line_of(['total_ttc' => $text])])['lines'][0]['total'], $text, 'the total');
	}
	foreach ([[2.7800000000000002, '2.78000000'], [27, '27'], [1e-7, '0.00000010'], [-0.5, '-0.50000000'],
		[1234567890.25, '1234567890.25000000']] as list($number, $text)) {
		same(mapped([line_of(['total_ttc' => $number])])['lines'][0]['total'], $text, 'what Dolibarr counted');
	}
}

function local_taxes_are_in_the_tax_exactly(): void
{
	$line = line_of(['total_tva' => '4.20000000', 'total_localtax1' => '1.04000000',
		'total_localtax2' => '-3.00000001']);
	same(mapped([$line])['lines'][0]['tax'], '2.23999999', 'the tax');
	same(regulars_sum('-0.00000003', '0.00000001'), '-0.00000002', 'a sum below zero');
	same(regulars_sum('9999999999.99999999', '0.00000001'), '10000000000.00000000', 'a large one');
}

function a_free_line_has_its_first_line_as_its_name(): void
{
	$line = line_of(['desc' => "<b>Gift wrap</b> &amp; ribbon\nred", 'tva_tx' => '20.0000 (XX)']);
	$mapped = mapped([$line])['lines'][0];
	same($mapped['name'], 'Gift wrap & ribbon', 'the name');
	same($mapped['tax_rate'], '20.0000', 'the rate');
	hold(!isset($mapped['sku']), 'there is no sku');
}

function titles_are_left_out_and_the_stamp_is_a_line(): void
{
	$lines = mapped([line_of(['product_type' => '9']), line_of(['desc' => 'Tea'])], [], 0,
		['revenuestamp' => '0.60000000'])['lines'];
	same(array_column($lines, 'name'), ['Tea', 'Revenue stamp'], 'the lines');
	same([$lines[1]['kind'], $lines[1]['total']], ['rounding', '0.60000000'], 'the stamp');
}

function signs_of_what_is_brought_back_and_of_a_discount(): void
{
	$lines = mapped([line_of(['fk_product' => '4', 'qty' => '2', 'total_ttc' => '-5.00000000']),
		line_of(['desc' => 'Off', 'total_ttc' => '-1.00000000'])])['lines'];
	same(array_column($lines, 'qty'), ['-2', '1'], 'the quantities');
}

function quantities_have_three_places(): void
{
	foreach ([['2', '2'], ['0.25000000', '0.25000000'], ['0.33333', '0.333'], [1.5, '1.500'], [3, '3']] as
		list($given, $told)) {
		same(mapped([line_of(['qty' => $given])])['lines'][0]['qty'], $told, 'the quantity');
	}
}

function long_names_are_cut_between_letters(): void
{
	$name = mapped([line_of(['desc' => str_repeat('æ', 200)])])['lines'][0]['name'];
	hold(strlen($name) <= 255 && strlen($name) > 250 && preg_match('//u', $name) === 1, 'it is cut well');
	same(regulars_text("a\x00b\xff"), 'a b?', 'a text that is none');
	same(regulars_text("a\u{85}b\u{202e}c\u{2066}"), 'a b c ', 'what would turn the writing');
}

function the_line_of_a_reward_says_so(): void
{
	$known = ['hold' => 12, 'rewards' => [['name' => '20 off', 'total' => '-20.00', 'reward' => 'bun']]];
	$sale = mapped([line_of(['desc' => '20 off', 'total_ttc' => '-20.00000000']),
		line_of(['desc' => '20 off', 'total_ttc' => '-5.00000000'])], $known);
	same(array_column($sale['lines'], 'reward'), ['bun'], 'the rewards');
	same($sale['hold'], 12, 'the hold');
}

function a_tender_is_told_only_when_it_is_plain(): void
{
	foreach ([['LIQ', '30', '27.00000000', 'cash'], ['CB', '0', '27', 'card'], ['LIQ', '10', '27.00', ''],
		['XYZ', '30', '27.00', ''], ['LIQ', 'abc', '27.00', ''], ['LIQ', '0', '-27.00', ''],
		['CB', '', '27.00', 'card']] as list($code, $amount, $total, $kind)) {
		same(regulars_tender($code, $amount, $total), $kind, "$code of $amount for $total");
	}
}

function the_extrafield_goes_before_the_barcode(): void
{
	$field = ['options_regulars_card' => ' RG1A '];
	same(regulars_card_of((object) ['barcode' => '1', 'array_options' => $field]), 'RG1A', 'the field');
	same(regulars_card_of((object) ['barcode' => '1', 'array_options' => []]), '1', 'the barcode');
	same(regulars_card_of((object) ['barcode' => null]), '', 'neither');
}
