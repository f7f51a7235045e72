/* SPDX-License-Identifier: Apache-2.0 */
/* Rewards.java - the lines of a quote as lines of the till's ticket, and away again.
 *
 * In:  a ticket, an answer to `quote`, the till's own logic of taxes.
 * Out: discount lines on the ticket, marked with their reward, without a product: no stock moves for them.
 */
package regulars.unicenta;

import java.lang.reflect.Constructor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import regulars.Regulars.Json;

final class Rewards {
	private Rewards() {
	}

	/* Takes away what an earlier quote put there; whether there was any. */
	static boolean remove(Object ticket) {
		boolean any = false;
		for (int i = Reach.list(ticket, "getLines").size() - 1; i >= 0; i--)
			if (isOurs(Reach.list(ticket, "getLines").get(i))) {
				Reach.call(ticket, "removeLine", i);
				any = true;
			}
		return any;
	}

	/* Puts the quote's lines on the ticket and has its taxes counted anew. False: it could not be done, and
	 * the ticket is as it was. */
	static boolean put(Object ticket, Map<String, Object> quote, int exponent, Object taxes) {
		int before = Reach.list(ticket, "getLines").size();
		int wanted = before;
		for (Object line : Json.array(quote.get("lines"))) {
			Map<String, Object> discount = Json.object(line);
			if (Words.number(discount.get("total")) == 0)
				continue;
			wanted++;
			Object added = line(Reach.list(ticket, "getLines").subList(0, before), discount, exponent);
			if (added != null)
				Reach.call(ticket, "addLine", added);
		}
		if (Reach.list(ticket, "getLines").size() == wanted && (wanted == before || count(ticket, taxes)))
			return true;
		remove(ticket);
		count(ticket, taxes);
		return false;
	}

	/* Whether the till counted the taxes. */
	static boolean count(Object ticket, Object taxes) {
		Reach.call(ticket, "resetTaxes");
		Reach.call(taxes, "calculateTaxes", ticket);
		return Boolean.TRUE.equals(Reach.call(ticket, "hasTaxesCalculated"));
	}

	private static boolean isOurs(Object line) {
		return Reach.text(line, "getProperty", TicketRequest.REWARD) != null;
	}

	/* The till keeps prices without tax: what comes out with the tax of a line that has this rate is the
	 * quote's amount. */
	private static Object line(List<?> like, Map<String, Object> discount, int exponent) {
		Object model = like.isEmpty() ? null : like.get(0);
		for (Object line : like)
			if (sameRate(TicketRequest.rate(line), discount.get("tax_rate"))) {
				model = line;
				break;
			}
		String rate = Reach.decimal(model, "getTaxRate");
		if (rate == null)
			return null;
		BigDecimal gross = BigDecimal.valueOf(Words.number(discount.get("total")), exponent);
		double price = gross.divide(BigDecimal.ONE.add(new BigDecimal(rate)), MathContext.DECIMAL64)
			.doubleValue();
		Object line = made(model, String.valueOf(discount.get("name")), price);
		Reach.call(line, "setProperty", TicketRequest.REWARD, discount.get("reward"));
		return line;
	}

	private static boolean sameRate(String mine, Object theirs) {
		return mine != null && theirs instanceof String
			&& new BigDecimal(mine).compareTo(new BigDecimal((String) theirs)) == 0;
	}

	/* A line of the till's own kind: (name, tax category, quantity, price, tax). */
	private static Object made(Object model, String name, double price) {
		Object tax = Reach.call(model, "getTaxInfo");
		String category = Reach.text(model, "getProductTaxCategoryID");
		for (Constructor<?> maker : model.getClass().getConstructors()) {
			Class<?>[] types = maker.getParameterTypes();
			if (types.length == 5 && types[0] == String.class && types[1] == String.class
			    && types[2] == double.class && types[3] == double.class)
				try {
					return maker.newInstance(name, category, 1.0, price, tax);
				} catch (ReflectiveOperationException | RuntimeException e) {
					return null;
				}
		}
		return null;
	}
}
