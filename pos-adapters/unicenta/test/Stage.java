/* SPDX-License-Identifier: Apache-2.0 */
/* Stage.java - the scripts that a till would hold, run by the till's own BeanShell against stand-ins of its
 * objects, with Regulars well, and with each way in which it can fail. One JVM for all of it.
 *
 * usage: Stage RESOURCES HOMES LIBRARY FAULTY SHOP EVENTS
 * In:    HOMES: a folder for the homes of each way; it holds start.bsh and regulars-unicenta.jar.
 *        EVENTS: what hooks of a real till saw, one JSON object a line.
 * Out:   a line for each test, "ok NAME" or "not ok NAME"; "# ..." with figures.
 */
package regulars.test.unicenta;

import bsh.Interpreter;
import bsh.This;
import java.io.IOException;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import regulars.Regulars;
import regulars.Regulars.Json;
import regulars.test.unicenta.Counter.CustomerInfoExt;
import regulars.test.unicenta.Counter.PaymentInfo;
import regulars.test.unicenta.Counter.TaxInfo;
import regulars.test.unicenta.Counter.TaxesLogic;
import regulars.test.unicenta.Counter.TicketInfo;
import regulars.test.unicenta.Counter.TicketLineInfo;

public final class Stage {
	interface Test {
		void run() throws Exception;
	}

	static final String CARD = "c0420000000017";
	private static final long LIMIT_MS = 50;
	private static final int ROUNDS = 5;
	private static final int SETS_MAX = 6;
	private static Path resources;
	static Path homes;
	static String library;
	static String faulty;
	static String shop;
	private static Path events;
	private static boolean failed;
	private static int left; /* sales of faults, in journals */

	private Stage() {
	}

	public static void main(String[] words) throws Exception {
		resources = Path.of(words[0]);
		homes = Path.of(words[1]);
		library = words[2];
		faulty = words[3];
		shop = words[4];
		events = Path.of(words[5]);
		test("what_the_hooks_saw_is_recorded", Stage::hooks);
		test("the_receipt_says_the_points_that_are_known_in_time", Stage::receipt);
		test("a_reward_becomes_a_line_and_is_paid_for_once", Stage::reward);
		test("a_reward_that_is_not_wished_any_longer_goes_away", Stage::changedMind);
		test("a_qr_behind_a_c_is_whose_it_is", Stage::prefixed);
		test("a_sale_changed_after_the_fact_is_edited", Stage::edited);
		test("a_member_of_the_button_needs_no_customer", Stage::button);
		test("a_till_that_hands_no_ticket_over_goes_on", Stage::withoutTicket);
		test("a_missing_library_delays_nothing", () -> fault("missing", "/nowhere/libregulars.so.0"));
		test("a_plugin_that_answers_errors_delays_nothing", () -> fault("errors", faulty + "/errors.so"));
		test("a_plugin_that_takes_five_seconds_delays_nothing", () -> fault("slow", faulty + "/slow.so"));
		test("a_plugin_of_another_version_delays_nothing", () -> fault("version", faulty + "/version.so"));
		test("a_locked_store_delays_nothing", Stage::locked);
		test("what_faults_left_is_posted_by_the_next_start_once", Stage::nextStart);
		test("half_a_line_of_a_till_that_was_cut_off_blocks_nothing", Stage::cutOff);
		test("what_is_refused_for_good_is_listed_and_blocks_nothing", Stage::refusedForGood);
		test("a_till_without_our_files_goes_on", Stage::notInstalled);
		test("a_hundred_lines_are_no_slower", Stage::manyLines);
		Trouble.all();
		System.exit(failed ? 1 : 0);
	}

	static void test(String name, Test test) {
		try {
			test.run();
			System.out.println("ok " + name);
		} catch (Throwable e) {
			failed = true;
			System.out.println("# " + String.valueOf(e).replace('\n', ' ') + " " + e.getStackTrace()[0]);
			System.out.println("not ok " + name);
		}
	}

	static void check(boolean right, String what) {
		if (!right)
			throw new AssertionError(what);
	}

