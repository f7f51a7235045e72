/* SPDX-License-Identifier: Apache-2.0 */
/* Door.java - the adapter's one Regulars: opened when first needed, never by the till's own thread, and anew after
 * a fault inside it.
 *
 * In:  the settings.
 * Out: answers, as maps. Refused, Missing and Late as of Regulars.
 */
package regulars.unicenta;

import java.io.File;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import regulars.Regulars;
import regulars.Regulars.Json;
import regulars.Regulars.Refused;

final class Door implements AutoCloseable {
	private static final long AGAIN_MS = 1000;
	private static final long WARM_MS = 5000;
	private static final Logger LOG = Logger.getLogger("regulars.unicenta");
	private final Properties settings;
	private final AtomicReference<Regulars> shop = new AtomicReference<>();
	private final Queue<Long> unwanted = new ConcurrentLinkedQueue<>();
	private volatile Map<String, Object> facts = Collections.emptyMap();
	private final ThreadPoolExecutor quoting = new ThreadPoolExecutor(0, 1, 1, TimeUnit.MINUTES,
		new SynchronousQueue<>(), work -> {
			Thread thread = new Thread(work, "regulars-quote");
			thread.setDaemon(true);
			return thread;
		});
	private RuntimeException whyNot;
	private long whyNotAt;

	Door(Properties settings) {
		this.settings = settings;
	}

	/* Digits behind the decimal sign of the shop's currency. */
	int exponent() {
		return (int) Words.number(facts.get("exponent"));
	}

	/* Whether an answer may come soon. */
	boolean isOpen() {
		return shop.get() != null;
	}

	/* From the desk's thread, at the start: opened, and asked something once, so that the first customer does
	 * not wait for what is read and loaded when it is first used. */
	void warm() {
		Map<String, Object> sale = new LinkedHashMap<>();
		sale.put("lines", Collections.singletonList(Collections.singletonMap("total", "0.00")));
		try {
			open();
			ask(currency(Collections.singletonMap("op", "quote"), sale), WARM_MS);
		} catch (RuntimeException | LinkageError e) {
			return; /* the first who needs it tries again */
		}
	}

	/* From the journal's thread. A sale whose id is known with other contents was changed by the till. One whose
	 * rewards cannot be had any longer (the quote ended, the points are spent) was paid with the discount all the
	 * same: it is recorded with that as a plain line. */
	Map<String, Object> post(Map<String, Object> request) {
		Regulars open = openToPost();
		giveBack();
		Map<String, Object> whole = currency(request);
		try {
			return postOnce(open, whole);
		} catch (Refused e) {
			Map<String, Object> plain = TicketRequest.withoutRewards(whole);
			if (Journal.stays(e) || plain.equals(whole))
				throw e;
			try {
				Map<String, Object> answer = postOnce(open, plain);
				LOG.warning("a discount was given, and its reward could not be taken: " + e.getMessage());
				return answer;
			} catch (Refused again) {
				throw Journal.stays(again) ? again : e;
			}
		}
	}

	private Map<String, Object> postOnce(Regulars open, Map<String, Object> whole) {
		try {
			return call(open, whole);
		} catch (Refused e) {
			if (!"E_DIFFERS".equals(e.code) || !"sale".equals(whole.get("op")))
				throw e;
			Map<String, Object> edit = new LinkedHashMap<>(whole);
			edit.put("op", "edit");
			return call(open, edit);
		}
	}

	/* What is wrong with the settings or the store is not the sale's fault. IllegalStateException. */
	private Regulars openToPost() {
		try {
			return open();
		} catch (Refused | IllegalArgumentException e) {
			throw new IllegalStateException(e.getMessage(), e);
		}
	}

	/* From the desk's thread. */
	Map<String, Object> identify(String scan, long withinMillis) {
		open();
		giveBack();
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("op", "identify");
		request.put("scan", scan);
		return Json.object(ask(request, withinMillis).get("member"));
	}

	/* From any thread: what a quote set aside is not wanted any longer. */
	void letGo(long hold) {
		unwanted.add(hold);
	}

	/* Behind the till. What cannot be given back now (another program is writing) is tried again before whatever
	 * is asked next; at last a hold ends by itself. */
	void giveBack() {
		for (Long hold = unwanted.poll(); hold != null; hold = unwanted.poll())
			if (!isGivenBack(hold)) {
				unwanted.add(hold);
				return;
			}
	}

