# SPDX-License-Identifier: Apache-2.0
"""posting.py - sending what is staged to Regulars, behind the sale.

Out:      decide(), what is staged of an order that may have been staged before; post(), which goes
          through staged requests in order; Runner, the thread that does so; Shops, the open stores
          of this process.
Not here: where requests are staged: whoever calls post() has the rows, and writes verdicts down.
Fork:     a Runner's threads and a Regulars' store belong to the process that made them; both look
          at the process id, so that workers which Odoo forks begin anew.
"""
from __future__ import annotations

import json
import os
import threading
from typing import Any, Callable, Dict, Iterable, NamedTuple, Optional, Set, Tuple

from . import mapping
from .regulars import LIBRARY, Late, Refused, Regulars, Unavailable

# How long one request may take behind the sale, before the rest waits for the next time.
POST_MS = 10000
# How long a cashier's screen may wait for a greeting.
GREET_MS = 40

# Not the sale's fault: it stays staged, and those behind it wait, in their order.
NOT_NOW = frozenset(
    "E_MEMORY E_NO_STORE E_READ_ONLY E_FULL E_BUSY E_NEWER E_FOREIGN E_DAMAGED E_KEY"
    " E_INPUT_OUTPUT E_INTERNAL E_CLOSED".split()
)


class Verdict(NamedTuple):
    """What became of a request. state: "done", "refused" for good, or "open": later again."""

    state: str
    code: str
    text: str = ""
    answer: Optional[Dict[str, Any]] = None


class Told(NamedTuple):
    """What was staged last of an order: its state, the request, whether this very transaction
    staged it, so that nobody can have posted it yet, and whether anything of the order is known to
    have been recorded."""

    state: str
    request: Dict[str, Any]
    is_ours: bool
    is_known: bool = False


class Staged(NamedTuple):
    """What to stage: instead of the last, or behind it."""

    request: Dict[str, Any]
    instead: bool


def decide(last: Optional[Told], now: Dict[str, Any]) -> Optional[Staged]:
    """An order that comes twice is staged once. One that changed is an edit, unless Regulars never
    took the sale. What was never told is not undone. None: there is nothing to say."""
    if last is None:
        return None if now["op"] == "void" else Staged(now, False)
    if mapping.tells_the_same(last.request, now):
        return None
    was_never_taken = last.state in ("refused", "dropped") and not last.is_known
    if now["op"] == "void":
        return None if was_never_taken else Staged(now, False)
    if last.state == "open" and last.is_ours:
        return Staged(mapping.edit(now) if last.request["op"] == "edit" else now, True)
    if was_never_taken or last.request["op"] == "void":
        return Staged(now, False)
    return Staged(mapping.edit(now), False)


def judge(ask: Callable[[Dict[str, Any]], Dict[str, Any]], request: Dict[str, Any]) -> Verdict:
    """Only an answer that says no to this very request refuses it for good: what opening the store
    says is about the settings."""
    try:
        answer = ask(request)
    except Refused as no:
        is_about_it = no.answer is not None and no.code not in NOT_NOW
        return Verdict("refused" if is_about_it else "open", no.code, no.text)
    except Late as late:
        return Verdict("open", "late", str(late))
    except Unavailable as missing:
        return Verdict("open", "missing", str(missing))
    except Exception as error:  # the list says so; nothing else would
        return Verdict("open", "fault", f"{type(error).__name__}: {error}")
    return Verdict("done", answer.get("code", "OK"), answer=answer)


def post(
    rows: Iterable[Tuple[Any, str]],
    ask: Callable[[Dict[str, Any]], Dict[str, Any]],
    write_down: Callable[[Any, Verdict], None],
) -> Verdict:
    """Posts (key, request as JSON) in order; what is refused does not stop those behind it, what
    cannot be posted now does. The last verdict; "done" when there was nothing."""
    verdict = Verdict("done", "OK")
    for key, request in rows:
        verdict = judge(ask, json.loads(request))
        write_down(key, verdict)
        if verdict.state == "open":
            break
    return verdict


class Runner:
    """At most one thread for each key. A kick during a run makes it run once more; none is lost,
    none waits, and none raises: it comes after a commit."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._wanted: Set[Any] = set()
        self._running: Set[Any] = set()

    def kick(self, key: Any, work: Callable[[], None]) -> None:
        if self._pid != os.getpid():
            self._forget()
        with self._lock:
            self._wanted.add(key)
            if key in self._running:
                return
            self._running.add(key)
        thread = threading.Thread(
            target=self._run, args=(key, work), name=f"regulars-{key}", daemon=True
        )
        try:
            thread.start()
        except RuntimeError:  # there are too many: the next kick tries again
            with self._lock:
                self._running.discard(key)

    def _run(self, key: Any, work: Callable[[], None]) -> None:
        while True:
            with self._lock:
                if key not in self._wanted:
                    self._running.discard(key)
                    return
                self._wanted.discard(key)
            try:
                work()
            except BaseException:
                with self._lock:
                    self._running.discard(key)
                raise


class Shops:
    """One Regulars for each store, library and till; opened at its first call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shops: Dict[Tuple[str, ...], Regulars] = {}

    def get(self, store: str, key: str = "", library: str = "", till: str = "odoo") -> Regulars:
        name = (store, key, library, till)
        with self._lock:
            if name not in self._shops:
                self._shops[name] = Regulars(
                    store, till, key=key or None, library=library or LIBRARY, open_now=False
                )
            return self._shops[name]