	/* ---- The till ---- */

	/* A home of its own, as an installer makes it, and a till that starts with it. also: more settings. */
	static Path home(String name, String with, String... also) throws Exception {
		Path home = homes.resolve(name);
		Files.createDirectories(home);
		for (String file : List.of("start.bsh", "regulars-unicenta.jar"))
			if (!Files.exists(home.resolve(file)))
				Files.createSymbolicLink(home.resolve(file), homes.resolve(file));
		List<String> settings = new ArrayList<>(List.of("store = " + shop, "till = T1", "library = " + with,
			"journal = " + home.resolve("journal")));
		settings.addAll(List.of(also));
		Files.write(home.resolve("regulars.properties"), settings, StandardCharsets.UTF_8);
		start(home);
		return home;
	}

	static void start(Path home) throws Exception {
		end();
		System.setProperty("regulars.home", home.toString());
	}

	private static void end() throws Exception {
		if (Boolean.FALSE.equals(ask("return bsh.shared.regulars == void;")))
			ask("bsh.shared.regulars.end();");
		((This) new Interpreter().get("bsh.shared")).getNameSpace().unsetVariable("regulars");
	}

	static Object ask(String script) throws Exception {
		return new Interpreter().eval(script);
	}

	/* As the till does it: a new interpreter an event, its variables, the text; anything but null from
	 * ticket.total would stop the sale. How long it took, in microseconds. */
	static long event(String script, Object ticket) throws Exception {
		String text = Files.readString(resources.resolve(script + ".bsh"), StandardCharsets.UTF_8);
		long from = System.nanoTime();
		Interpreter interpreter = new Interpreter();
		if (ticket != null) {
			interpreter.set("ticket", ticket);
			interpreter.set("taxeslogic", new TaxesLogic());
		}
		Object answer = interpreter.eval(text);
		long took = (System.nanoTime() - from) / 1000;
		check(answer == null, script + " answered " + answer);
		return took;
	}

	static void settle() throws Exception {
		long end = System.nanoTime() + 20000000000L;
		while (!Integer.valueOf(0).equals(ask("return bsh.shared.regulars.waiting();"))) {
			check(System.nanoTime() < end, "sales still wait");
			Thread.sleep(2);
		}
	}

	/* Until the cashier was told who it is. The till looks at the ticket again and again, so this does. */
	static void told(TicketInfo ticket) throws Exception {
		long end = System.nanoTime() + 20000000000L;
		for (event("Regulars.Seen", ticket); !said().startsWith("Ada Member"); event("Regulars.Seen", ticket)) {
			check(System.nanoTime() < end, "said: " + said());
			Thread.sleep(2);
		}
	}

	/* The first line that the cashier reads, or nothing. */
	static String said() throws Exception {
		List<?> said = (List<?>) ask("return bsh.shared.regulars.said();");
		return said.isEmpty() ? "" : said.get(0).toString();
	}

	/* Until the adapter has looked up whom it was shown, well or not. */
	static void untilLookedUp() throws Exception {
		untilIdle(field(ask("return bsh.shared.regulars;"), "desk"));
	}

	/* Until no quote runs any longer, also none that was late. */
	static void untilQuoted() throws Exception {
		untilIdle(field(field(ask("return bsh.shared.regulars;"), "door"), "quoting"));
	}

	private static Object field(Object object, String name) throws ReflectiveOperationException {
		Field field = object.getClass().getDeclaredField(name);
		field.setAccessible(true);
		return field.get(object);
	}

	/* pool: of one thread; what it takes now comes behind all that it had. */
	private static void untilIdle(Object pool) throws Exception {
		ThreadPoolExecutor thread = (ThreadPoolExecutor) pool;
		for (long end = System.nanoTime() + 20000000000L;; Thread.sleep(2)) {
			check(System.nanoTime() < end, "it is still at it");
			try {
				if (thread.getQueue().isEmpty()) {
					thread.submit(() -> { }).get(20, TimeUnit.SECONDS);
					return;
				}
			} catch (RejectedExecutionException e) {
				continue;
			}
		}
	}

