// SPDX-License-Identifier: Apache-2.0
/**
 * asking.mjs - how the till asks, in node. usage: node asking.mjs ASKING.mjs
 */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const { answered, asked, quietly, within } = await import(pathToFileURL(process.argv[2]));

// A server that never answers, or fails, holds up a scanner no longer than it says.
const begun = performance.now();
assert.equal(await within(30, new Promise(() => {}), "late"), "late");
assert.ok(performance.now() - begun < 1000);
assert.equal(await within(30, Promise.reject(new Error("gone")), "late"), "late");
assert.equal(await within(1000, Promise.resolve("here"), "late"), "here");

// While another customer is asked for, nothing of the first is shown or printed.
const ada = answered("a1", "ada", { member: { name: "Ada" }, quote: { points: 12, balance: 43 } });
assert.equal(asked(ada, "b1", "bo").answer, undefined);
// Of the same one the cashier goes on reading, and the receipt promises nothing for another cart.
const again = asked(ada, "a2", "ada");
assert.equal(again.answer.member.name, "Ada");
assert.equal(again.isStale, true);
assert.ok(!ada.isStale);
assert.equal(asked(undefined, "a1", "ada").answer, undefined);

// A fault of ours is no fault of the till's.
const said = [];
await quietly(Promise.reject(new Error("ours")), (...words) => said.push(words));
assert.equal(said.length, 1);
assert.equal(await quietly(Promise.resolve(3), () => said.push("no")), 3);
assert.equal(said.length, 1);
