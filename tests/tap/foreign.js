/* foreign.js - receipts as encoders that nobody here wrote make them: receiptline, node-thermal-printer.
 *
 * usage: node foreign.js MODULES FOLDER
 * Writes FOLDER/NAME-1.bin and NAME-2.bin for each encoder, of two sales: 17.00 and 8.50.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const [modules, folder] = process.argv.slice(2);
const load = (name) => require(path.resolve(modules, 'node_modules', name));
const write = (name, bytes) => fs.writeFileSync(path.join(folder, name), bytes);

const sales = [
	{ number: 4711, time: '10:03', items: [['Flat white', 2, 380], ['Zimtschnecke', 1, 940]], total: 1700 },
	{ number: 4712, time: '10:09', items: [['Flat white', 1, 380], ['Tee', 1, 470]], total: 850 },
];
const money = (cents) => (cents / 100).toFixed(2);

function receiptline(sale) {
	const rows = sale.items.map(([name, count, price]) =>
		`${count} x ${name} | ${money(price)} ${money(count * price)}`);
	const text = ['^^^Cafe', `Receipt no. ${sale.number} | 21.11.2026 ${sale.time}`, '---', ...rows,
		'---', `^TOTAL | ^${money(sale.total)}`, `Cash | ${money(sale.total)}`, '{code:4711; option:qrcode,3,l}',
		'='].join('\n');
	return load('receiptline').transform(text, { cpl: 42, encoding: 'multilingual', command: 'escpos', cutting: true });
}

async function thermal(sale) {
	const { ThermalPrinter, PrinterTypes } = load('node-thermal-printer');
	const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: path.join(folder, 'none'), width: 42 });

	printer.alignCenter();
	printer.setTextDoubleHeight();
	printer.println('Cafe');
	printer.setTextNormal();
	printer.alignLeft();
	printer.leftRight(`Receipt no. ${sale.number}`, `21.11.2026 ${sale.time}`);
	printer.drawLine();
	for (const [name, count, price] of sale.items)
		printer.leftRight(`${count} x ${name}`, `${money(price)} ${money(count * price)}`);
	printer.drawLine();
	printer.bold(true);
	printer.leftRight('TOTAL', money(sale.total));
	printer.bold(false);
	printer.leftRight('Cash', money(sale.total));
	printer.printQR('4711');
	printer.cut();
	return printer.getBuffer();
}

async function main() {
	for (const [i, sale] of sales.entries()) {
		write(`receiptline-${i + 1}.bin`, Buffer.from(receiptline(sale), 'binary'));
		write(`thermal-${i + 1}.bin`, await thermal(sale));
	}
}

main().catch((error) => {
	console.error(error.stack);
	process.exit(1);
});