	static TicketInfo ticket(String card, double... prices) {
		TicketInfo ticket = new TicketInfo(null, 0);
		if (card != null)
			ticket.setCustomer(new CustomerInfoExt(card));
		for (double price : prices)
			ticket.addLine(new TicketLineInfo("COF250", "Beans", "001", 1.0, price, new TaxInfo(0.1)));
		return ticket;
	}

	/* A whole sale; what each event took. */
	static long[] sell(TicketInfo ticket) throws Exception {
		long[] took = new long[4];
		took[0] = event("Regulars.Seen", ticket);
		took[1] = event("Regulars.Seen", ticket);
		new TaxesLogic().calculateTaxes(ticket);
		took[2] = event("Regulars.Total", ticket);
		took[3] = pay(ticket);
		return took;
	}

	/* As the till does it: the ticket's date, until then of when it was made, is when it was paid. */
	static long pay(TicketInfo ticket) throws Exception {
		ticket.setDate(new Date());
		ticket.getPayments().add(new PaymentInfo("cash", ticket.getTotal()));
		return event("Regulars.Close", ticket);
	}

	static Map<String, Object> member(String scan) {
		try (Regulars regulars = Regulars.open(shop, "T9", null, null, library, 5000)) {
			return Json.object(regulars.identify(scan).get("member"));
		}
	}

	static String sold(TicketInfo ticket) {
		String id = "unicenta-" + ticket.getId();
		try (Regulars regulars = Regulars.open(shop, "T9", null, null, library, 5000)) {
			return String.valueOf(regulars.receipt(Map.of("sale_id", id, "to", "text")).get("text"));
		}
	}

	/* ---- With Regulars well ---- */

	private static void hooks() throws Exception {
		home("hooks", library);
		System.out.println("# the first event of all, the classes being loaded: "
			+ event("Regulars.Seen", ticket(null)) / 1000 + " ms");
		for (String line : Files.readAllLines(events, StandardCharsets.UTF_8)) {
			Map<String, Object> event = Json.object(Json.read(line));
			TicketInfo ticket = seen(Json.object(event.get("payload")));
			if ("ticket.close".equals(event.get("event")))
				event("Regulars.Close", ticket);
			else if ("ticket.total".equals(event.get("event")))
				event("Regulars.Total", ticket);
			else if (!"ticket.save".equals(event.get("event")))
				event("Regulars.Seen", ticket);
		}
		settle();
		untilLookedUp();
		check(said().startsWith("Ada Member"), "said: " + said());
	}

	private static TicketInfo seen(Map<String, Object> payload) throws Exception {
		TicketInfo ticket = new TicketInfo((String) payload.get("ticket_uuid"),
			((Long) payload.get("type")).intValue());
		ticket.setDate(new SimpleDateFormat("EEE MMM d HH:mm:ss z yyyy", Locale.ENGLISH)
			.parse((String) payload.get("date")));
		if (payload.containsKey("customer"))
			ticket.setCustomer(new CustomerInfoExt((String) Json.object(payload.get("customer")).get("card")));
		for (Object item : Json.array(payload.get("lines"))) {
			Map<String, Object> line = Json.object(item);
			TicketLineInfo made = new TicketLineInfo((String) line.get("product"), (String) line.get("name"),
				"001", number(line.get("qty")), number(line.get("price")),
				new TaxInfo(number(line.get("tax_rate"))));
			check(made.getValue() == number(line.get("value")), "the stand-in counts as the till did");
			ticket.addLine(made);
		}
		for (Object item : Json.array(payload.get("payments"))) {
			Map<String, Object> payment = Json.object(item);
			ticket.getPayments().add(new PaymentInfo((String) payment.get("name"),
				number(payment.get("total"))));
		}
		new TaxesLogic().calculateTaxes(ticket);
		check(Math.abs(ticket.getTotal() - number(payload.get("total"))) < 1e-9, "its total too");
		return ticket;
	}

	private static double number(Object value) {
		return new BigDecimal(String.valueOf(value)).doubleValue();
	}

