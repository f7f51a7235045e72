/* SPDX-License-Identifier: Apache-2.0 */
/* Proof.java - the Java binding against the library itself: recorded conversations word for word, and what
 * it does when something is missing, slow, locked, or used by many threads. One JVM for all of it.
 *
 * usage: Proof LIBRARY FAULTY SHOP [CONVERSATION STORE]...
 * Out:   a line for each test, "ok NAME" or "not ok NAME", with what was wrong behind a # before it.
 */
package regulars.test;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import regulars.Regulars;
import regulars.Regulars.Json;
import regulars.Regulars.Late;
import regulars.Regulars.Missing;
import regulars.Regulars.Refused;

public final class Proof {
	private interface Test {
		void run() throws Exception;
	}

	private static String library;
	private static String faulty;
	private static String shop;
	private static boolean failed;

	private Proof() {
	}

	public static void main(String[] words) throws Exception {
		library = words[0];
		faulty = words[1];
		shop = words[2];
		for (int i = 3; i + 1 < words.length; i += 2) {
			Path conversation = Path.of(words[i]);
			String store = words[i + 1];
			String name = conversation.getFileName().toString().replaceAll("\\.jsonl$", "");
			test(name.replaceAll("[^a-z0-9]", "_") + "_is_heard_as_recorded",
				() -> replay(conversation, store));
		}
		test("an_op_is_a_method_and_money_is_never_a_float", Proof::methods);
		test("a_refusal_has_its_code_and_field", Proof::refusals);
		test("text_is_utf8_whatever_jna_thinks", Proof::letters);
		test("the_library_stays_when_memory_is_tidied_up", Proof::tidied);
		test("a_large_answer_makes_the_room_grow", Proof::large);
		test("thousands_of_calls_keep_no_memory", Proof::frugal);
		test("a_float_is_not_taken_for_money", Proof::floats);
		test("json_that_is_none_is_refused_here", Proof::json);
		test("a_missing_library_is_said", () -> missing("/nowhere/libregulars.so.0", "ldconfig"));
		test("a_library_without_our_door_is_said", () -> missing("libc.so.6", "install"));
		test("a_wrong_version_is_said", () -> missing(faulty + "/version.so", "version 1"));
		test("a_store_that_is_not_there_is_refused", Proof::noStore);
		test("a_plugin_that_answers_errors_is_refused", Proof::errors);
		test("a_slow_call_is_late_and_so_are_those_behind_it_at_once", Proof::slow);
		test("a_locked_store_is_busy_within_the_patience", Proof::locked);
		test("eight_threads_sell_on_one_shop", Proof::threads);
		test("eight_threads_with_deadlines_take_turns", Proof::deadlines);
		test("what_is_closed_says_so_and_closing_twice_is_one", Proof::closed);
		System.exit(failed ? 1 : 0);
	}

	private static void test(String name, Test test) {
		try {
			test.run();
			System.out.println("ok " + name);
		} catch (Throwable e) {
			failed = true;
			System.out.println("# " + String.valueOf(e).replace('\n', ' '));
			System.out.println("not ok " + name);
		}
	}

	private static void check(boolean right, String what) {
		if (!right)
			throw new AssertionError(what);
	}

	private static Refused refused(Test test) throws Exception {
		try {
			test.run();
		} catch (Refused e) {
			return e;
		}
		throw new AssertionError("it was not refused");
	}

	private static Regulars open() {
		return Regulars.open(shop, "T1", null, null, library, 2000);
	}

	private static Map<String, Object> sale(String id, String total) {
		Map<String, Object> sale = new HashMap<>();
		sale.put("id", id);
		sale.put("currency", "EUR");
		sale.put("lines", List.of(Map.of("name", "Kanelsnegl, økologisk", "total", total)));
		sale.put("total", total);
		return sale;
	}

	/* ---- Recorded conversations ---- */

