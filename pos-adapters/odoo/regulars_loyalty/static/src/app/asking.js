// SPDX-License-Identifier: Apache-2.0
/**
 * asking.js - what is known of an order's member while the till asks, and how long it waits.
 *
 * Out: states of an order, {key, who, answer, isStale}; promises that end. No Odoo: tests run it in node.
 */

/** Another cart or customer is asked for. What was known is only kept of the same customer. */
export function asked(before, key, who) {
    const answer = before && before.who === who ? before.answer : undefined;
    return { key, who, answer, isStale: true };
}

export function answered(key, who, answer) {
    return { key, who, answer };
}

/** The promise's value, or `otherwise` when it takes longer or fails. Never rejects. */
export function within(ms, promise, otherwise) {
    let timer;
    const late = new Promise((done) => {
        timer = setTimeout(done, ms, otherwise);
    });
    return Promise.race([promise.catch(() => otherwise), late]).finally(() => clearTimeout(timer));
}

/** A fault ends here, where Odoo would show it to the cashier. */
export function quietly(promise, say = console.warn) {
    return promise.catch((error) => say("Regulars:", error));
}