	private static void receipt() throws Exception {
		home("receipt", library);
		List<String> lines = new ArrayList<>();
		long end = System.nanoTime() + 20000000000L;
		for (int i = 0; i < 20 || lines.isEmpty(); i++) {
			check(System.nanoTime() < end, "none of " + i + " was known in time");
			TicketInfo ticket = ticket(CARD, 10.0);
			told(ticket);
			new TaxesLogic().calculateTaxes(ticket);
			event("Regulars.Close", ticket);
			settle();
			if (ticket.getProperty("regulars.lines") != null)
				lines.add(ticket.getProperty("regulars.lines"));
		}
		for (String said : lines)
			check(said.matches("You earned 11 points\\.\nYour balance: \\d+ points\\.\nThank you, Ada Member!"),
				said);
		TicketInfo nobody = ticket(null, 10.0);
		event("Regulars.Close", nobody);
		settle();
		check(nobody.getProperty("regulars.lines") == null, "nobody's receipt has points");
		check(sold(nobody).contains("11.00"), "it is sold all the same");
	}

	private static void reward() throws Exception {
		home("reward", library);
		long before = (Long) member(CARD).get("points");
		TicketInfo ticket = ticket(CARD, 10.0, 20.0);
		told(ticket);
		wish(ticket, "treat");
		untilLines(ticket, 3);
		check(Math.abs(ticket.getTotal() - 32.0) < 0.005, "to pay: " + ticket.getTotal());
		TicketLineInfo line = ticket.getLines().get(2);
		check(line.getProductID() == null && "treat".equals(line.getProperty("regulars.reward")), "the line");
		untilLines(ticket, 3);
		pay(ticket);
		settle();
		untilPoints(before - 20 + 32);
		check(sold(ticket).contains("32.00"), "its total: " + sold(ticket));
	}

	/* ticket.total, again while Regulars was too slow for it, as a cashier would who comes back. */
	static void untilLines(TicketInfo ticket, int lines) throws Exception {
		untilTotal(ticket, () -> ticket.getLines().size() == lines);
	}

	static void untilTotal(TicketInfo ticket, BooleanSupplier is) throws Exception {
		long end = System.nanoTime() + 20000000000L;
		for (;;) {
			new TaxesLogic().calculateTaxes(ticket);
			event("Regulars.Total", ticket);
			if (is.getAsBoolean())
				return;
			check(System.nanoTime() < end, ticket.getLines().size() + " lines are not what was expected");
			Thread.sleep(20); /* a quote that was late is let go first, a store that was busy opened again */
		}
	}

	/* What a quote that came too late set aside is given back behind the till. */
	static void untilPoints(long points) throws Exception {
		long end = System.nanoTime() + 20000000000L;
		while ((Long) member(CARD).get("points") != points) {
			check(System.nanoTime() < end, member(CARD).get("points") + " points, not " + points);
			Thread.sleep(20);
		}
	}

	private static void changedMind() throws Exception {
		home("changed", library);
		TicketInfo ticket = ticket(CARD, 10.0);
		told(ticket);
		wish(ticket, "treat");
		untilLines(ticket, 2);
		wish(ticket, "treat");
		untilLines(ticket, 1);
		check(ticket.hasTaxesCalculated() && Math.abs(ticket.getTotal() - 11.0) < 1e-9, "to pay");
	}

	static void wish(TicketInfo ticket, String reward) throws Exception {
		Interpreter interpreter = new Interpreter();
		interpreter.set("ticket", ticket);
		interpreter.eval("bsh.shared.regulars.wish(ticket, \"" + reward + "\");");
	}

	private static void prefixed() throws Exception {
		home("prefixed", library);
		String qr;
		try (Regulars regulars = Regulars.open(shop, "T9", null, null, library, 5000)) {
			qr = (String) Json.object(regulars.enrol(Map.of("name", "Quentin")).get("member")).get("qr");
		}
		sell(ticket("c" + qr, 10.0));
		settle();
		check(Long.valueOf(11).equals(member(qr).get("points")), "" + member(qr));
	}

