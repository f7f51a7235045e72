/* SPDX-License-Identifier: Apache-2.0 */
/* Regulars.java - Regulars, the loyalty plugin, for tills written in Java 8 and later. One file:
 * copy it into the till; JNA 5 is all that it needs.
 *
 *     try (Regulars shop = Regulars.open("/var/lib/shop.db", "T1")) {
 *         String answer = shop.request("{\"op\":\"identify\",\"scan\":\"...\"}");   // text in, text out
 *         Map<String, Object> sale = shop.sale(Map.of("id", "T1-1", ...));            // or maps
 *     }
 *
 * In:       requests and answers as schema/gateway says. Money of a till is best handed over as the
 *           text that it has ("13.200000000000001"); whole numbers are minor units.
 * Out:      answers. Refused: it was said no, and nothing happened. Late: the deadline passed; the
 *           call goes on behind, so ask the same again. Missing: Regulars cannot be had here.
 * Threads:  any thread may call; calls on one Regulars take turns.
 * Not here: greetings, journals and all else that belongs to one till.
 */
package regulars;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

public final class Regulars implements AutoCloseable {
	public static final String LIBRARY = "libregulars.so.0";
	public static final int PATIENCE_MS = 40;

	private static final int ABI = 1;
	private static final int OK = 0;
	private static final int E_BUFFER = -3;
	/* RTLD_NOW | RTLD_NODELETE: JNA unloads a library that it thinks nobody uses, under the table's feet. */
	private static final int STAYS = 0x1002;
	/* RGL_ANSWER_ROOM; with less the plugin does not begin. */
	private static final int ANSWER_ROOM = 98304;
	private static final int REQUEST_ROOM = 8192;
	/* Places in rgl_api, behind its size and ABI and the version's text. */
	private static final int WORDS = 1, OPEN = 2, CLOSE = 3, REQUEST = 12;
	private static final int WHY_FIELD = 8, WHY_TEXT = 72, WHY_SIZE = 392;

	/* It was said no; nothing happened. code: "E_BUSY". field: what it is about, or "". */
	public static final class Refused extends RuntimeException {
		private static final long serialVersionUID = 1;
		public final String code;
		public final String field;

		public Refused(String code, String field, String text) {
			super(text);
			this.code = code;
			this.field = field;
		}
	}

	/* Regulars cannot be had here; the text says what to do. */
	public static final class Missing extends RuntimeException {
		private static final long serialVersionUID = 1;

		Missing(String text, Throwable cause) {
			super(text, cause);
		}
	}

	/* The time was up. The call goes on behind; asking again is safe, the sale's id sees to it. */
	public static final class Late extends RuntimeException {
		private static final long serialVersionUID = 1;

		Late(long withinMillis) {
			super("Regulars did not answer within " + withinMillis + " ms; ask again later", null,
				false, false);
		}
	}

	/* What a thread's calls are made in, one after another. Memory outside the heap is given back when the heap
	 * is swept and no sooner: with new memory for each call a till would grow until then. */
	private static final class Room {
		final Memory request = new Memory(REQUEST_ROOM);
		final Memory answer = new Memory(ANSWER_ROOM);
		final Memory length = new Memory(8);
	}

