/* cells_peer.js - the figures of bench/cells.c by DuckDB, out of a table of its own in a file.
 *
 * usage: node cells_peer.js MODULES FOLDER ROUNDS
 * Reads FOLDER/sales.csv (member, at_ms, total, net, cashier), and writes FOLDER/peer-standing and
 * peer-unforeseen: group|cohort|month|members|visits|net. On standard output the medians of both in
 * microseconds. Loading is not timed. Months are UTC's: no zone costs it anything.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const [modules, folder, rounds] = process.argv.slice(2);
const { DuckDBInstance } = require(path.resolve(modules, 'node_modules', '@duckdb/node-api'));

const GROUPS = 64;
const FIRST = `WITH first AS (SELECT member, min(made) AS cohort_at, arg_min(cashier, made) AS who
	FROM sale GROUP BY member)`;
const MONTH = (column) => `(year(${column}) - 1970) * 12 + month(${column}) - 1`;
const KINDS = {
	standing: `WITH first AS (SELECT member, min(made) AS cohort_at FROM sale GROUP BY member)
		SELECT '' AS who, ${MONTH('cohort_at')} AS cohort, ${MONTH('made')} AS period,
		count(DISTINCT member) AS members, count(*) AS visits, sum(net)::BIGINT AS net
		FROM sale JOIN first USING (member) GROUP BY ALL`,
	unforeseen: `${FIRST} SELECT who, ${MONTH('cohort_at')} AS cohort, ${MONTH('made')} AS period,
		count(DISTINCT member) AS members, count(*) AS visits, sum(net)::BIGINT AS net
		FROM sale JOIN first USING (member)
		WHERE hour(made) BETWEEN 7 AND 11 AND total >= 2000 GROUP BY ALL`,
};

/* The largest groups by themselves, the rest together, as cells.h has it. */
async function namesOf(connection) {
	const reader = await connection.runAndReadAll(`${FIRST} SELECT who, count(*) AS members
		FROM first GROUP BY who`);
	const rows = reader.getRows().map(([who, members]) => [who || '(none)', Number(members)]);

	rows.sort((a, b) => b[1] - a[1] || Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0])));
	const named = rows.length > GROUPS ? rows.slice(0, GROUPS - 1) : rows;
	return new Set(named.map(([who]) => who));
}

function linesOf(rows, names) {
	const sums = new Map();

	for (const [who, cohort, period, ...figures] of rows) {
		const label = names === null ? '' : who || '(none)';
		const group = names === null || names.has(label) ? label : 'others';
		const key = `${group}|${cohort}|${period}`;
		const sum = sums.get(key) || [0n, 0n, 0n];

		figures.forEach((figure, i) => { sum[i] += BigInt(figure); });
		sums.set(key, sum);
	}
	return [...sums].map(([key, sum]) => `${key}|${sum.join('|')}\n`).join('');
}

async function measure(connection, sql) {
	const times = [];
	let rows;

	for (let i = 0; i < Number(rounds); i++) {
		const began = process.hrtime.bigint();
		const reader = await connection.runAndReadAll(sql);

		times.push(Number(process.hrtime.bigint() - began) / 1000);
		rows = reader.getRows();
	}
	times.sort((a, b) => a - b);
	return { time: times[Math.floor((times.length - 1) / 2)], rows };
}

async function main() {
	const file = path.join(folder, 'sales.duckdb');
	const loading = await DuckDBInstance.create(file, { threads: '2' });
	const loader = await loading.connect();

	await loader.run(`CREATE TABLE sale AS SELECT member,
		make_timestamp(at_ms * 1000) AS made, total, net, cashier
		FROM read_csv('${path.join(folder, 'sales.csv')}', header = false, columns = {
		'member': 'INTEGER', 'at_ms': 'BIGINT', 'total': 'BIGINT', 'net': 'BIGINT',
		'cashier': 'VARCHAR' })`);
	await loader.run('CHECKPOINT');
	loader.closeSync();
	loading.closeSync();

	const instance = await DuckDBInstance.create(file, { threads: '2' });
	const connection = await instance.connect();
	const names = await namesOf(connection);
	const times = [];

	for (const [kind, sql] of Object.entries(KINDS)) {
		const { time, rows } = await measure(connection, sql);

		times.push(Math.round(time));
		fs.writeFileSync(path.join(folder, `peer-${kind}`),
			linesOf(rows, kind === 'standing' ? null : names));
	}
	console.log(times.join(' '));
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
