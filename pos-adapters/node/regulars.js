/* regulars.js - Regulars, the loyalty plugin, for tills on Node and Electron.
 *
 * In:  libregulars.so.0, by koffi (npm install koffi); a store that `regulars init` made.
 * Out: the JSON door: an object in, a promise of an object out. Each call runs on koffi's worker, so
 *      the event loop goes on. README.md has an example, and what to do when something fails.
 *
 * Amounts of money are text in major units, just as the till has them ("27.00"), or whole numbers of
 * minor units; never add or round them here. Numbers of answers are whole; those that a double does not
 * hold come as BigInt.
 */
'use strict';

const ABI = 1;
const ANSWER_ROOM = 98304;
const WHY_SIZE = 4 + 4 + 64 + 320;
const E_BUFFER = -3;

/* The names of the codes below zero, E_ARGUMENT (-1) first, as regulars.h has them. */
const CODES = `E_ARGUMENT E_MEMORY E_BUFFER E_UNKNOWN E_PAYMENT_CARD E_FORGED E_BLOCKED E_TAKEN E_DIFFERS
E_SUM E_LINES E_RANGE E_CURRENCY E_TEXT E_TIME E_NO_SALE E_REFUND E_POINTS E_JSON E_FIELD E_LIMIT E_NO_STORE
E_READ_ONLY E_FULL E_BUSY E_NEWER E_FOREIGN E_DAMAGED E_KEY E_INPUT_OUTPUT E_PRINTER E_NO_PRINTER E_FONT
E_INTERNAL E_CLOSED`.split(/\s+/);

/* The plugin said no: code ("E_BUSY"), field ("lines[0].total" or ""), message (one line). */
class RegularsError extends Error {
	constructor(code, text, field = '') {
		super(text);
		this.name = 'RegularsError';
		this.code = code;
		this.field = field;
	}
}

/* Regulars cannot be had here at all: no library, or one of another version. The sale goes on. */
class Unavailable extends Error {
	constructor(text) {
		super(text);
		this.name = 'Unavailable';
	}
}

/* No answer within the time. asked: whether the call was begun, and goes on behind; to ask again with the
 * same sale's id is safe in either case. */
class Late extends Error {
	constructor(asked) {
		super('Regulars did not answer in time; ask again later, with the same id');
		this.name = 'Late';
		this.asked = asked;
	}
}

/* --- JSON whose whole numbers are exact */

const BIG = '\u0001regulars:';

function write(value) {
	const text = JSON.stringify(value, (_, part) => typeof part === 'bigint' ? BIG + part : part);

	return text.replace(/"\\u0001regulars:(-?\d+)"/g, '$1');
}

function read(text) {
	if (!/\d{16}/.test(text))
		return JSON.parse(text);
	const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g,
		(token) => token[0] === '"' ? token : `"\\u0001regulars:${token}"`);

	return JSON.parse(marked, (_, part) => {
		if (typeof part !== 'string' || !part.startsWith(BIG))
			return part;
		const exact = BigInt(part.slice(BIG.length));

		return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
	});
}

/* --- the library */

/* koffi knows types by name, once in a thread. */
let types = null;
const tables = new Map();

function typesOf(koffi) {
	const call = (name, result, words) => koffi.proto(`regulars_${name}`, result, words);
	const any = 'void *';
	const options = koffi.struct({
		size: 'uint32_t', reserved: 'uint32_t', store: 'const char *', key: 'const char *',
		till: 'const char *', printer: 'const char *', patience_ms: 'uint32_t', reserved_too: 'uint32_t',
	});

	return {
		options,
		open: call('open', 'int32_t', [any, koffi.pointer(options), any, any]),
		close: call('close', 'void', [any]),
		request: call('request', 'int32_t', [any, any, 'size_t', any, any]),
		table: koffi.struct({
			size: 'uint32_t', abi: 'uint32_t', version: 'const char *', words: any, open: any,
			close: any, shop: any, identify: any, enrol: any, card: any, sale: any, refund: any,
			receipt: any, printing: any, request: any,
		}),
	};
}

