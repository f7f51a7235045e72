/* run.js - tests regulars.js through koffi: every conversation, and everything that can fail.
 *
 * usage: node run.js ROOT STORES     (REGULARS, REGULARS_SO, REGULARS_BUILD as for tests/flow_*)
 * Out:   TAP.
 */
'use strict';

const assert = require('assert');
const { execFileSync, fork, spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const { Worker, isMainThread, workerData } = require('worker_threads');

const { Regulars, RegularsError, Unavailable, Late, CODES, read, write } = require('../regulars.js');
const { replay } = require('./replay.js');

const { REGULARS_SO: LIBRARY, REGULARS_BUILD: BUILD } = process.env;
const FAULTY = path.join(BUILD, 'tests', 'faulty');
const [ROOT, STORES] = process.argv.slice(2);
const LIMIT_MS = 50;
/* Once in a while the machine has something else to do. */
const STALL_MS = 1000;

function conversations() {
	const folder = path.join(ROOT, 'tests', 'gateway');

	return fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort()
		.map((name) => path.join(folder, name));
}

function makeShop(conversation, store) {
	execFileSync(path.join(ROOT, 'tests', 'gateway', 'make-shop'), [conversation, store]);
	return store;
}

function sale(id, total = '12.50') {
	return { id, currency: 'EUR', member: { scan: 'KLUB-1' }, total, lines: [{ name: 'Coffee', total }] };
}

async function shopWithMember(name) {
	const store = makeShop(path.join(ROOT, 'tests/gateway/first-day.jsonl'), path.join(STORES, name));
	const regulars = await Regulars.open(store, { library: LIBRARY });

	await regulars.enrol({ name: 'Asha', card: 'KLUB-1' });
	return { store, regulars };
}

async function took(call) {
	const begun = process.hrtime.bigint();
	const ended = await call().then(() => null, (error) => error);

	return { error: ended, ms: Number(process.hrtime.bigint() - begun) / 1e6 };
}

function median(numbers) {
	return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

/* The longest time that nothing else ran in this thread, until stop() is called. */
function watchLoop() {
	let last = process.hrtime.bigint();
	const gaps = [];
	const timer = setInterval(() => {
		const now = process.hrtime.bigint();

		gaps.push(Number(now - last) / 1e6);
		last = now;
	}, 5);

	return () => {
		clearInterval(timer);
		return gaps;
	};
}

const tests = {
	async 'a library that is missing is said to be, with what to do'() {
		await assert.rejects(Regulars.open('x.db', { library: '/nowhere/libregulars.so.0' }),
			(error) => error instanceof Unavailable && /install Regulars/.test(error.message));
	},
	async 'a library whose table is too short is not used'() {
		await assert.rejects(Regulars.open('x.db', { library: path.join(FAULTY, 'short.so') }), Unavailable);
	},

	async 'a library of another version is not used'() {
		await assert.rejects(Regulars.open('x.db', { library: path.join(FAULTY, 'version.so') }),
			(error) => error instanceof Unavailable && /another version/.test(error.message));
	},
	async 'a store that is missing is refused by its code'() {
		await assert.rejects(Regulars.open(path.join(STORES, 'none.db'), { library: LIBRARY }),
			(error) => error instanceof RegularsError && error.code === 'E_NO_STORE' && error.message !== '');
	},
	async 'a no of the plugin is an error with its code and field'() {
		const { regulars } = await shopWithMember('no.db');

		await assert.rejects(regulars.sale({ ...sale('A'), total: '99' }),
			(error) => error instanceof RegularsError && error.code === 'E_SUM' && error.field === 'total');
		await regulars.close();
		await assert.rejects(regulars.shop(), (error) => error.code === 'E_CLOSED');
	},
	async 'a plugin that refuses everything is an error each time'() {
		const regulars = await Regulars.open('x.db', { library: path.join(FAULTY, 'errors.so') });

		for (let i = 0; i < 3; i++)
			await assert.rejects(regulars.sale(sale('A')), (error) => error.code === 'E_INTERNAL');
		await regulars.close();
	},
	async 'five seconds are not waited for, and nothing else waits'() {
		const library = path.join(FAULTY, 'slow.so');
		const stop = watchLoop();
		const first = [];
		const next = [];
		let last;

		for (let i = 0; i < 3; i++) {
			last = await Regulars.open('x.db', { library, withinMs: 40 });
			const slow = await took(() => last.sale(sale('A')));
			const again = await took(() => last.sale(sale('B')));

			assert.ok(slow.error instanceof Late && slow.error.asked);
			assert.ok(again.error instanceof Late && !again.error.asked);
			first.push(slow.ms);
			next.push(again.ms);
		}
		console.log(`# late after ${first.map((ms) => ms.toFixed(1))} ms, the next after ` +
			`${next.map((ms) => ms.toFixed(1))} ms`);
		assert.ok(median(first) < LIMIT_MS && Math.max(...first) < STALL_MS);
		assert.ok(median(next) < 5 && Math.max(...next) < STALL_MS);
		await last.close(); /* behind the call that was given up */
		assert.ok(Math.max(...stop()) < STALL_MS, 'the event loop went on');
	},
	async 'a store that another program holds is busy in time, and is there after it'() {
		const { store, regulars } = await shopWithMember('held.db');
		const holder = spawn(path.join(FAULTY, 'hold-turn'), [store], { stdio: ['pipe', 'pipe', 'inherit'] });
		const times = [];

		await new Promise((resolve) => holder.stdout.once('data', resolve));
		for (let i = 0; i < 5; i++) {
			const busy = await took(() => regulars.sale(sale('H-1')));

			assert.strictEqual(busy.error?.code, 'E_BUSY');
			times.push(busy.ms);
		}
		console.log(`# busy after ${times.map((ms) => ms.toFixed(1))} ms`);
		assert.ok(median(times) < LIMIT_MS && Math.max(...times) < STALL_MS);
		holder.stdin.end();
		await new Promise((resolve) => holder.once('exit', resolve));
		assert.strictEqual((await regulars.sale(sale('H-1'))).points, 12);
		await regulars.close();
	},
	async 'many calls at once are all answered'() {
		const { regulars } = await shopWithMember('many.db');
		const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => regulars.sale(sale(`M-${i >> 1}`))));

		assert.strictEqual(answers.filter((answer) => answer.code === 'EXISTS').length, 50);
		assert.strictEqual((await regulars.identify('KLUB-1')).member.points, 600);
		await regulars.close();
	},
	async 'threads and processes open the store each for itself'() {
		const { store, regulars } = await shopWithMember('threads.db');
		const ended = (task) => new Promise((resolve) => task.once('exit', resolve));
		const codes = await Promise.all([
			...[1, 2, 3].map((n) => ended(new Worker(__filename, { workerData: { store, name: `W${n}` } }))),
			...[1, 2].map((n) => ended(fork(__filename, ['--sell', store, `P${n}`]))),
		]);

		assert.deepStrictEqual(codes, [0, 0, 0, 0, 0]);
		assert.strictEqual((await regulars.identify('KLUB-1')).member.points, 5 * 10 * 12);
		await regulars.close();
	},
	async 'whole numbers of 64 bits are exact'() {
		const text = '{"a":9223372036854775807,"b":-12,"c":"1234567890123456789","d":[9007199254740993]}';

		assert.strictEqual(read(text).a, 9223372036854775807n);
		assert.strictEqual(read(text).b, -12);
		assert.strictEqual(read(text).c, '1234567890123456789');
		assert.strictEqual(write(read(text)), text);
	},
	async 'the codes are those of the header'() {
		const header = fs.readFileSync(path.join(ROOT, 'plugin', 'regulars.h'), 'utf8');

		assert.deepStrictEqual(CODES, [...header.matchAll(/^\tX\((\w+), -\d+, /gm)].map((row) => row[1]));
	},
};

for (const conversation of conversationsOrNone())
	tests[`conversation ${path.basename(conversation)}`] = async () => {
		const store = makeShop(conversation, path.join(STORES, `${path.basename(conversation)}.db`));
		const regulars = await Regulars.open(store, { library: LIBRARY, patienceMs: 2000 });

		assert.deepStrictEqual(await replay(regulars, conversation), []);
		await regulars.close();
	};

function conversationsOrNone() {
	return isMainThread && ROOT !== '--sell' ? conversations() : [];
}

/* Another thread, or another process. */
async function sell(store, name) {
	const regulars = await Regulars.open(store, { library: LIBRARY, patienceMs: 20000 });

	for (let i = 0; i < 10; i++)
		await regulars.sale(sale(`${name}-${i}`));
	await regulars.close();
}

async function main() {
	let count = 0;
	let failed = 0;

	for (const [name, test] of Object.entries(tests)) {
		count++;
		try {
			await test();
			console.log(`ok ${count} - ${name}`);
		} catch (error) {
			failed++;
			console.log(`not ok ${count} - ${name}\n# ${String(error.stack).replace(/\n/g, '\n# ')}`);
		}
	}
	console.log(`1..${count}`);
	process.exitCode = failed > 0 ? 1 : 0;
}

if (!isMainThread)
	sell(workerData.store, workerData.name);
else if (ROOT === '--sell')
	sell(process.argv[3], process.argv[4]);
else
	main();