	private static void replay(Path conversation, String store) throws IOException {
		List<String> lines = Files.readAllLines(conversation, StandardCharsets.UTF_8);
		Map<String, Object> kept = new HashMap<>();
		try (Regulars regulars = Regulars.open(store, "T1", null, null, library, 2000)) {
			for (int i = 1; i < lines.size(); i++) {
				if (lines.get(i).isBlank())
					continue;
				Map<String, Object> turn = Json.object(Json.read(lines.get(i)));
				String say = turn.containsKey("say_text") ? (String) turn.get("say_text")
					: Json.write(filled(turn.get("say"), kept));
				String answer = regulars.request(say);
				String wrong = unlike(turn.get("hear"), Json.read(answer), kept, "");
				check(wrong == null, "line " + (i + 1) + ": " + wrong + " in " + answer);
			}
		}
	}

	private static Object filled(Object said, Map<String, Object> kept) {
		if (said instanceof Map) {
			Map<String, Object> filled = new java.util.LinkedHashMap<>();
			Json.object(said).forEach((name, value) -> filled.put(name, filled(value, kept)));
			return filled;
		}
		if (said instanceof List) {
			List<Object> filled = new ArrayList<>();
			Json.array(said).forEach(value -> filled.add(filled(value, kept)));
			return filled;
		}
		return said instanceof String && kept.containsKey(said) ? kept.get(said) : said;
	}

	/* Null when it is as expected; else where it is not. */
	private static String unlike(Object expected, Object got, Map<String, Object> kept, String where) {
		if (expected instanceof Map && got instanceof Map)
			return unlikeObject(Json.object(expected), Json.object(got), kept, where);
		if (expected instanceof List && got instanceof List)
			return unlikeArray(Json.array(expected), Json.array(got), kept, where);
		if (expected instanceof String && ((String) expected).startsWith("$")) {
			String mark = (String) expected;
			if (mark.equals("$any"))
				return null;
			if (mark.startsWith("$keep:")) {
				kept.put("$" + mark.substring(6), got);
				return null;
			}
			return kept.containsKey(mark) && kept.get(mark).equals(got) ? null : where;
		}
		return same(expected, got) ? null : where + " is not " + expected;
	}

	private static boolean same(Object expected, Object got) {
		if (expected instanceof BigDecimal && got instanceof BigDecimal)
			return ((BigDecimal) expected).compareTo((BigDecimal) got) == 0;
		return expected == null ? got == null : expected.equals(got);
	}

	private static String unlikeObject(Map<String, Object> expected, Map<String, Object> got,
					   Map<String, Object> kept, String where) {
		if (!expected.keySet().equals(got.keySet()))
			return where + " has the fields " + got.keySet() + ", not " + expected.keySet();
		for (Map.Entry<String, Object> field : expected.entrySet()) {
			String wrong = unlike(field.getValue(), got.get(field.getKey()), kept,
				where + "." + field.getKey());
			if (wrong != null)
				return wrong;
		}
		return null;
	}

	private static String unlikeArray(List<?> expected, List<?> got, Map<String, Object> kept, String where) {
		if (expected.size() != got.size())
			return where + " has " + got.size() + " items, not " + expected.size();
		for (int i = 0; i < expected.size(); i++) {
			String wrong = unlike(expected.get(i), got.get(i), kept, where + "[" + i + "]");
			if (wrong != null)
				return wrong;
		}
		return null;
	}

	/* ---- The rest ---- */

	private static void methods() {
		try (Regulars regulars = open()) {
			check("EUR".equals(regulars.shop().get("currency")), "the shop's currency");
			check("OK".equals(regulars.sale(sale("J-1", "13.200000000000001")).get("code")), "a sale");
			check("EXISTS".equals(regulars.sale(sale("J-1", "13.200000000000001")).get("code")), "again");
			Map<String, Object> quote = regulars.quote(sale("J-2", "8.629999999999999"));
			check(Long.valueOf(863).equals(quote.get("due")), "due is " + quote.get("due"));
			check("OK".equals(regulars.undo("J-1").get("code")), "a void");
			check(regulars.call("void", Map.of("sale_id", "J-1")).get("code").equals("EXISTS"), "by name");
		}
	}

