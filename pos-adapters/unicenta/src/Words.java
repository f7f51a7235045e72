/* SPDX-License-Identifier: Apache-2.0 */
/* Words.java - what Regulars answered, as lines for the cashier and for the customer's paper.
 *
 * In:  answers; the shop's own words for the paper from the settings (words.earned, words.balance, words.thanks).
 * Out: lines; for the paper each no wider than it is, and safe inside the till's XML.
 */
package regulars.unicenta;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import regulars.Regulars.Json;

final class Words {
	private static final int PAPER_WIDTH = 42;
	private final Properties settings;

	Words(Properties settings) {
		this.settings = settings;
	}

	/* ---- For the cashier ---- */

	/* The member: a line of who it is, one of their rhythm, one of what is within reach. */
	static List<String> greeting(Map<String, Object> member, int exponent) {
		List<String> lines = new ArrayList<>();
		StringBuilder who = new StringBuilder(String.valueOf(member.get("name")));
		long visits = number(member.get("visits"));
		if (visits > 0)
			who.append(" \u00b7 ").append(visits == 1 ? "1 visit" : visits + " visits");
		if (member.containsKey("tier"))
			who.append(" \u00b7 ").append(Json.object(member.get("tier")).get("title"));
		who.append(" \u00b7 ").append(count(number(member.get("points")), "point"));
		if (number(member.get("value")) > 0)
			who.append(" (").append(money(member.get("value"), exponent)).append(')');
		lines.add(who.toString());
		addTo(lines, rhythm(member));
		if (number(member.get("to_reward")) > 0)
			lines.add(count(number(member.get("to_reward")), "point") + " to " + member.get("reward"));
		return lines;
	}

	private static String rhythm(Map<String, Object> member) {
		if (!member.containsKey("usual_gap_ms") || !member.containsKey("last_visit"))
			return null;
		long usual = Duration.ofMillis(number(member.get("usual_gap_ms"))).toDays();
		try {
			long last = Duration.between(OffsetDateTime.parse((String) member.get("last_visit")),
				OffsetDateTime.now()).toDays();
			return usual < 1 ? null : "usually every " + count(usual, "day") + ", last "
				+ (last < 1 ? "today" : count(last, "day") + " ago");
		} catch (DateTimeParseException e) {
			return null;
		}
	}

	/* What a quote says beside its lines: what it earns, and each reward that cannot be given, with why. */
	static List<String> quoted(Map<String, Object> quote, int exponent) {
		List<String> lines = new ArrayList<>();
		if (number(quote.get("points")) != 0)
			lines.add(count(number(quote.get("points")), "point") + " for this sale");
		if (number(quote.get("discount")) > 0)
			lines.add(money(quote.get("discount"), exponent) + " off by rewards");
		for (Object claim : Json.array(quote.get("claims")))
			if (Json.object(claim).containsKey("error"))
				lines.add(String.valueOf(Json.object(claim).get("error")));
		return lines;
	}

	/* ---- For the customer's paper ---- */

	/* What a sale or a refund did for the member; empty when it was nobody's. */
	List<String> paper(Map<String, Object> answer, String name) {
		List<String> lines = new ArrayList<>();
		if (!answer.containsKey("member_id"))
			return lines;
		long points = number(answer.get("points"));
		String of = points < 0 ? "words.returned" : "words.earned";
		if (points != 0)
			wrap(lines, said(of, points < 0 ? "{points} points were taken back."
				: "You earned {points} points.", points, name));
		wrap(lines, said("words.balance", "Your balance: {points} points.",
			number(answer.get("balance")), name));
		if (points >= 0 && name != null)
			wrap(lines, said("words.thanks", "Thank you, {name}!", points, name));
		return lines;
	}

	private String said(String word, String otherwise, long points, String name) {
		return settings.getProperty(word, otherwise).replace("{points}", Long.toString(Math.abs(points)))
			.replace("{name}", name == null ? "" : name);
	}

	private static void wrap(List<String> lines, String text) {
		StringBuilder line = new StringBuilder();
		for (String word : text.split(" ")) {
			if (line.length() > 0 && line.length() + 1 + word.length() > PAPER_WIDTH) {
				lines.add(escape(line.toString()));
				line.setLength(0);
			}
			line.append(line.length() > 0 ? " " : "").append(word);
		}
		lines.add(escape(line.toString()));
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	/* ---- Both ---- */

	static long number(Object value) {
		return value instanceof Long ? (Long) value : 0;
	}

	static String money(Object minor, int exponent) {
		return BigDecimal.valueOf(number(minor), exponent).toPlainString();
	}

	private static String count(long n, String what) {
		return n + " " + what + (n == 1 ? "" : "s");
	}

	private static void addTo(List<String> lines, String line) {
		if (line != null)
			lines.add(line);
	}
}
