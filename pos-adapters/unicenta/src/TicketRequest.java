/* SPDX-License-Identifier: Apache-2.0 */
/* TicketRequest.java - a ticket of the till as a request to Regulars: the one place that knows how the uniCenta
 * family means its fields.
 *
 * In:  a ticket (TicketInfo), with its lines, payments, customer and user.
 * Out: a request as schema/gateway has it, but for `currency`, which is the shop's and put in when it is posted.
 *      Amounts are the till's own numbers as text, never worked with: it adds up doubles, and its text
 *      (13.200000000000001) says which amount it meant; the plugin rounds it, once.
 *      The id is the ticket's UUID: its number is not there yet when it is saved, and a sale and its refund
 *      can have the same one.
 */
package regulars.unicenta;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import regulars.Regulars.Json;

final class TicketRequest {
	static final String REWARD = "regulars.reward";
	private static final int SALE = 0;
	private static final int REFUND = 1;
	private static final int TEXT_MAX = 255;
	/* What the plugin takes for none of a text: C0, C1 and what turns the direction of writing. */
	private static final Pattern CONTROL =
		Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]+");
	private static final Pattern CARD_NUMBER = Pattern.compile("[2-6](?:[ -]?[0-9]){12,18}");

	private TicketRequest() {
	}

	/* What to post for a ticket that is paid; null for one that is no sale (a debt paid, a drawer opened).
	 * scan: whose it is, or null. hold: of its quote, 0: none. */
	static Map<String, Object> of(Object ticket, String scan, long hold) {
		Object type = Reach.call(ticket, "getTicketType");
		Map<String, Object> facts = facts(ticket, scan, Integer.valueOf(REFUND).equals(type));
		Map<String, Object> request = new LinkedHashMap<>();
		if (Integer.valueOf(REFUND).equals(type)) {
			request.put("op", "refund");
			request.putAll(facts);
		} else if (Integer.valueOf(SALE).equals(type)) {
			if (hold != 0)
				facts.put("hold", hold);
			request.put("op", "sale");
			request.put("sale", facts);
		}
		return request.isEmpty() ? null : request;
	}

	/* What to ask before it is paid, as of now: until then the ticket's date is when it was made, which the till
	 * does as soon as the customer before has paid. wishes: ids of rewards. */
	static Map<String, Object> quote(Object ticket, String scan, long hold, List<String> wishes) {
		Map<String, Object> facts = facts(ticket, scan, false);
		List<Map<String, Object>> rewards = new ArrayList<>();
		for (String wish : wishes)
			rewards.add(Collections.<String, Object>singletonMap("reward", wish));
		facts.remove("at");
		facts.remove("tenders");
		facts.put("rewards", rewards);
		if (hold != 0)
			facts.put("hold", hold);
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("op", "quote");
		request.put("sale", facts);
		return request;
	}

	/* What was scanned for the ticket's customer: the card in their record; null: none. A scanner that is told
	 * to put a c before a QR code makes the till look for a customer; the c is not part of a code of ours. */
	static String card(Object ticket) {
		String card = Reach.text(Reach.call(ticket, "getCustomer"), "getCard");
		if (card == null || card.trim().isEmpty())
			return null;
		card = card.trim();
		return card.matches("[cC][rR][gG][12].*") ? card.substring(1) : card;
	}

	/* Whether it could be a payment card's number (ISO/IEC 7812): such a thing is not written to the disk. */
	static boolean isPaymentCard(String scan) {
		if (!CARD_NUMBER.matcher(scan).matches())
			return false;
		String digits = scan.replaceAll("[ -]", "");
		int sum = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(digits.length() - 1 - i) - '0';
			sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
		}
		return sum % 10 == 0;
	}

	/* The same sale, its rewards' lines being lines like any other. */
	static Map<String, Object> withoutRewards(Map<String, Object> request) {
		if (!(request.get("sale") instanceof Map))
			return request;
		Map<String, Object> sale = new LinkedHashMap<>(Json.object(request.get("sale")));
		List<Object> lines = new ArrayList<>();
		for (Object item : Json.array(sale.get("lines"))) {
			Map<String, Object> line = new LinkedHashMap<>(Json.object(item));
			line.remove("reward");
			lines.add(line);
		}
		sale.put("lines", lines);
		sale.remove("hold");
		Map<String, Object> plain = new LinkedHashMap<>(request);
		plain.put("sale", sale);
		return plain;
	}

	private static Map<String, Object> facts(Object ticket, String scan, boolean refund) {
		Map<String, Object> facts = new LinkedHashMap<>();
		List<Map<String, Object>> lines = new ArrayList<>();
		for (Object line : Reach.list(ticket, "getLines"))
			lines.add(line(line, refund));
		facts.put("id", "unicenta-" + Reach.text(ticket, "getId"));
		Object date = Reach.call(ticket, "getDate");
		if (date instanceof Date)
			facts.put("at", ((Date) date).toInstant().toString());
		put(facts, "till", clean(Reach.text(ticket, "getHost")));
		put(facts, "cashier", clean(Reach.text(Reach.call(ticket, "getUser"), "getName")));
		if (scan != null)
			facts.put("member", Collections.singletonMap("scan", scan));
		facts.put("lines", lines);
		List<Map<String, Object>> tenders = tenders(ticket);
		if (!tenders.isEmpty())
			facts.put("tenders", tenders);
		put(facts, "total", Reach.decimal(ticket, "getTotal"));
		put(facts, "tax", Reach.decimal(ticket, "getTax"));
		return facts;
	}

	/* Quantities have three places here; a weight with more is rounded, and its unit price left out, which
	 * would not fit it any longer. */
	private static Map<String, Object> line(Object line, boolean refund) {
		Map<String, Object> facts = new LinkedHashMap<>();
		BigDecimal quantity = new BigDecimal(Reach.decimal(line, "getMultiply"));
		BigDecimal rounded = quantity.setScale(3, RoundingMode.HALF_UP);
		put(facts, "sku", clean(Reach.text(line, "getProductID")));
		put(facts, "name", clean(Reach.text(line, "getProductName")));
		put(facts, "category", clean(Reach.text(line, "getProductCategoryID")));
		facts.put("qty", rounded.toPlainString());
		if (rounded.compareTo(quantity) == 0)
			put(facts, "unit_price", Reach.decimal(line, "getPriceTax"));
		put(facts, "total", Reach.decimal(line, "getValue"));
		put(facts, "tax", Reach.decimal(line, "getTax"));
		put(facts, "tax_rate", rate(line));
		if (!refund)
			put(facts, "reward", Reach.text(line, "getProperty", REWARD));
		return facts;
	}

	/* The till's 0.1 is 10 per cent. */
	static String rate(Object line) {
		String rate = Reach.decimal(line, "getTaxRate");
		return rate == null || rate.startsWith("-") ? null
			: new BigDecimal(rate).movePointRight(2).setScale(3, RoundingMode.HALF_UP)
				.stripTrailingZeros().toPlainString();
	}

	private static List<Map<String, Object>> tenders(Object ticket) {
		List<Map<String, Object>> tenders = new ArrayList<>();
		for (Object payment : Reach.list(ticket, "getPayments")) {
			Map<String, Object> tender = new LinkedHashMap<>();
			tender.put("kind", kind(String.valueOf(Reach.text(payment, "getName"))));
			tender.put("amount", Reach.decimal(payment, "getTotal"));
			tenders.add(tender);
		}
		return tenders;
	}

	private static String kind(String name) {
		if (name.startsWith("cash"))
			return "cash";
		if (name.contains("card"))
			return "card";
		if (name.startsWith("voucher") || name.startsWith("paper"))
			return "voucher";
		return name.startsWith("bank") || name.startsWith("transfer") ? "transfer" : "other";
	}

	private static void put(Map<String, Object> facts, String name, String value) {
		if (value != null && !value.isEmpty())
			facts.put(name, value);
	}

	/* Without control characters, and no longer than a text may be: a long name must not cost the sale. */
	private static String clean(String text) {
		if (text == null)
			return null;
		String clean = CONTROL.matcher(text).replaceAll(" ").trim();
		while (clean.getBytes(StandardCharsets.UTF_8).length > TEXT_MAX)
			clean = clean.substring(0, clean.offsetByCodePoints(clean.length(), -1));
		return clean;
	}
}