	private static void refusals() throws Exception {
		try (Regulars regulars = open()) {
			check(refused(() -> regulars.identify("0000000000")).code.startsWith("E_"), "unknown");
			Refused no = refused(() -> regulars.call("shop", Map.of("size", 5)));
			check(no.code.equals("E_FIELD") && no.field.contains("size"), no.code + " " + no.field);
			check(!no.getMessage().isEmpty() && no.getMessage().indexOf('\n') < 0, no.getMessage());
			check(Json.object(Json.read(regulars.request("nonsense"))).get("code").equals("E_JSON"), "nonsense");
		}
	}

	private static void letters() {
		try (Regulars regulars = open()) {
			Map<String, Object> member = Json.object(regulars.enrol(
				Map.of("name", "Zoë Ægir Đặng अदिति 田中 😀", "phone", "+45 20 30 40 50")).get("member"));
			check("Zoë Ægir Đặng अदिति 田中 😀".equals(member.get("name")), "" + member.get("name"));
			check(regulars.identify((String) member.get("qr")).containsKey("member"), "by its card");
		}
	}

	/* JNA forgets a library that no object of its own refers to any longer. */
	private static void tidied() {
		try (Regulars regulars = open()) {
			for (int i = 0; i < 5; i++) {
				System.gc();
				System.runFinalization();
				check("EUR".equals(regulars.shop().get("currency")), "after it");
			}
		}
	}

	/* Outside the heap, where the heap's sweeper looks when it must and no sooner. */
	private static void frugal() throws Exception {
		try (Regulars regulars = open()) {
			for (int i = 0; i < 1000; i++)
				regulars.shop();
			long before = kilobytes();
			for (int i = 0; i < 4000; i++)
				regulars.shop();
			long grown = kilobytes() - before;
			check(grown < 65536, grown + " KB more");
		}
	}