function needKoffi() {
	try {
		return require('koffi');
	} catch {
		throw new Unavailable('koffi is not installed; run: npm install koffi');
	}
}

/* The calls of a library, loaded once. Unavailable. */
function load(path) {
	const koffi = needKoffi();
	let entry;
	let table;

	if (tables.has(path))
		return tables.get(path);
	types = types ?? typesOf(koffi);
	try {
		entry = koffi.load(path).func('regulars_entry', 'void *', ['uint32_t']);
	} catch (error) {
		throw new Unavailable(`${path} cannot be loaded (${error.message}); install Regulars and run ldconfig, or name its library`);
	}
	table = entry(ABI);
	if (table === null)
		throw new Unavailable(`${path} is of another version; install the plugin and this file from one release`);
	if (koffi.decode(table, 'uint32_t') < koffi.sizeof(types.table))
		throw new Unavailable(`${path} is older than this file; install the plugin and this file from one release`);
	table = koffi.decode(table, types.table);
	tables.set(path, {
		koffi,
		version: table.version,
		open: koffi.decode(table.open, types.open),
		close: koffi.decode(table.close, types.close),
		request: koffi.decode(table.request, types.request),
	});
	return tables.get(path);
}

function textOf(bytes, from, to) {
	const end = bytes.indexOf(0, from);

	return bytes.toString('utf8', from, end < 0 || end > to ? to : end);
}

function refusalOf(code, why) {
	const said = why.readInt32LE(4) === code ? textOf(why, 72, WHY_SIZE) : CODES[-code - 1];

	return new RegularsError(CODES[-code - 1] ?? String(code), said, textOf(why, 8, 72));
}

/* --- one call at a time, each with its time */

class Line {
	constructor() {
		this.waiting = [];
		this.running = null;
		this.isStuck = false; /* the running call was given up */
	}

	/* begin(done) starts the call on koffi's worker; done(error, value) once it has ended. */
	run(begin, withinMs) {
		if (this.isStuck && withinMs > 0)
			return Promise.reject(new Late(false));
		return new Promise((resolve, reject) => {
			const job = { begin, resolve, reject, timer: null };

			if (withinMs > 0)
				job.timer = setTimeout(() => this.giveUp(job), withinMs);
			this.waiting.push(job);
			this.next();
		});
	}

	giveUp(job) {
		const asked = this.running === job;

		this.isStuck = this.isStuck || asked;
		this.waiting = this.waiting.filter((other) => other !== job);
		job.reject(new Late(asked));
	}

	next() {
		const job = this.running === null ? this.waiting.shift() : undefined;

		if (job === undefined)
			return;
		this.running = job;
		job.begin((error, value) => {
			clearTimeout(job.timer);
			this.running = null;
			this.isStuck = false;
			if (error)
				job.reject(error);
			else
				job.resolve(value);
			this.next();
		});
	}
}

/* --- a store that is open */

/* One handle has one call on its way; others of it wait their turn. It is of the thread that opened it:
 * another worker_thread opens its own. */
class Regulars {
	#api;
	#rgl = null;
	#line = new Line();
	#withinMs;
	#isClosed = false;

	constructor(api, withinMs) {
		this.#api = api;
		this.#withinMs = withinMs;
	}

	/* options: till, key, printer, library ("libregulars.so.0"), patienceMs (40: how long a call waits for
	 * another program that writes), withinMs (0: calls may take as long as they take).
	 * Unavailable, Late, RegularsError (E_NO_STORE, E_KEY, E_BUSY, ...). */
	static async open(store, options = {}) {
		const api = load(options.library ?? 'libregulars.so.0');
		const regulars = new Regulars(api, options.withinMs ?? 0);

		await regulars.#open(store, options);
		return regulars;
	}

