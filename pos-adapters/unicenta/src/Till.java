/* SPDX-License-Identifier: Apache-2.0 */
/* Till.java - what the till's events do. The scripts in the till (resources/) call these methods and no more.
 *
 * In:      the ticket of an event; null where the till hands none over (KriolOS): then the sales screen's.
 * Out:     a greeting, rewards as lines, a sale on its way, lines for the receipt.
 * Rules:   no method throws, stops a sale, or takes longer than WAIT_MS and what it does itself. Regulars is
 *          opened and called by other threads.
 * Threads: the methods are the till's (Swing's); `desk` asks for greetings; the journal posts.
 */
package regulars.unicenta;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import regulars.Regulars;
import regulars.Regulars.Json;
import regulars.Regulars.Refused;

public final class Till {
	static final int WAIT_MS = 30;
	private static final int TICKETS_MAX = 32;
	private static final int GREETING_MS = 5000;

	/* What is known of a ticket that is not paid yet. */
	private static final class Visit {
		String scan;
		volatile String asked;
		long hold;
		final List<String> wishes = new ArrayList<>();
		volatile List<String> greeting = Collections.emptyList();
		volatile List<String> quoted = Collections.emptyList();
		volatile boolean paying;
		volatile Map<String, Object> member = Collections.emptyMap();
	}

