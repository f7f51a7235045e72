/* decode.js - what npos, which nobody here wrote, makes of bytes for an ESC/POS printer.
 *
 * usage: node decode.js MODULES BYTES OUT
 * Writes OUT.dots (the pictures below each other, a bit a dot, as wide as the widest), OUT.text (the
 * letters, from Windows-1252 to UTF-8) and OUT.commands (a line each: name, parameters in hex).
 * Status 1 when npos finds a command that it does not know, or a byte that belongs to none.
 *
 * npos knows no GS ( k and no ESC ( A; both are given to it by their length, as it has GS ( K.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const [modules, from, to] = process.argv.slice(2);
const load = (name) => require(path.resolve(modules, 'node_modules', name));
const Parser = load('npos/lib/parser');
const ruler = load('npos/lib/parser/ruler');
const iconv = load('iconv-lite');
const ESC = 0x1b;
const GS = 0x1d;

function fail(why) {
	console.error(`decode: ${why}`);
	process.exit(1);
}

/* What is no command is text to npos, whatever it is. */
function checkNode(node, next, raw) {
	if (node.offset + node.length !== next)
		fail(`byte ${node.offset + node.length}: belongs to nothing`);
	if (node.ascii !== 'STX')
		return;
	for (const byte of raw.subarray(node.offset, next))
		if ((byte < 0x20 && byte !== 0x0a) || byte === 0x7f)
			fail(`byte ${node.offset}: a control byte in a text`);
}

function commandOf(node, raw) {
	const name = node.ascii + (node.fn || '');
	const begin = node.offset + 1 + (node.fn || '').length;
	const end = name === 'GSv0' ? begin + 5 : node.offset + node.length;

	return node.ascii === 'STX' ? 'text' : `${name} ${raw.subarray(begin, end).toString('hex')}`.trim();
}

function dotsOf(image) {
	const stride = image.width / 8;
	const dots = Buffer.alloc(stride * image.height);

	for (let y = 0; y < image.height; y++)
		for (let x = 0; x < image.width; x++)
			if (image.getPixel(x, y) === 0)
				dots[y * stride + (x >> 3)] |= 0x80 >> (x & 7);
	return dots;
}

async function main() {
	const rules = Object.assign({}, ruler.rules);
	const raw = fs.readFileSync(from);

	rules[GS] = Object.assign({ '(k': [0, 'd16'] }, rules[GS]);
	rules[ESC] = Object.assign({ '(A': [0, 'd16'] }, rules[ESC]);
	const parser = new Parser(rules);
	/* Decoding a picture moves the node it stands in, so the commands are read first. */
	const { tree, error } = parser.analyze(raw);
	if (error)
		fail(error.message);
	tree.forEach((node, i) =>
		checkNode(node, i + 1 < tree.length ? tree[i + 1].offset : raw.length, raw));
	fs.writeFileSync(`${to}.commands`, tree.map((node) => commandOf(node, raw)).join('\n') + '\n');
	const ast = await parser.parse(raw);
	const of = (type) => ast.entries.filter((entry) => entry.type === type);
	fs.writeFileSync(`${to}.dots`, Buffer.concat(of('raster').map((entry) => dotsOf(entry.data))));
	fs.writeFileSync(`${to}.text`,
		of('text').map((entry) => iconv.decode(entry.data, 'win1252')).join(''));
}

main().catch((error) => fail(error.stack));
