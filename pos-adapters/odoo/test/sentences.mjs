// SPDX-License-Identifier: Apache-2.0
/**
 * sentences.mjs - what the till's pure part says, in node. usage: node sentences.mjs SENTENCES.mjs
 */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const { fill, greeting, looksOwn, thanks } = await import(pathToFileURL(process.argv[2]));
const say = fill;

const own = ["RG10ZZ7CRP1KPB8JFXY", "rg1-0zz7-crp1-kpb8-jfxy", "]Q3RG10ZZ7CRP1KPB8JFXY\r"];
own.forEach((scan) => assert.ok(looksOwn(scan), scan));
["4006381333931", "042000000001", "RG10ZZ7CRP1KPB8JFX", "RG20ZZ7CRP1KPB8JFXY", "", null, undefined]
    .forEach((scan) => assert.ok(!looksOwn(scan), String(scan)));

assert.equal(fill("%2 of %1", "a", "b"), "b of a");
assert.equal(fill("%s and %s", 1, "100% $& sure"), "1 and 100% $& sure");

const ada = { id: 1, name: "Ada", points: 31, reward: "a free coffee", to_reward: 369 };
assert.deepEqual(greeting({ member: ada, quote: { points: 12 } }, say), {
    title: "Ada",
    lines: ["31 points", "369 more for a free coffee", "This purchase brings 12"],
});
assert.deepEqual(
    greeting({ member: { ...ada, to_reward: 0, tier: { id: "g", title: "Gold" } }, quote: null }, say),
    { title: "Ada · Gold", lines: ["31 points", "a free coffee is earned"] }
);
const ending = { points: 5, at: "2026-12-31T00:00:00+01:00" };
assert.equal(greeting({ member: { ...ada, ending } }, say).lines[2], "5 of them end on 2026-12-31");
assert.equal(greeting({ member: { ...ada, name: "" } }, say).title, "A member");
for (const nothing of [null, undefined, {}, { late: true }, { error: "no", code: "E_UNKNOWN" }]) {
    assert.equal(greeting(nothing, say), null);
}
assert.deepEqual(greeting({ error: "This card was blocked", code: "E_BLOCKED" }, say).lines, [
    "This card was blocked",
]);

const quote = { points: 12, balance: 43 };
assert.deepEqual(thanks({ name: "Ada", quote }, say), [
    "Thank you, Ada!",
    "Points for this purchase: 12",
    "Your points now: 43",
]);
assert.deepEqual(thanks({ name: "Ada", recorded: { points: -8, balance: 23 }, quote }, say), [
    "Points taken back: 8",
    "Your points now: 23",
]);
assert.deepEqual(thanks({ recorded: { points: 0, balance: 0 } }, say), [
    "Thank you!",
    "Your points now: 0",
]);
assert.deepEqual(thanks({ name: "Bo", recorded: {}, quote: { points: null, balance: null } }, say), []);
assert.deepEqual(thanks({ name: "Bo" }, say), []);