	private static void edited() throws Exception {
		home("edited", library);
		TicketInfo first = ticket(null, 10.0);
		sell(first);
		settle();
		TicketInfo second = new TicketInfo(first.getId(), 0);
		second.addLine(new TicketLineInfo("COF250", "Beans", "001", 1.0, 20.0, new TaxInfo(0.1)));
		sell(second);
		settle();
		check(sold(first).contains("22.00"), sold(first));
		check(!Files.exists(homes.resolve("edited/journal/refused.jsonl")), "it was refused");
	}

	private static void button() throws Exception {
		home("button", library);
		long before = (Long) member(CARD).get("points");
		TicketInfo ticket = ticket(null, 10.0);
		event("Regulars.Seen", ticket);
		Interpreter interpreter = new Interpreter();
		interpreter.set("ticket", ticket);
		interpreter.eval("bsh.shared.regulars.member(ticket, \"" + CARD + "\\n\");");
		sell(ticket);
		settle();
		check((Long) member(CARD).get("points") == before + 11, "points");
	}

	private static void withoutTicket() throws Exception {
		home("without", library);
		for (String script : List.of("Regulars.Seen", "Regulars.Total", "Regulars.Close"))
			event(script, null);
		check(Integer.valueOf(0).equals(ask("return bsh.shared.regulars.waiting();")), "nothing waits");
	}

	/* ---- With what can fail ---- */

	/* Another program, which is writing to the store. */
	static Process holder() throws Exception {
		Process holder = new ProcessBuilder(faulty + "/hold-turn", shop)
			.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		check(holder.getInputStream().read() == 'h', "the turn is held");
		return holder;
	}

	static void release(Process holder) throws Exception {
		holder.getOutputStream().close();
		check(holder.waitFor() == 0, "the holder ended");
	}

	/* Sells in a home where Regulars is not there. All that was sold is in the journal. */
	private static void fault(String name, String with) throws Exception {
		Path home = home(name, with);
		event("Regulars.Seen", ticket(null));
		int sold = measure(name, () -> ticket(CARD, 10.0, 12.0));
		left += sold;
		check(journalled(home).size() == sold, journalled(home).size() + " sales are written down, not " + sold);
		String line = journalled(home).get(0);
		check(line.contains("\"unit_price\":\"13.200000000000001\"") && line.contains("\"total\":\"24.2\"")
			&& line.contains("\"member\":{\"scan\":\"" + CARD + "\"}"), line);
	}

	/* Sells some rounds; how many. The median of the rounds is what each event took. This machine may be so busy
	 * with other things that a till waits for a processor: then it is measured again, and a delay of ours would be
	 * there each time. */
	private static int measure(String name, Callable<TicketInfo> next) throws Exception {
		for (int sets = 1;; sets++) {
			long[][] took = new long[4][ROUNDS];
			for (int i = 0; i < ROUNDS; i++) {
				long[] round = sell(next.call());
				for (int k = 0; k < 4; k++)
					took[k][i] = round[k];
			}
			boolean isWithin = isWithin(name, took);
			check(isWithin || sets < SETS_MAX, "an event took longer than " + LIMIT_MS + " ms");
			if (isWithin)
				return sets * ROUNDS;
		}
	}

	private static boolean isWithin(String name, long[][] took) {
		String[] events = {"show", "change", "total", "close"};
		StringBuilder figures = new StringBuilder();
		boolean isWithin = true;
		for (int k = 0; k < took.length; k++) {
			Arrays.sort(took[k]);
			long median = took[k][ROUNDS / 2];
			figures.append(String.format(Locale.ROOT, " %s %.1f (at most %.1f)", events[k],
				median / 1000.0, took[k][ROUNDS - 1] / 1000.0));
			isWithin = isWithin && median <= LIMIT_MS * 1000;
		}
		System.out.println("# " + name + ", ms:" + figures);
		return isWithin;
	}

