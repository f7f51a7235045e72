// SPDX-License-Identifier: Apache-2.0
/**
 * sentences.js - what the till says of a member, and what looks like one of our cards.
 *
 * In:  answers of regulars_greet and regulars_thanks; `say`, which translates and fills in.
 * Out: texts. No Odoo, no request, no state: tests run it in node.
 */

/** RG1 and sixteen letters and digits, with or without dashes; a scanner may put more around it. */
const OWN_CARD = /RG1-?([0-9A-HJKMNP-TV-Z]-?){16}/i;

export function looksOwn(scan) {
    return OWN_CARD.test(String(scan || ""));
}

/** "%s earned %s" and values; a text that is translated may put them in another order by %1 %2. */
export function fill(text, ...values) {
    let next = 0;
    return text.replace(/%([1-9s])/g, (_, which) =>
        String(which === "s" ? values[next++] : values[Number(which) - 1])
    );
}

function standing(member, say) {
    const lines = [say("%s points", member.points)];
    if (member.reward && member.to_reward === 0) {
        lines.push(say("%s is earned", member.reward));
    } else if (member.reward) {
        lines.push(say("%1 more for %2", member.to_reward, member.reward));
    }
    if (member.ending) {
        const { points, at } = member.ending;
        lines.push(say("%1 of them end on %2", points, at.slice(0, 10)));
    }
    return lines;
}

/** For the cashier: {title, lines}; null when there is nothing to say. */
export function greeting(answer, say) {
    if (!answer || answer.late) {
        return null;
    }
    if (answer.error) {
        return answer.code === "E_UNKNOWN" ? null : { title: "", lines: [answer.error] };
    }
    const { member, quote } = answer;
    if (!member) {
        return null;
    }
    const name = member.name || say("A member");
    const title = member.tier ? `${name} · ${member.tier.title}` : name;
    const lines = standing(member, say);
    if (quote && quote.points > 0) {
        lines.push(say("This purchase brings %s", quote.points));
    }
    return { title, lines };
}

/** For the customer's receipt: what was recorded, or else what the quote said; [] for nobody. */
export function thanks({ name, recorded, quote }, say) {
    const told = recorded && recorded.balance !== undefined ? recorded : quote;
    if (!told || told.balance === undefined || told.balance === null) {
        return [];
    }
    const lines = [];
    if (told.points >= 0) {
        lines.push(name ? say("Thank you, %s!", name) : say("Thank you!"));
    }
    if (told.points > 0) {
        lines.push(say("Points for this purchase: %s", told.points));
    } else if (told.points < 0) {
        lines.push(say("Points taken back: %s", -told.points));
    }
    lines.push(say("Your points now: %s", told.balance));
    return lines;
}