	#open(store, options) {
		const slot = Buffer.alloc(8);
		const why = Buffer.alloc(WHY_SIZE);
		const said = {
			size: this.#api.koffi.sizeof(types.options), reserved: 0, store, key: options.key ?? null,
			till: options.till ?? null, printer: options.printer ?? null,
			patience_ms: options.patienceMs ?? 40, reserved_too: 0,
		};

		why.writeUInt32LE(WHY_SIZE);
		return this.#line.run((done) => {
			this.#api.open.async(null, said, slot, why, (error, code) => {
				if (!error && code >= 0)
					this.#rgl = this.#api.koffi.decode(slot, 'void *');
				done(error ?? (code < 0 ? refusalOf(code, why) : null));
			});
		}, this.#withinMs);
	}

	get version() {
		return this.#api.version;
	}

	/* Any text in, the answer's text out. */
	requestText(text, withinMs = this.#withinMs) {
		const said = Buffer.from(text, 'utf8');

		if (this.#isClosed)
			return Promise.reject(new RegularsError('E_CLOSED', 'this store was closed; open it again'));
		return this.#line.run((done) => this.#ask(said, ANSWER_ROOM, done), withinMs);
	}

	/* For E_BUFFER nothing was done: it is asked again with the room that it needs. */
	#ask(said, room, done) {
		const answer = Buffer.allocUnsafeSlow(room);
		const length = Buffer.alloc(8);

		length.writeBigUInt64LE(BigInt(room));
		this.#api.request.async(this.#rgl, said, said.length, answer, length, (error, code) => {
			const needed = Number(length.readBigUInt64LE());

			if (!error && code === E_BUFFER && needed > room)
				this.#ask(said, needed, done);
			else if (error || code < 0)
				done(error ?? new RegularsError(CODES[-code - 1], 'the plugin gave no answer'));
			else
				done(null, answer.toString('utf8', 0, needed));
		});
	}

	/* Any request of schema/gateway: an object in, the answer out, also one that says no. */
	async request(object, withinMs) {
		return read(await this.requestText(write(object), withinMs));
	}

	/* The same by the name of an op; RegularsError where the answer says no. */
	async call(op, fields = {}, withinMs = undefined) {
		const answer = await this.request({ op, ...fields }, withinMs);

		if (answer.ok !== true)
			throw new RegularsError(answer.code, answer.error, answer.field);
		return answer;
	}

	/* Once what is on its way has ended; nobody need wait for it. */
	async close() {
		if (this.#isClosed)
			return;
		this.#isClosed = true;
		await this.#line.run((done) => this.#api.close.async(this.#rgl, done), 0);
	}

	shop() { return this.call('shop'); }
	identify(scan) { return this.call('identify', { scan }); }
	enrol(fields) { return this.call('enrol', fields); }
	card(fields) { return this.call('card', fields); }
	quote(sale) { return this.call('quote', { sale }); }
	letGo(hold) { return this.call('let_go', { hold }); }
	sale(sale, fields) { return this.call('sale', { sale, ...fields }); }
	refund(fields) { return this.call('refund', fields); }
	void(saleId) { return this.call('void', { sale_id: saleId }); }
	edit(sale, fields) { return this.call('edit', { sale, ...fields }); }
	voucher(code) { return this.call('voucher', { code }); }
	issue(fields) { return this.call('issue', fields); }
	adjust(fields) { return this.call('adjust', fields); }
	merge(fields) { return this.call('merge', fields); }
	unmerge(fields) { return this.call('unmerge', fields); }
	member(fields) { return this.call('member', fields); }
	staff(fields) { return this.call('staff', fields); }
	programme() { return this.call('programme'); }
	alerts(fields) { return this.call('alerts', fields); }
	receipt(saleId, to, fields) { return this.call('receipt', { sale_id: saleId, to, ...fields }); }
	report(name, fields) { return this.call('report', { name, ...fields }); }
	spool(fields) { return this.call('spool', fields); }
	refresh(fields) { return this.call('refresh', fields); }
}

module.exports = { Regulars, RegularsError, Unavailable, Late, CODES, write, read };