	private static long kilobytes() throws Exception {
		for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8))
			if (line.startsWith("VmData"))
				return Long.parseLong(line.replaceAll("[^0-9]", ""));
		throw new AssertionError("there is no VmData");
	}

	private static void large() {
		try (Regulars regulars = open()) {
			StringBuilder name = new StringBuilder();
			for (int i = 0; i < 200; i++)
				name.append('x');
			List<Map<String, Object>> lines = new ArrayList<>();
			for (int i = 0; i < 1000; i++)
				lines.add(Map.of("name", name.toString(), "total", 100));
			Map<String, Object> sale = sale("J-large", "1000.00");
			sale.put("lines", lines);
			regulars.sale(sale);
			Map<String, Object> text = regulars.receipt(Map.of("sale_id", "J-large", "to", "text"));
			check(Json.write(text).length() > 4096, "an answer of " + Json.write(text).length());
		}
	}

	private static void floats() throws Exception {
		try (Regulars regulars = open()) {
			regulars.call("quote", Map.of("sale", Map.of("total", 13.2)));
		} catch (IllegalArgumentException e) {
			return;
		}
		throw new AssertionError("it was taken");
	}

	private static void json() {
		for (String bad : List.of("", "{", "{\"a\":1,}", "[1 2]", "\"\\u00g0\"", "\"\\q\"", "1x", "nul",
					  "[".repeat(100)))
			try {
				Json.read(bad);
				throw new AssertionError("it was read: " + bad);
			} catch (IllegalArgumentException e) {
				check(e.getMessage() != null, bad);
			}
		check(Json.write(Json.read("{\"a\":[1,-2.50,\"\\u00e9\\n\",true,null,{}]}"))
			.equals("{\"a\":[1,-2.50,\"é\\u000a\",true,null,{}]}"), "there and back");
	}

	private static void missing(String path, String says) {
		try {
			Regulars.open(shop, "T1", null, null, path, 40).close();
		} catch (Missing e) {
			check(e.getMessage().contains(says), e.getMessage());
			return;
		}
		throw new AssertionError("it was opened");
	}

	private static void noStore() throws Exception {
		Refused no = refused(() -> Regulars.open("/nowhere/shop.db", "T1", null, null, library, 40));
		check(no.code.equals("E_NO_STORE"), no.code + ": " + no.getMessage());
	}

	private static void errors() throws Exception {
		try (Regulars regulars = Regulars.open(shop, "T1", null, null, faulty + "/errors.so", 40)) {
			check(refused(regulars::shop).code.equals("E_INTERNAL"), "E_INTERNAL");
			check(refused(() -> Regulars.answer(regulars.request("{\"op\":\"shop\"}", 1000))).code
				.equals("E_INTERNAL"), "E_INTERNAL with a deadline");
		}
	}

	private static long late(Test test) throws Exception {
		long from = System.nanoTime();
		try {
			test.run();
		} catch (Late e) {
			return (System.nanoTime() - from) / 1000000;
		}
		throw new AssertionError("it was not late");
	}

	private static void slow() throws Exception {
		Regulars regulars = Regulars.open(shop, "T1", null, null, faulty + "/slow.so", 40);
		int before = Thread.activeCount();
		long first = late(() -> regulars.request("{\"op\":\"shop\"}", 40));
		check(first >= 39 && first < 1000, "the first took " + first + " ms");
		for (int i = 0; i < 20; i++)
			check(late(() -> regulars.request("{\"op\":\"shop\"}", 40)) < 40, "one behind it waited");
		check(Thread.activeCount() <= before + 1, "threads piled up");
		long from = System.nanoTime();
		regulars.close();
		check(System.nanoTime() - from < 1000000000L, "closing waited");
	}

	private static void locked() throws Exception {
		Process holder = null;
		try (Regulars regulars = open(); Regulars hasty = Regulars.open(shop, "T2", null, null, library, 40)) {
			holder = new ProcessBuilder(faulty + "/hold-turn", shop)
				.redirectError(ProcessBuilder.Redirect.INHERIT).start();
			check(holder.getInputStream().read() == 'h', "the turn is held");
			check(refused(() -> hasty.sale(sale("J-busy", "1.00"))).code.equals("E_BUSY"), "E_BUSY");
			late(() -> regulars.request("{\"op\":\"sale\",\"sale\":" + Json.write(sale("J-late", "1.00"))
				+ "}", 40));
			holder.getOutputStream().close();
			check(holder.waitFor() == 0, "the holder ended");
			check("OK".equals(hasty.sale(sale("J-busy", "1.00")).get("code")), "after it");
			check(List.of("OK", "EXISTS").contains(regulars.sale(sale("J-late", "1.00")).get("code")),
				"the late one");
		} finally {
			if (holder != null)
				holder.destroy();
		}
	}

	private static void crowd(Predicate<String> sell) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		AtomicInteger sold = new AtomicInteger();
		for (int i = 0; i < 8; i++) {
			String till = "J-crowd-" + i + "-";
			threads.add(new Thread(() -> {
				for (int k = 0; k < 10; k++)
					if (sell.test(till + k))
						sold.incrementAndGet();
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads)
			thread.join();
		check(sold.get() == 80, sold + " of 80 sales");
	}

	private static void threads() throws InterruptedException {
		try (Regulars regulars = open()) {
			crowd(id -> "OK".equals(regulars.sale(sale(id, "2.50")).get("code")));
		}
	}

	private static void deadlines() throws InterruptedException {
		try (Regulars regulars = open()) {
			crowd(id -> Regulars.answer(regulars.request("{\"op\":\"sale\",\"sale\":"
				+ Json.write(sale(id, "2.50")) + "}", 20000)).get("code").equals("EXISTS"));
		}
	}

	private static void closed() throws Exception {
		Regulars regulars = open();
		regulars.close();
		regulars.close();
		check(refused(regulars::shop).code.equals("E_CLOSED"), "a call");
		check(refused(() -> regulars.request("{\"op\":\"shop\"}", 40)).code.equals("E_CLOSED"), "a late call");
	}
}
