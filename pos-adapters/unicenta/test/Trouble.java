/* SPDX-License-Identifier: Apache-2.0 */
/* Trouble.java - what must not cost a sale, points or a customer's secret: called by Stage, on its stand-ins.
 */
package regulars.test.unicenta;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import regulars.Regulars;
import regulars.Regulars.Json;
import regulars.Regulars.Refused;
import regulars.test.unicenta.Counter.CustomerInfoExt;
import regulars.test.unicenta.Counter.TaxInfo;
import regulars.test.unicenta.Counter.TaxesLogic;
import regulars.test.unicenta.Counter.TicketInfo;
import regulars.test.unicenta.Counter.TicketLineInfo;

final class Trouble {
	private static final String NOWHERE = "/nowhere/libregulars.so.0";
	private static final Logger LOG = Logger.getLogger("regulars.unicenta");
	private static final int COST = 20;
	/* Behind an id. A time in nanoseconds would be refused now and then: one in ten could be a payment card. */
	private static int made;

	private Trouble() {
	}

	static void all() {
		Stage.test("a_hold_that_ended_costs_no_sale", () -> endedHold("ended", false));
		Stage.test("nor_does_one_whose_points_were_spent_elsewhere", () -> endedHold("spent", true));
		Stage.test("a_reward_that_went_from_the_ticket_is_not_paid_for", Trouble::lostReward);
		Stage.test("a_ticket_that_lay_open_is_quoted_as_of_now", Trouble::layOpen);
		Stage.test("a_hold_that_a_busy_store_did_not_take_back_is_given_back_later", Trouble::busyHold);
		Stage.test("a_member_is_known_as_soon_as_a_busy_store_is_free", Trouble::busyStart);
		Stage.test("settings_that_are_wrong_refuse_no_sale", Trouble::wrongSettings);
		Stage.test("half_a_line_on_a_full_disk_spoils_no_other", Trouble::tornLine);
		Stage.test("no_character_of_a_name_costs_the_sale", Trouble::oddName);
		Stage.test("no_number_of_a_ticket_costs_the_sale", Trouble::oddNumber);
		Stage.test("a_payment_card_is_not_written_down", Trouble::paymentCard);
		Stage.test("why_sales_wait_is_in_the_tills_log_once", Trouble::logged);
	}

	/* The customer has the discount in hand; the quote ended before the sale was posted. */
	private static void endedHold(String name, boolean spent) throws Exception {
		Stage.home(name, Stage.library);
		enough();
		TicketInfo ticket = Stage.ticket(Stage.CARD, 10.0);
		Stage.told(ticket);
		Stage.wish(ticket, "treat");
		Stage.untilLines(ticket, 2);
		long before = letGoAll();
		if (spent)
			before = spendAll(before);
		Stage.pay(ticket);
		Stage.settle();
		Stage.check(!Files.exists(Stage.homes.resolve(name + "/journal/refused.jsonl")), "it was refused");
		Stage.check(Stage.sold(ticket).contains("10.00"), Stage.sold(ticket));
		Stage.untilPoints(before + 10 - (spent ? 0 : COST));
	}

	/* The second quote does not come in time: its line is gone, so it must cost nothing. */
	private static void lostReward() throws Exception {
		Stage.home("lost", Stage.library);
		enough();
		long before = (Long) Stage.member(Stage.CARD).get("points");
		TicketInfo ticket = Stage.ticket(Stage.CARD, 10.0);
		Stage.told(ticket);
		Stage.wish(ticket, "treat");
		Stage.untilLines(ticket, 2);
		Process holder = Stage.holder();
		try {
			new TaxesLogic().calculateTaxes(ticket);
			Stage.event("Regulars.Total", ticket);
			Stage.untilQuoted(); /* the quote which is late comes to nothing */
		} finally {
			Stage.release(holder);
		}
		Stage.check(ticket.getLines().size() == 1, "the line is gone");
		Stage.pay(ticket);
		Stage.settle();
		Stage.check(Stage.sold(ticket).contains("11.00"), Stage.sold(ticket));
		Stage.untilPoints(before + 11);
	}

	/* The till makes the next ticket when the one before is paid: it is quoted as of now, by the programme and
	 * the hours of now, as it will be sold. */
	private static void layOpen() throws Exception {
		Stage.home("open", Stage.library);
		enough();
		long before = (Long) Stage.member(Stage.CARD).get("points");
		TicketInfo ticket = Stage.ticket(Stage.CARD, 10.0);
		ticket.setDate(new Date(System.currentTimeMillis() - TimeUnit.DAYS.toMillis(1)));
		Stage.told(ticket);
		Stage.wish(ticket, "treat");
		Stage.untilLines(ticket, 2);
		Stage.pay(ticket);
		Stage.settle();
		Stage.untilPoints(before - COST + 10);
	}

