/* replay.js - replays a recorded conversation; the rules are in tests/gateway/README.md. */
'use strict';

const fs = require('fs');
const { isDeepStrictEqual } = require('util');

function turnsOf(path) {
	return fs.readFileSync(path, 'utf8').split('\n').filter((line) => line !== '')
		.map((line) => JSON.parse(line)).slice(1);
}

function fill(said, kept) {
	if (typeof said === 'string' && said.startsWith('$'))
		return kept.get(said.slice(1));
	if (Array.isArray(said))
		return said.map((part) => fill(part, kept));
	if (said === null || typeof said !== 'object')
		return said;
	return Object.fromEntries(Object.entries(said).map(([name, part]) => [name, fill(part, kept)]));
}

function isNamed(expected, answer, kept) {
	const [word, name] = expected.slice(1).split(':');

	if (word === 'keep')
		kept.set(name, answer);
	return word === 'keep' || word === 'any' || isDeepStrictEqual(kept.get(word), answer);
}

function isMatch(expected, answer, kept) {
	if (typeof expected === 'string' && expected.startsWith('$'))
		return isNamed(expected, answer, kept);
	if (expected === null || typeof expected !== 'object' || answer === null || typeof answer !== 'object')
		return isDeepStrictEqual(expected, answer);
	const names = Object.keys(expected);

	return Array.isArray(expected) === Array.isArray(answer) && names.length === Object.keys(answer).length &&
		names.every((name) => name in answer && isMatch(expected[name], answer[name], kept));
}

/* What was wrong, a line each. */
async function replay(regulars, path) {
	const kept = new Map();
	const wrong = [];

	for (const [index, turn] of turnsOf(path).entries()) {
		const answer = 'say' in turn ? await regulars.request(fill(turn.say, kept))
			: JSON.parse(await regulars.requestText(turn.say_text));

		if (!isMatch(turn.hear, answer, kept))
			wrong.push(`line ${index + 2}: ${JSON.stringify(answer).slice(0, 300)}`);
	}
	return wrong;
}

module.exports = { replay };