	private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);
	private final Pointer table;
	private final Pointer context;
	private final Semaphore turn = new Semaphore(1, true);
	private final ThreadPoolExecutor worker;
	private volatile FutureTask<String> running;
	private int inside;
	private boolean closed;

	private Regulars(Pointer table, Pointer context) {
		this.table = table;
		this.context = context;
		worker = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
			work -> {
				Thread thread = new Thread(work, "regulars-call");
				thread.setDaemon(true);
				return thread;
			});
		worker.allowCoreThreadTimeOut(true);
	}

	/* Opens the shop's file for this till. Missing, Refused. */
	public static Regulars open(String store, String till) {
		return open(store, till, null, null, LIBRARY, PATIENCE_MS);
	}

	/* The same with all options; null where there is nothing to say. key: beside the store. printer: none.
	 * patienceMs: how long a call waits for another program that writes to the store. */
	public static Regulars open(String store, String till, String key, String printer, String library,
				    int patienceMs) {
		Pointer table = table(library == null ? LIBRARY : library);
		Memory[] texts = {text(store), text(key), text(till), text(printer)};
		int place = 8;
		Memory options = cleared(8 + 4 * Native.POINTER_SIZE + 8);
		options.setInt(0, (int) options.size());
		for (Memory text : texts) {
			options.setPointer(place, text);
			place += Native.POINTER_SIZE;
		}
		options.setInt(place, patienceMs);
		Memory why = cleared(WHY_SIZE);
		why.setInt(0, WHY_SIZE);
		PointerByReference context = new PointerByReference();
		int code;
		try {
			code = function(table, OPEN).invokeInt(new Object[] {null, options, context, why});
		} finally {
			wipe(texts);
		}
		if (code < OK)
			throw new Refused(name(code), textAt(why, WHY_FIELD), textAt(why, WHY_TEXT));
		return new Regulars(table, context.getValue());
	}

	/* One request, one answer, both JSON; also an answer that says no. Refused: there is none. */
	public String request(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		enter();
		try {
			Room room = rooms.get();
			Memory in = bytes.length <= REQUEST_ROOM ? room.request : new Memory(bytes.length);
			in.write(0, bytes, 0, bytes.length);
			try {
				return ask(room, in, bytes.length);
			} finally {
				wipe(in);
			}
		} finally {
			leave();
		}
	}

	/* The same, on a thread of its own, for a till that cannot wait. Late: also at once, while a call
	 * that was late is still running: no threads pile up. */
	public String request(String json, long withinMillis) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMillis);
		FutureTask<String> stuck = running;
		if (stuck != null && !stuck.isDone())
			throw new Late(withinMillis);
		try {
			if (!turn.tryAcquire(withinMillis, TimeUnit.MILLISECONDS))
				throw new Late(withinMillis);
			FutureTask<String> call = begin(json);
			try {
				return call.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			} catch (TimeoutException e) {
				running = call;
				throw new Late(withinMillis);
			}
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new Late(withinMillis);
		} catch (ExecutionException e) {
			if (e.getCause() instanceof Refused)
				throw (Refused) e.getCause();
			throw new IllegalStateException(e.getCause());
		}
	}

	/* Ends it, when the calls that are running have ended; never waits for one. */
	@Override
	public void close() {
		boolean last;
		synchronized (this) {
			last = !closed && inside == 0;
			closed = true;
		}
		worker.shutdown();
		if (last)
			function(table, CLOSE).invokeVoid(new Object[] {context});
	}

	/* ---- The same with maps: money and counts are Long, nothing is ever a double. Refused. ---- */

	/* Any op by its name, with its fields; null fields are left out. */
	public Map<String, Object> call(String op, Map<String, ?> fields) {
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("op", op);
		fields.forEach((name, value) -> {
			if (value != null)
				request.put(name, value);
		});
		return answer(request(Json.write(request)));
	}

	/* What an answer's text says. Refused: it says no. */
	public static Map<String, Object> answer(String json) {
		Map<String, Object> answer = Json.object(Json.read(json));
		if (!Boolean.TRUE.equals(answer.get("ok")))
			throw new Refused(String.valueOf(answer.get("code")),
				answer.containsKey("field") ? String.valueOf(answer.get("field")) : "",
				String.valueOf(answer.get("error")));
		return answer;
	}

	public Map<String, Object> shop() {
		return call("shop", Collections.emptyMap());
	}

	public Map<String, Object> identify(String scan) {
		return call("identify", Collections.singletonMap("scan", scan));
	}

	public Map<String, Object> enrol(Map<String, ?> member) {
		return call("enrol", member);
	}

	public Map<String, Object> card(Map<String, ?> card) {
		return call("card", card);
	}

	public Map<String, Object> quote(Map<String, ?> sale) {
		return call("quote", Collections.singletonMap("sale", sale));
	}

	public Map<String, Object> letGo(long hold) {
		return call("let_go", Collections.singletonMap("hold", hold));
	}

	public Map<String, Object> sale(Map<String, ?> sale) {
		return call("sale", Collections.singletonMap("sale", sale));
	}

	public Map<String, Object> edit(Map<String, ?> sale) {
		return call("edit", Collections.singletonMap("sale", sale));
	}

	public Map<String, Object> refund(Map<String, ?> refund) {
		return call("refund", refund);
	}

	public Map<String, Object> undo(String saleId) {
		return call("void", Collections.singletonMap("sale_id", saleId));
	}

	public Map<String, Object> receipt(Map<String, ?> what) {
		return call("receipt", what);
	}

	public Map<String, Object> voucher(Map<String, ?> what) {
		return call("voucher", what);
	}

	public Map<String, Object> report(Map<String, ?> what) {
		return call("report", what);
	}

	/* ---- Inside ---- */

	private FutureTask<String> begin(String json) {
		FutureTask<String> call = new FutureTask<String>(() -> request(json)) {
			@Override
			protected void done() {
				turn.release();
			}
		};
		try {
			worker.execute(call);
		} catch (RuntimeException e) {
			turn.release();
			throw new Refused("E_CLOSED", "", "this was closed; open it anew");
		}
		return call;
	}

	private String ask(Room room, Memory in, int length) {
		Function request = function(table, REQUEST);
		Memory out = room.answer;
		for (;;) {
			room.length.setLong(0, 0);
			setSize(room.length, (int) out.size());
			int code = request.invokeInt(new Object[] {context, in, size(length), out, room.length});
			long written = Native.SIZE_T_SIZE == 8 ? room.length.getLong(0)
				: room.length.getInt(0) & 0xffffffffL;
			if (code == E_BUFFER && written > out.size() && written < Integer.MAX_VALUE) {
				out = new Memory(written); /* nothing was done */
				continue;
			}
			if (code < OK || written > out.size())
				throw new Refused(name(code), "", words(code));
			return new String(out.getByteArray(0, (int) written), StandardCharsets.UTF_8);
		}
	}

	private synchronized void enter() {
		if (closed)
			throw new Refused("E_CLOSED", "", "this was closed; open it anew");
		inside++;
	}

	private void leave() {
		boolean last;
		synchronized (this) {
			inside--;
			last = closed && inside == 0;
		}
		if (last)
			function(table, CLOSE).invokeVoid(new Object[] {context});
	}

	private String words(int code) {
		Pointer words = function(table, WORDS).invokePointer(new Object[] {code});
		return words == null ? "Regulars answered " + code : words.getString(0, "UTF-8");
	}

	private static Pointer table(String library) {
		Pointer table;
		try {
			NativeLibrary file = NativeLibrary.getInstance(library,
				Collections.singletonMap(Library.OPTION_OPEN_FLAGS, STAYS));
			table = file.getFunction("regulars_entry").invokePointer(new Object[] {ABI});
		} catch (LinkageError e) {
			throw new Missing("Regulars cannot be loaded from " + library
				+ ": install libregulars.so.0, and run ldconfig", e);
		}
		if (table == null)
			throw new Missing(library + " does not speak version " + ABI
				+ " of the plugin contract: install the Regulars that belongs to this till", null);
		int needed = 8 + (REQUEST + 1) * Native.POINTER_SIZE;
		if (table.getInt(4) != ABI || Integer.compareUnsigned(table.getInt(0), needed) < 0)
			throw new Missing(library + " has a table that is too short: install a newer Regulars", null);
		return table;
	}

	private static Function function(Pointer table, int place) {
		return Function.getFunction(table.getPointer(8L + (long) place * Native.POINTER_SIZE));
	}

	private static Memory cleared(int bytes) {
		Memory memory = new Memory(bytes);
		memory.clear();
		return memory;
	}

	private static Memory text(String text) {
		if (text == null)
			return null;
		if (text.indexOf('\0') >= 0)
			throw new IllegalArgumentException("a text has a NUL in it");
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		Memory memory = cleared(bytes.length + 1);
		memory.write(0, bytes, 0, bytes.length);
		return memory;
	}

	/* What was said may hold a card's number. Being used here also keeps it in memory during the call. */
	private static void wipe(Memory... texts) {
		for (Memory text : texts)
			if (text != null)
				text.clear();
	}

	private static String textAt(Memory memory, int place) {
		return memory.getString(place, "UTF-8");
	}

	private static Object size(int n) {
		return Native.SIZE_T_SIZE == 8 ? (Object) Long.valueOf(n) : Integer.valueOf(n);
	}

	private static void setSize(Memory memory, int n) {
		if (Native.SIZE_T_SIZE == 8)
			memory.setLong(0, n);
		else
			memory.setInt(0, n);
	}

	/* The name of a code that a call itself gave; those of answers come by name. */
	private static String name(int code) {
		String[] names = {"OK", "E_ARGUMENT", "E_MEMORY", "E_BUFFER", "E_UNKNOWN", "E_PAYMENT_CARD",
			"E_FORGED", "E_BLOCKED", "E_TAKEN", "E_DIFFERS", "E_SUM", "E_LINES", "E_RANGE", "E_CURRENCY",
			"E_TEXT", "E_TIME", "E_NO_SALE", "E_REFUND", "E_POINTS", "E_JSON", "E_FIELD", "E_LIMIT",
			"E_NO_STORE", "E_READ_ONLY", "E_FULL", "E_BUSY", "E_NEWER", "E_FOREIGN", "E_DAMAGED",
			"E_KEY", "E_INPUT_OUTPUT", "E_PRINTER", "E_NO_PRINTER", "E_FONT", "E_INTERNAL", "E_CLOSED"};
		return code <= 0 && -code < names.length ? names[-code] : "E_" + code;
	}

	/* JSON as maps, lists, String, Long, BigDecimal, Boolean and null; no deeper than the door reads. */
	public static final class Json {
		private static final int DEPTH_MAX = 64;
		private final String text;
		private int at;
		private int depth;

		private Json(String text) {
			this.text = text;
		}

		/* IllegalArgumentException when it is no JSON. */
		public static Object read(String text) {
			Json json = new Json(text);
			Object value = json.value();
			json.space();
			if (json.at != text.length())
				throw json.wrong();
			return value;
		}

		public static String write(Object value) {
			StringBuilder out = new StringBuilder();
			write(out, value);
			return out.toString();
		}

		@SuppressWarnings("unchecked")
		public static Map<String, Object> object(Object value) {
			return value instanceof Map ? (Map<String, Object>) value : Collections.emptyMap();
		}

		public static List<?> array(Object value) {
			return value instanceof List ? (List<?>) value : Collections.emptyList();
		}

		private static void write(StringBuilder out, Object value) {
			if (value instanceof Map) {
				char before = '{';
				for (Map.Entry<?, ?> field : ((Map<?, ?>) value).entrySet()) {
					quote(out.append(before), String.valueOf(field.getKey()));
					write(out.append(':'), field.getValue());
					before = ',';
				}
				out.append(before == '{' ? "{}" : "}");
			} else if (value instanceof Iterable) {
				char before = '[';
				for (Object item : (Iterable<?>) value) {
					write(out.append(before), item);
					before = ',';
				}
				out.append(before == '[' ? "[]" : "]");
			} else if (value instanceof CharSequence) {
				quote(out, value.toString());
			} else if (value instanceof Double || value instanceof Float) {
				throw new IllegalArgumentException("a float: hand over its text instead");
			} else if (value instanceof BigDecimal) {
				out.append(((BigDecimal) value).toPlainString());
			} else {
				out.append(value);
			}
		}

		private static void quote(StringBuilder out, String text) {
			out.append('"');
			for (int i = 0; i < text.length(); i++) {
				char c = text.charAt(i);
				if (c == '"' || c == '\\')
					out.append('\\').append(c);
				else if (c < ' ')
					out.append(String.format("\\u%04x", (int) c));
				else
					out.append(c);
			}
			out.append('"');
		}

		private Object value() {
			space();
			switch (at < text.length() ? text.charAt(at) : 0) {
			case '{':
				return object();
			case '[':
				return array();
			case '"':
				return string();
			case 't':
				return word("true", Boolean.TRUE);
			case 'f':
				return word("false", Boolean.FALSE);
			case 'n':
				return word("null", null);
			default:
				return number();
			}
		}

		private Map<String, Object> object() {
			Map<String, Object> object = new LinkedHashMap<>();
			down();
			while (more('}', object.isEmpty())) {
				space();
				String name = string();
				space();
				take(':');
				object.put(name, value());
			}
			depth--;
			return object;
		}

		private List<Object> array() {
			List<Object> array = new ArrayList<>();
			down();
			while (more(']', array.isEmpty()))
				array.add(value());
			depth--;
			return array;
		}

		private void down() {
			at++;
			if (++depth > DEPTH_MAX)
				throw wrong();
		}

		/* Whether an item follows; takes the comma before it, or the end. */
		private boolean more(char end, boolean first) {
			space();
			if (at < text.length() && text.charAt(at) == end) {
				at++;
				return false;
			}
			if (!first)
				take(',');
			return true;
		}

		private String string() {
			StringBuilder out = new StringBuilder();
			take('"');
			while (at < text.length() && text.charAt(at) != '"') {
				char c = text.charAt(at++);
				out.append(c == '\\' ? escape() : c);
			}
			take('"');
			return out.toString();
		}

		private char escape() {
			char c = at < text.length() ? text.charAt(at++) : 0;
			int known = "bfnrt\"\\/".indexOf(c);
			if (known >= 0)
				return "\b\f\n\r\t\"\\/".charAt(known);
			if (c != 'u' || at + 4 > text.length())
				throw wrong();
			at += 4;
			return (char) Integer.parseInt(text.substring(at - 4, at), 16);
		}

		private Object number() {
			int from = at;
			while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0)
				at++;
			if (from == at)
				throw wrong();
			BigDecimal number = new BigDecimal(text.substring(from, at));
			return number.scale() == 0 && number.precision() < 19 ? (Object) number.longValueExact() : number;
		}

		private Object word(String word, Object value) {
			if (!text.startsWith(word, at))
				throw wrong();
			at += word.length();
			return value;
		}

		private void take(char c) {
			if (at >= text.length() || text.charAt(at) != c)
				throw wrong();
			at++;
		}

		private void space() {
			while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0)
				at++;
		}

		private IllegalArgumentException wrong() {
			return new IllegalArgumentException("this is not JSON, from character " + at);
		}
	}
}