	/* The till does not take the discount's line, and meanwhile another program begins to write. */
	private static void busyHold() throws Exception {
		Stage.home("busy", Stage.library);
		enough();
		long before = (Long) Stage.member(Stage.CARD).get("points");
		Process[] holder = {null};
		TicketInfo ticket = new TicketInfo(null, 0) {
			@Override
			public void addLine(TicketLineInfo line) {
				if (line.getProductID() != null)
					super.addLine(line);
				else
					holder[0] = started();
			}
		};
		ticket.setCustomer(new CustomerInfoExt(Stage.CARD));
		ticket.addLine(new TicketLineInfo("T", "Tea", "001", 1.0, 10.0, new TaxInfo(0.1)));
		Stage.told(ticket);
		Stage.wish(ticket, "treat");
		try (Regulars regulars = Regulars.open(Stage.shop, "T9", null, null, Stage.library, 5000)) {
			Stage.untilTotal(ticket, () -> holder[0] != null);
			Stage.untilLookedUp();
			Map<String, Object> member = Json.object(regulars.identify(Stage.CARD).get("member"));
			Stage.check((Long) member.get("points") == before - COST, "they are set aside");
		} finally {
			if (holder[0] != null)
				Stage.release(holder[0]);
		}
		Stage.sell(Stage.ticket(null, 10.0));
		Stage.settle();
		Stage.check((Long) Stage.member(Stage.CARD).get("points") == before, "they came back");
	}

	private static Process started() {
		try {
			return Stage.holder();
		} catch (Exception e) {
			throw new IllegalStateException(e);
		}
	}

	/* Nor does the cashier read what is none of theirs. */
	private static void busyStart() throws Exception {
		TicketInfo ticket = Stage.ticket(Stage.CARD, 10.0);
		Process holder = Stage.holder();
		try {
			Stage.home("start", Stage.library);
			Stage.event("Regulars.Seen", ticket);
			Stage.untilLookedUp();
			Stage.check(Stage.said().isEmpty(), Stage.said());
		} finally {
			Stage.release(holder);
		}
		Stage.told(ticket);
	}

	private static void wrongSettings() throws Exception {
		Ear ear = new Ear("sales wait");
		Path home = Stage.home("settings", Stage.library, "printer = usbb");
		TicketInfo ticket = Stage.ticket(null, 10.0);
		Stage.sell(ticket);
		ear.untilHeard();
		ear.close();
		Stage.check(Stage.journalled(home).size() == 1, "it waits");
		Stage.home("settings", Stage.library);
		Stage.event("Regulars.Seen", Stage.ticket(null));
		Stage.settleLeft(home);
		Stage.check(Stage.sold(ticket).contains("11.00"), "it is posted when they are right");
	}

	private static void tornLine() throws Exception {
		Path full = Stage.home("full", NOWHERE);
		Stage.sell(Stage.ticket(null, 10.0));
		Path file = Files.newDirectoryStream(full.resolve("journal"), "sales-*").iterator().next();
		Files.writeString(file, "{\"op\":\"sale\",\"sale\":{\"id\":\"full-1\",\"li", StandardOpenOption.APPEND);
		TicketInfo behind = Stage.ticket(null, 10.0);
		Stage.sell(behind);
		Path next = Files.createDirectories(Stage.homes.resolve("full-next/journal"));
		Files.copy(file, next.resolve("sales-0000000000001-dead.jsonl"));
		Stage.home("full-next", Stage.library);
		Stage.event("Regulars.Seen", Stage.ticket(null));
		long end = System.nanoTime() + 20000000000L;
		while (!Files.exists(next.resolve("refused.jsonl")) || !Stage.journalled(next.getParent()).isEmpty()) {
			Stage.check(System.nanoTime() < end, "some are left");
			Thread.sleep(5);
		}
		Stage.check(Stage.sold(behind).contains("11.00"), "the sale behind half a line");
	}

	private static void oddName() throws Exception {
		Stage.home("odd", Stage.library);
		TicketInfo ticket = Stage.ticket(null);
		String name = "\u202bTea\u0085\u2067 \ud83c\udf75\u202c\u0000";
		ticket.addLine(new TicketLineInfo("T", name, "001", 1.0, 10.0, new TaxInfo(0.1)));
		Stage.sell(ticket);
		Stage.settle();
		Stage.check(!Files.exists(Stage.homes.resolve("odd/journal/refused.jsonl")), "it was refused");
	}

