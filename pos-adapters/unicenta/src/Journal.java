/* SPDX-License-Identifier: Apache-2.0 */
/* Journal.java - sales on their way to Regulars: written down here first, posted by one thread behind the till.
 *
 * In:      requests, from the till's own thread: a line appended to a file of this run, and that is all.
 * Out:     each posted once it can be, in order. What cannot be posted now stays and is tried again, also by
 *          the next start; what is refused for good goes to refused.jsonl, for the owner, and blocks nothing.
 * Files:   FOLDER/sales-TIME-RUN.jsonl, locked by the run that writes it; emptied when all of it is posted.
 * Threads: `add` any; posting and syncing have one daemon thread each.
 */
package regulars.unicenta;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.logging.Logger;
import regulars.Regulars;
import regulars.Regulars.Json;
import regulars.Regulars.Refused;

final class Journal {
	private static final long AGAIN_MS = 2000;
	private static final Logger LOG = Logger.getLogger("regulars.unicenta");
	private static final Set<String> STAYS = new HashSet<>(Arrays.asList("E_BUSY", "E_FULL", "E_INTERNAL",
		"E_CLOSED", "E_INPUT_OUTPUT", "E_READ_ONLY", "E_NO_STORE", "E_MEMORY", "E_NEWER", "E_DAMAGED",
		"E_FOREIGN", "E_KEY"));

	/* Whether that says nothing against the sale itself. */
	static boolean stays(Refused why) {
		return STAYS.contains(why.code);
	}

	/* Whether it would go in a moment: another program is writing, or this one opens the store anew. */
	static boolean isBusy(Refused why) {
		return "E_BUSY".equals(why.code) || "E_CLOSED".equals(why.code);
	}

	/* A sale that waits, and who waits for it. */
	private static final class Entry {
		final String json;
		final CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();

		Entry(String json) {
			this.json = json;
		}
	}

	private final Path folder;
	private final Function<Map<String, Object>, Map<String, Object>> door;
	private final Deque<Entry> waiting = new ArrayDeque<>();
	private final List<Path> leftOver = new ArrayList<>();
	private final List<FileChannel> leftOverFiles = new ArrayList<>();
	private Path path;
	private FileChannel file;
	private String whyNot = "";
	private boolean toSync;
	private boolean ended;

	/* door: posts one request; throws Refused, or anything else when it could not be asked. */
	Journal(Path folder, Function<Map<String, Object>, Map<String, Object>> door) {
		this.folder = folder;
		this.door = door;
		thread("regulars-post", this::postAll);
		thread("regulars-sync", this::syncAll);
	}

	/* Writes it down; the answer comes when it comes. Never throws: what the disk refuses is still posted. */
	CompletableFuture<Map<String, Object>> add(Map<String, Object> request) {
		Entry entry = new Entry(Json.write(request));
		synchronized (this) {
			try {
				append(entry.json);
			} catch (IOException e) {
				toSync = false;
				say("sales cannot be written to " + folder + " (" + e + "): what waits is lost at the end");
			}
			waiting.add(entry);
			notifyAll();
		}
		return entry.answer;
	}

	synchronized int waiting() {
		return waiting.size();
	}

	/* The threads end when they next can; what waits is in the file. For tests, and a till that ends. */
	synchronized void end() {
		ended = true;
		notifyAll();
		try {
			if (file != null)
				file.close();
		} catch (IOException e) {
			return;
		} finally {
			file = null;
		}
	}

	private static void thread(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void append(String json) throws IOException {
		if (file == null)
			file = begin();
		/* The newline before it ends what a full disk may have left of another. */
		ByteBuffer line = ByteBuffer.wrap(("\n" + json + "\n").getBytes(StandardCharsets.UTF_8));
		while (line.hasRemaining())
			file.write(line);
		toSync = true;
	}

	/* A file that is ours alone: another till that starts just now may have taken the first for a left over. */
	private FileChannel begin() throws IOException {
		Files.createDirectories(folder);
		FileChannel channel = create();
		while (channel.tryLock() == null) {
			channel.close();
			channel = create();
		}
		return channel;
	}

	private FileChannel create() throws IOException {
		path = folder.resolve(String.format("sales-%013d-%s.jsonl", System.currentTimeMillis(),
			UUID.randomUUID().toString().substring(0, 8)));
		return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
			StandardOpenOption.APPEND);
	}

	/* ---- Behind the till ---- */

