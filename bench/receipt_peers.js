/* receipt_peers.js - the receipt of bench/receipt.c by two npm packages, timed where it runs.
 *
 * usage: node receipt_peers.js MODULES
 * For each line on standard input, "receiptline" or "node-thermal-printer", one on standard output:
 * the median of a round in microseconds. Both write ESC/POS text in Windows-1252 for 48 columns, a QR
 * code that the printer draws, and a cut.
 */
'use strict';

const path = require('path');
const readline = require('readline');
const load = (name) => require(path.resolve(process.argv[2], 'node_modules', name));
const receiptline = load('receiptline');
const { ThermalPrinter, PrinterTypes, CharacterSet } = load('node-thermal-printer');

const CALLS = 40;
const CODE = 'RG17KQM2XWD9FABC3DE';
const ARTICLES = [
	['2 × Flat white', '76.00'], ['Cinnamon snail', '32.00'], ['Rye bread, sliced', '34.00'],
	['2 × Croissant', '50.00'], ['Oat milk', '18.00'], ['Filter coffee, 1 kg', '189.00'],
	['3 × Cardamom bun', '96.00'], ['Lemonade, rhubarb', '36.00'],
	['Toast, ham and cheese', '58.00'], ['Hot chocolate', '42.00'], ['2 × Espresso', '48.00'],
	['Carrot cake', '46.00'], ['Granola bowl', '65.00'],
];
const MIDDLE = ['Thank you, Asha Verma!', 'Your 12th visit, served by Jonas', '21 Nov 2026, 14:05'];
const SUMS = [['Card', '790.00'], ['Tax included', '158.00']];
const CLOSING = ['10 points earned', 'You have 340 points', 'worth 34.00',
	'60 points until a free coffee'];
const LAST = ['RG1-7KQM-2XWD-9FAB-C3DE', 'Sale T1-000123'];

function documentOf() {
	const lines = ['^^"KAFFE & KAGE', ...MIDDLE, '-'];

	ARTICLES.forEach(([name, amount]) => lines.push(`${name} | ${amount}`));
	lines.push('-', '^^"TOTAL DKK | ^^"790.00');
	SUMS.forEach(([name, amount]) => lines.push(`${name} | ${amount}`));
	lines.push('-', ...CLOSING, `{code:${CODE};option:qrcode,8,m}`, ...LAST, '=');
	return lines.join('\n');
}

const PRINTER = { cpl: 48, encoding: 'cp1252', upsideDown: false, spacing: false, cutting: true,
	command: 'escpos' };

function byReceiptline() {
	return receiptline.transform(documentOf(), PRINTER).length;
}

const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, width: 48,
	interface: 'tcp://127.0.0.1', characterSet: CharacterSet.WPC1252 });

function byThermalPrinter() {
	printer.clear();
	printer.alignCenter();
	printer.setTextDoubleHeight();
	printer.bold(true);
	printer.println('KAFFE & KAGE');
	printer.setTextNormal();
	printer.bold(false);
	MIDDLE.forEach((line) => printer.println(line));
	printer.alignLeft();
	printer.drawLine();
	ARTICLES.forEach(([name, amount]) => printer.leftRight(name, amount));
	printer.drawLine();
	printer.bold(true);
	printer.leftRight('TOTAL DKK', '790.00');
	printer.bold(false);
	SUMS.forEach(([name, amount]) => printer.leftRight(name, amount));
	printer.drawLine();
	printer.alignCenter();
	CLOSING.forEach((line) => printer.println(line));
	printer.printQR(CODE, { cellSize: 8, correction: 'M', model: 2 });
	LAST.forEach((line) => printer.println(line));
	printer.cut();
	return printer.getBuffer().length;
}

const PEERS = { receiptline: byReceiptline, 'node-thermal-printer': byThermalPrinter };

function round(call) {
	const times = [];

	for (let i = 0; i < CALLS; i++) {
		const before = process.hrtime.bigint();

		if (call() < 500)
			throw new Error('that is no receipt');
		times.push(Number(process.hrtime.bigint() - before) / 1000);
	}
	return times.sort((one, other) => one - other)[CALLS >> 1];
}

/* Until the engine has compiled what it runs often. */
for (const call of Object.values(PEERS))
	for (let i = 0; i < 25; i++)
		round(call);
readline.createInterface({ input: process.stdin })
	.on('line', (name) => process.stdout.write(`${round(PEERS[name]).toFixed(1)}\n`));