	/* Its UUID can hold what looks like a payment card. */
	private static void oddNumber() throws Exception {
		Stage.home("number", Stage.library);
		for (double price : new double[] {10.0, 20.0}) {
			TicketInfo ticket = new TicketInfo("e8bfa40a-4111-1111-1111-1111aaaaaaaa", 0);
			ticket.addLine(new TicketLineInfo("T", "Tea", "001", 1.0, price, new TaxInfo(0.1)));
			Stage.sell(ticket);
			Stage.settle();
			Stage.check(Stage.sold(ticket).contains(String.valueOf((int) (price * 1.1))), Stage.sold(ticket));
		}
		Stage.check(!Files.exists(Stage.homes.resolve("number/journal/refused.jsonl")), "it was refused");
	}

	private static void paymentCard() throws Exception {
		Path home = Stage.home("payment", NOWHERE);
		TicketInfo ticket = Stage.ticket(null, 10.0);
		Stage.event("Regulars.Seen", ticket);
		bsh.Interpreter interpreter = new bsh.Interpreter();
		interpreter.set("ticket", ticket);
		interpreter.eval("bsh.shared.regulars.member(ticket, \"4111 1111 1111 1111\");");
		Stage.sell(ticket);
		List<String> lines = Stage.journalled(home);
		Stage.check(lines.size() == 1 && !lines.get(0).contains("1111 1111"), lines.toString());
	}

	private static void logged() throws Exception {
		LOG.setUseParentHandlers(false);
		Ear ear = new Ear("/nowhere/logged.so");
		Stage.home("logged", "/nowhere/logged.so");
		for (int i = 0; i < 5; i++)
			Stage.sell(Stage.ticket(null, 10.0));
		ear.untilHeard();
		Thread.sleep(50); /* in which it would be said again */
		Stage.check(ear.heard.size() == 1, ear.heard.toString());
		ear.close();
	}

	/* What is said in the till's log from now on, and has a text in it. */
	private static final class Ear extends Handler {
		final List<String> heard = Collections.synchronizedList(new ArrayList<>());
		private final String text;

		Ear(String text) {
			this.text = text;
			LOG.addHandler(this);
		}

		void untilHeard() throws Exception {
			long end = System.nanoTime() + 20000000000L;
			while (heard.isEmpty()) {
				Stage.check(System.nanoTime() < end, "not in the log: " + text);
				Thread.sleep(2);
			}
		}

		@Override
		public void publish(LogRecord line) {
			if (line.getMessage().contains(text))
				heard.add(line.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
			LOG.removeHandler(this);
		}
	}

	/* So that the member can have the reward. */
	private static void enough() {
		try (Regulars regulars = Regulars.open(Stage.shop, "T9", null, null, Stage.library, 5000)) {
			regulars.sale(Map.of("id", "enough-" + ++made, "currency", "EUR", "total", "50.00",
				"member", Map.of("scan", Stage.CARD),
				"lines", List.of(Map.of("total", "50.00"))));
		}
	}

	/* Ends every hold there is; the member's points then. */
	private static long letGoAll() {
		try (Regulars regulars = Regulars.open(Stage.shop, "T9", null, null, Stage.library, 5000)) {
			long last = (Long) regulars.quote(Map.of("currency", "EUR", "member", Map.of("scan", Stage.CARD),
				"lines", List.of(Map.of("total", "50.00")),
				"rewards", List.of(Map.of("reward", "treat")))).get("hold");
			for (long hold = last; hold > Math.max(0, last - 200); hold--)
				letGo(regulars, hold);
		}
		return (Long) Stage.member(Stage.CARD).get("points");
	}

	private static void letGo(Regulars regulars, long hold) {
		try {
			regulars.letGo(hold);
		} catch (Refused e) {
			return;
		}
	}

	/* Leaves the member fewer points than the reward costs; how many. */
	private static long spendAll(long points) {
		try (Regulars regulars = Regulars.open(Stage.shop, "T9", null, null, Stage.library, 5000)) {
			regulars.call("adjust", Map.of("id", "spend-" + ++made, "member_id",
				Stage.member(Stage.CARD).get("id"), "units", 1 - points, "who", "owner", "why", "spent elsewhere"));
		}
		return 1;
	}
}