	private void postAll() {
		synchronized (this) {
			if (ended)
				return; /* what it would lock is the next one's by now */
			try {
				if (file == null)
					file = begin();
			} catch (IOException e) {
				file = null; /* the next sale tries again */
			}
		}
		readLeftOver();
		for (Entry entry = next(); entry != null; entry = next()) {
			if (post(entry))
				done(entry);
			else if (!rest(AGAIN_MS))
				return;
		}
	}

	/* The first that waits; null: it ended. */
	private synchronized Entry next() {
		try {
			while (waiting.isEmpty() && !ended)
				wait();
		} catch (InterruptedException e) {
			return null;
		}
		return ended ? null : waiting.peek();
	}

	/* Until some time has gone by or another sale came; false: it ended. */
	private synchronized boolean rest(long milliseconds) {
		try {
			if (!ended)
				wait(milliseconds);
		} catch (InterruptedException e) {
			return false;
		}
		return !ended;
	}

	/* Whether it is done with, for good or bad. */
	private boolean post(Entry entry) {
		Map<String, Object> request;
		try {
			request = Json.object(Json.read(entry.json));
		} catch (IllegalArgumentException e) {
			keepRefused(entry, new Refused("E_JSON", "", "half a line: the till was cut off while it wrote"));
			return true;
		}
		try {
			entry.answer.complete(door.apply(request));
			say("");
			return true;
		} catch (Refused e) {
			if (stays(e)) {
				say("sales wait: " + e.getMessage());
				return false;
			}
			say("a sale was refused, see " + folder.resolve("refused.jsonl") + ": " + e.getMessage());
			keepRefused(entry, e);
			entry.answer.completeExceptionally(e);
			return true;
		} catch (RuntimeException | LinkageError e) {
			say("sales wait: " + e.getMessage());
			return false;
		}
	}

	/* Into the till's log, when it is not what was said last. */
	private synchronized void say(String why) {
		if (!why.isEmpty() && !why.equals(whyNot))
			LOG.warning(why);
		whyNot = why;
	}

	private synchronized void done(Entry entry) {
		waiting.remove(entry);
		if (!waiting.isEmpty())
			return;
		try {
			for (FileChannel old : leftOverFiles)
				old.close();
			for (Path old : leftOver)
				Files.deleteIfExists(old);
			if (file != null)
				file.truncate(0);
		} catch (IOException e) {
			return; /* what stays is posted again by the next start, and known there */
		} finally {
			leftOver.clear();
			leftOverFiles.clear();
		}
	}

	private void keepRefused(Entry entry, Refused why) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("code", why.code);
		line.put("field", why.field);
		line.put("error", why.getMessage());
		line.put("request", entry.json);
		byte[] bytes = (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
		try {
			Files.createDirectories(folder);
			Files.write(folder.resolve("refused.jsonl"), bytes, StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
		} catch (IOException e) {
			return; /* a full disk: the list is for reading, the till goes on */
		}
	}

	/* What earlier runs left, oldest first, before what this one has; not the files of a run that lives. */
	private void readLeftOver() {
		List<Path> paths = new ArrayList<>();
		Deque<Entry> left = new ArrayDeque<>();
		try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "sales-*.jsonl")) {
			for (Path old : found)
				if (!old.equals(path))
					paths.add(old);
		} catch (IOException e) {
			return;
		}
		Collections.sort(paths);
		for (Path old : paths)
			readOne(old, left);
		synchronized (this) {
			while (!left.isEmpty())
				waiting.addFirst(left.removeLast());
		}
		done(null);
	}

	/* By one channel alone: the lock is lost when any other on the file is closed. */
	private void readOne(Path from, Deque<Entry> left) {
		try {
			FileChannel old = FileChannel.open(from, StandardOpenOption.READ, StandardOpenOption.WRITE);
			if (old.tryLock() == null) {
				old.close();
				return;
			}
			ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(old.size(), Integer.MAX_VALUE));
			while (bytes.hasRemaining() && old.read(bytes) >= 0)
				continue;
			for (String line : new String(bytes.array(), StandardCharsets.UTF_8).split("\n"))
				if (!line.isEmpty())
					left.add(new Entry(line));
			leftOver.add(from);
			leftOverFiles.add(old);
		} catch (IOException | OverlappingFileLockException e) {
			return; /* cannot be read now: the next start tries again */
		}
	}

	private void syncAll() {
		for (;;) {
			FileChannel channel;
			synchronized (this) {
				try {
					while (!toSync && !ended)
						wait();
				} catch (InterruptedException e) {
					return;
				}
				if (ended)
					return;
				toSync = false;
				channel = file;
			}
			try {
				channel.force(false);
			} catch (IOException e) {
				continue; /* it is posted from memory all the same */
			}
		}
	}
}