	static List<String> journalled(Path home) throws IOException {
		List<String> lines = new ArrayList<>();
		try (DirectoryStream<Path> found = Files.newDirectoryStream(home.resolve("journal"), "sales-*")) {
			for (Path path : found)
				lines.addAll(Files.readAllLines(path, StandardCharsets.UTF_8));
		} catch (NoSuchFileException e) {
			return journalled(home); /* it was posted and put away just now */
		}
		lines.removeIf(String::isEmpty);
		return lines;
	}

	private static void locked() throws Exception {
		Path home = home("locked", library);
		sell(ticket(CARD, 10.0));
		settle();
		long before = (Long) member(CARD).get("points");
		Process holder = holder();
		int sold;
		int waiting;
		try {
			sold = measure("locked", () -> ticket(CARD, 10.0));
			waiting = (Integer) ask("return bsh.shared.regulars.waiting();");
		} finally {
			release(holder);
		}
		check(waiting == sold, waiting + " sales waited, not " + sold);
		settle();
		check((Long) member(CARD).get("points") == before + 11 * sold, "all are there");
		check(journalled(home).isEmpty(), "the journal is empty again");
	}

	private static void nextStart() throws Exception {
		long before = (Long) member(CARD).get("points");
		for (int i = 0; i < 2; i++)
			for (String name : List.of("missing", "errors", "version", "slow")) {
				home(name, library);
				event("Regulars.Seen", ticket(null));
				settleLeft(homes.resolve(name));
			}
		check((Long) member(CARD).get("points") == before + left * 24,
			before + " and then " + member(CARD).get("points"));
	}

	static void settleLeft(Path home) throws Exception {
		long end = System.nanoTime() + 20000000000L;
		while (!journalled(home).isEmpty()) {
			check(System.nanoTime() < end, "some are left in " + home.getFileName() + ": " + journalled(home).size());
			Thread.sleep(5);
		}
		check(!Files.exists(home.resolve("journal/refused.jsonl")), "some were refused");
	}

	private static void cutOff() throws Exception {
		Path home = homes.resolve("cut");
		Files.createDirectories(home.resolve("journal"));
		Files.write(home.resolve("journal/sales-0000000000001-dead.jsonl"), List.of(
			"{\"op\":\"sale\",\"sale\":{\"id\":\"cut-1\",\"lines\":[{\"total\":\"1.00\"}],\"total\":\"1.00\"}}",
			"{\"op\":\"sale\",\"sale\":{\"id\":\"cut-2\",\"li"), StandardCharsets.UTF_8);
		home("cut", library);
		TicketInfo ticket = ticket(null, 10.0);
		sell(ticket);
		settle();
		check(sold(ticket).contains("11.00"), "the sale behind it");
		check(Files.readString(home.resolve("journal/refused.jsonl")).contains("cut-2"), "half a line is listed");
	}

	private static void refusedForGood() throws Exception {
		Path home = home("refused", library);
		TicketInfo wrong = ticket(null, 10.0);
		wrong.getPayments().add(new PaymentInfo("cash", 5.0));
		event("Regulars.Close", wrong);
		TicketInfo right = ticket(null, 10.0);
		sell(right);
		settle();
		check(sold(right).contains("11.00"), "the sale behind it");
		List<String> refused = Files.readAllLines(home.resolve("journal/refused.jsonl"));
		Map<String, Object> first = Json.object(Json.read(refused.get(0)));
		check(refused.size() == 1 && "E_SUM".equals(first.get("code"))
			&& ((String) first.get("request")).contains(wrong.getId()), refused.toString());
	}

	private static void notInstalled() throws Exception {
		start(homes.resolve("nowhere"));
		for (int i = 0; i < 3; i++)
			sell(ticket(CARD, 10.0));
		Path empty = Files.createDirectories(homes.resolve("without-jar"));
		Files.createSymbolicLink(empty.resolve("start.bsh"), homes.resolve("start.bsh"));
		start(empty);
		sell(ticket(CARD, 10.0));
	}

	private static void manyLines() throws Exception {
		home("many", library);
		double[] prices = new double[100];
		Arrays.fill(prices, 1.5);
		event("Regulars.Seen", ticket(null));
		measure("a hundred lines", () -> {
			settle();
			return ticket(CARD, prices);
		});
		settle();
	}
}