	private final Door door;
	private final Words words;
	private final Journal journal;
	private final Note note = new Note();
	private final ThreadPoolExecutor desk;
	private final Map<String, Visit> visits = new LinkedHashMap<String, Visit>() {
		private static final long serialVersionUID = 1;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Visit> eldest) {
			return size() > TICKETS_MAX;
		}
	};
	private Object watched;
	private volatile List<String> said = Collections.emptyList();

	/* path: the settings, as UTF-8: store, and any of key, till, printer, library, journal, words.*. */
	public Till(String path) throws IOException {
		Properties settings = new Properties();
		try (Reader reader = Files.newBufferedReader(Paths.get(path), StandardCharsets.UTF_8)) {
			settings.load(reader);
		}
		Path journals = Paths.get(settings.getProperty("journal",
			Paths.get(System.getProperty("user.home"), ".regulars-unicenta").toString()));
		door = new Door(settings);
		words = new Words(settings);
		journal = new Journal(journals, door::post);
		desk = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(1), work -> {
			Thread thread = new Thread(work, "regulars-desk");
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardOldestPolicy());
		desk.execute(door::warm);
		watch();
	}

	/* ticket.show, ticket.change: greets a customer who was chosen since. */
	public void seen(Object given) {
		try {
			Object ticket = given != null ? given : active();
			watched = ticket;
			if (ticket != null)
				visit(ticket).paying = false;
			greet(ticket);
		} catch (RuntimeException | LinkageError e) {
			return;
		}
	}

	/* ticket.total: rewards become lines, the cashier reads what the sale earns. */
	public void total(Object given, Object givenTaxes) {
		try {
			Object ticket = given != null ? given : active();
			if (ticket != null && Integer.valueOf(0).equals(Reach.call(ticket, "getTicketType")))
				quote(ticket, givenTaxes != null ? givenTaxes
					: Reach.field(Reach.salesScreen(), "taxeslogic"));
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		} catch (ExecutionException | TimeoutException | RuntimeException | LinkageError e) {
			return;
		}
	}

	/* ticket.close: the sale is written down and on its way; what is known of it soon is for the receipt, in
	 * the ticket's property regulars.lines. */
	public void close(Object given) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
		try {
			Object ticket = given != null ? given : active();
			Visit visit = visit(ticket);
			String scan = written(scan(ticket, visit), visit);
			Map<String, Object> request = TicketRequest.of(ticket, scan, visit.hold);
			note.hide();
			if (request == null)
				return;
			CompletableFuture<Map<String, Object>> answer = journal.add(request);
			if (scan != null && door.isOpen())
				paper(ticket, visit, answer, end);
			visits.remove(Reach.text(ticket, "getId"));
			watched = null;
		} catch (RuntimeException | LinkageError e) {
			return;
		}
	}

	/* The button: whose ticket this is, by what was scanned or typed. */
	public void member(Object given, String scan) {
		try {
			Object ticket = given != null ? given : active();
			if (ticket == null || scan == null || scan.trim().isEmpty())
				return;
			visit(ticket).scan = scan.trim();
			greet(ticket);
		} catch (RuntimeException | LinkageError e) {
			return;
		}
	}

	/* A reward wished for, or no longer: it becomes a line when the ticket is paid. */
	public void wish(Object ticket, String reward) {
		List<String> wishes = visit(ticket).wishes;
		if (!wishes.remove(reward))
			wishes.add(reward);
	}

	/* What the cashier was told last; how many sales are not posted yet. For tests, and the curious. */
	public List<String> said() {
		return said;
	}

	public int waiting() {
		return journal.waiting();
	}

	/* Lets go of the shop's file, when the calls that are running have ended. */
	public void end() {
		journal.end();
		desk.shutdown();
		door.close();
	}

	/* ---- Inside ---- */

	private static Object active() {
		return Reach.call(Reach.salesScreen(), "getActiveTicket");
	}

	/* Choosing a customer is no event of the till: a look at the ticket twice a second sees it. */
	private void watch() {
		if (java.awt.GraphicsEnvironment.isHeadless())
			return;
		new javax.swing.Timer(500, event -> {
			if (watched != null && Reach.call(watched, "getCustomer") != null)
				seen(watched);
		}).start();
	}

	private Visit visit(Object ticket) {
		return visits.computeIfAbsent(String.valueOf(Reach.text(ticket, "getId")), id -> new Visit());
	}

	private static String scan(Object ticket, Visit visit) {
		return visit.scan != null ? visit.scan : TicketRequest.card(ticket);
	}

	/* What may be put down: nothing that looks like a payment card and was not found to be a member's. */
	private static String written(String scan, Visit visit) {
		return scan != null && visit.member.isEmpty() && TicketRequest.isPaymentCard(scan) ? null : scan;
	}

	private void greet(Object ticket) {
		if (ticket == null)
			return;
		Visit visit = visit(ticket);
		String scan = scan(ticket, visit);
		if (scan == null || scan.equals(visit.asked))
			return;
		visit.asked = scan;
		visit.member = Collections.emptyMap();
		visit.greeting = Collections.emptyList();
		said = Collections.emptyList();
		desk.execute(() -> {
			try {
				visit.member = door.identify(scan, GREETING_MS);
				visit.greeting = Words.greeting(visit.member, door.exponent());
				say(ticket, visit);
			} catch (Refused e) {
				if (Journal.isBusy(e)) {
					visit.asked = null; /* not now: the next event asks again */
					return;
				}
				visit.greeting = Collections.singletonList(e.getMessage());
				say(ticket, visit);
			} catch (RuntimeException | LinkageError e) {
				visit.asked = null;
			}
		});
	}

	/* Who it is and, once the ticket is being paid, what it earns; before that the rewards to choose from. */
	private void say(Object ticket, Visit visit) {
		List<String> lines = new ArrayList<>(visit.greeting);
		Map<String, String> choices = new LinkedHashMap<>();
		if (visit.paying)
			lines.addAll(visit.quoted);
		for (Object item : Json.array(visit.paying ? null : visit.member.get("offers"))) {
			Map<String, Object> offer = Json.object(item);
			String id = String.valueOf(offer.get("reward"));
			if (Words.number(offer.get("missing")) == 0)
				choices.put(id, (visit.wishes.contains(id) ? "\u2713 " : "Use: ") + offer.get("title"));
		}
		said = lines;
		note.show(lines, choices, id -> {
			wish(ticket, id);
			say(ticket, visit);
		});
	}

	private void quote(Object ticket, Object taxes)
			throws InterruptedException, ExecutionException, TimeoutException {
		Visit visit = visit(ticket);
		String scan = scan(ticket, visit);
		visit.paying = true;
		greet(ticket);
		if (Rewards.remove(ticket))
			Rewards.count(ticket, taxes);
		if (scan == null)
			return;
		Map<String, Object> quote = door.quote(TicketRequest.quote(ticket, scan, visit.hold, visit.wishes),
			WAIT_MS);
		visit.hold = Words.number(quote.get("hold"));
		visit.quoted = Collections.emptyList();
		if (Rewards.put(ticket, quote, door.exponent(), taxes)) {
			visit.quoted = Words.quoted(quote, door.exponent());
		} else {
			long hold = visit.hold;
			visit.hold = 0;
			if (hold != 0) {
				door.letGo(hold);
				desk.execute(door::giveBack);
			}
		}
		say(ticket, visit);
	}

	private void paper(Object ticket, Visit visit, CompletableFuture<Map<String, Object>> answer, long end) {
		try {
			Map<String, Object> known = answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			List<String> lines = words.paper(known, (String) visit.member.get("name"));
			if (!lines.isEmpty())
				Reach.call(ticket, "setProperty", "regulars.lines", String.join("\n", lines));
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		} catch (ExecutionException | TimeoutException e) {
			return;
		}
	}
}