	/* Whether it is done with: also when it had ended. */
	private boolean isGivenBack(long hold) {
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("op", "let_go");
		request.put("hold", hold);
		try {
			call(open(), request);
			return true;
		} catch (Refused e) {
			return !Journal.stays(e);
		} catch (RuntimeException | LinkageError e) {
			return false;
		}
	}

	/* From the till's own thread: only when it is open already. What a quote that came too late set aside is
	 * given back. TimeoutException; RejectedExecutionException while one that was late is still running. */
	Map<String, Object> quote(Map<String, Object> request, long withinMillis)
			throws InterruptedException, ExecutionException, TimeoutException {
		Regulars open = shop.get();
		if (open == null)
			throw new IllegalStateException("it is not open yet");
		CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
		quoting.execute(() -> quoteNow(open, currency(request), answer));
		try {
			return answer.get(withinMillis, TimeUnit.MILLISECONDS);
		} catch (TimeoutException e) {
			if (answer.cancel(false))
				throw e;
			return answer.get();
		}
	}

	private void quoteNow(Regulars open, Map<String, Object> request,
			      CompletableFuture<Map<String, Object>> answer) {
		try {
			giveBack();
			Map<String, Object> quote = call(open, request);
			if (!answer.complete(quote) && quote.containsKey("hold")) {
				letGo(Words.number(quote.get("hold")));
				giveBack();
			}
		} catch (RuntimeException | LinkageError e) {
			answer.completeExceptionally(e);
		}
	}

	@Override
	public void close() {
		quoting.shutdown();
		closed(shop.get());
	}

	private Map<String, Object> call(Regulars open, Map<String, Object> request) {
		try {
			return Regulars.answer(open.request(Json.write(request)));
		} catch (Refused e) {
			throw noted(open, e);
		}
	}

	private Map<String, Object> ask(Map<String, Object> request, long withinMillis) {
		Regulars open = shop.get();
		if (open == null)
			throw new IllegalStateException("it is not open yet");
		try {
			return Regulars.answer(open.request(Json.write(request), withinMillis));
		} catch (Refused e) {
			throw noted(open, e);
		}
	}

	/* After a fault inside it is opened anew, by the next call behind the till. */
	private Refused noted(Regulars open, Refused e) {
		if ("E_INTERNAL".equals(e.code) || "E_CLOSED".equals(e.code))
			closed(open);
		return e;
	}

	/* By a thread of its own: closing may wait for a printer. */
	private void closed(Regulars open) {
		if (open == null || !shop.compareAndSet(open, null))
			return;
		Thread thread = new Thread(open::close, "regulars-close");
		thread.setDaemon(true);
		thread.start();
	}

	private synchronized Regulars open() {
		if (shop.get() != null)
			return shop.get();
		if (whyNot != null && System.nanoTime() - whyNotAt < TimeUnit.MILLISECONDS.toNanos(AGAIN_MS))
			throw whyNot;
		try {
			Regulars opened = opened();
			shop.set(opened);
			whyNot = null;
			return opened;
		} catch (RuntimeException e) {
			whyNot = e;
			whyNotAt = System.nanoTime();
			throw e;
		}
	}

	private Regulars opened() {
		findNative();
		Regulars opened = Regulars.open(settings.getProperty("store"),
			settings.getProperty("till", "till"), settings.getProperty("key"),
			settings.getProperty("printer"), settings.getProperty("library"), Regulars.PATIENCE_MS);
		try {
			facts = opened.shop();
		} catch (RuntimeException e) {
			opened.close();
			throw e;
		}
		return opened;
	}

	/* The till's start script says where its own native libraries are, and JNA would look for its there. */
	private static void findNative() {
		if (System.getProperty("jna.boot.library.path") != null)
			return;
		File[] found = new File("/usr/lib").listFiles(file -> new File(file,
			"jni/libjnidispatch.system.so").isFile());
		if (found != null && found.length > 0)
			System.setProperty("jna.boot.library.path", new File(found[0], "jni").getPath());
	}

	/* A request with the shop's currency, where it belongs. */
	private Map<String, Object> currency(Map<String, Object> request) {
		if (request.get("sale") instanceof Map)
			return currency(request, Json.object(request.get("sale")));
		Map<String, Object> whole = new LinkedHashMap<>(request);
		whole.put("currency", facts.get("currency"));
		return whole;
	}

	private Map<String, Object> currency(Map<String, Object> request, Map<String, Object> sale) {
		Map<String, Object> whole = new LinkedHashMap<>(request);
		Map<String, Object> facts = new LinkedHashMap<>(sale);
		facts.put("currency", this.facts.get("currency"));
		whole.put("sale", facts);
		return whole;
	}
}
