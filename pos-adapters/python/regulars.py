# SPDX-License-Identifier: Apache-2.0
"""regulars.py - Regulars, the loyalty plugin, from Python: one file, ctypes, nothing else.

    from regulars import Regulars, Refused, Late, Unavailable

    with Regulars("/srv/shop.db", till="till-1") as shop:
        answer = shop.sale({"id": "T1-1", "currency": "EUR", "total": "12.50",
                            "member": {"scan": "RG1..."}, "lines": [{"total": "12.50"}]})
        print(answer["points"], answer["balance"])

In:      any request of the JSON door (schema/gateway) as a dict. Money is an int of minor units, or
         the till's own decimal text ("27.00000000"); a Decimal is sent as text. Give no floats.
Out:     the answer as a dict, numbers as int (Decimal should there ever be a fraction), or one of
         three exceptions: Refused, Late, Unavailable.
Threads: may share one Regulars. ctypes lets go of the interpreter during a call.
Fork:    what was opened before a fork is the parent's. The child forgets it without closing it, and
         opens anew at its first call.
"""
from __future__ import annotations

import ctypes
import json
import os
import threading
import time
import weakref
from decimal import Decimal
from typing import Any, Callable, Dict, List, Mapping, Optional, Union

__all__ = ["Regulars", "RegularsError", "Refused", "Late", "Unavailable"]

ABI = 1
ANSWER_ROOM = 98304
ANSWER_MAX = 1 << 28
LIBRARY = "libregulars.so.0"
Answer = Dict[str, Any]

# The names of the results below zero, in the order of regulars.h.
_NAMES = (
    "ARGUMENT MEMORY BUFFER UNKNOWN PAYMENT_CARD FORGED BLOCKED TAKEN DIFFERS SUM LINES RANGE"
    " CURRENCY TEXT TIME NO_SALE REFUND POINTS JSON FIELD LIMIT NO_STORE READ_ONLY FULL BUSY NEWER"
    " FOREIGN DAMAGED KEY INPUT_OUTPUT PRINTER NO_PRINTER FONT INTERNAL CLOSED"
).split()


class RegularsError(Exception):
    """Anything that this file raises of its own."""


class Refused(RegularsError):
    """Regulars said no, and nothing happened. `code` is as "E_SUM", `text` one line for a person,
    `field` as "lines[2].total" or "", `answer` the whole answer (None when it was no request)."""

    def __init__(self, code: str, text: str, field: str = "", answer: Optional[Answer] = None):
        super().__init__(code, text, field)
        self.code = code
        self.text = text
        self.field = field
        self.answer = answer

    def __str__(self) -> str:
        return f"{self.text} ({self.code}{', ' + self.field if self.field else ''})"


class Late(RegularsError):
    """No answer within `within_ms`. A call that had begun goes on behind; ask again later, with the
    same id for the same sale."""


class Unavailable(RegularsError):
    """Regulars cannot be had here: there is no such library, or it is another version. The text
    says what to do."""


class _Options(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("store", ctypes.c_char_p),
        ("key", ctypes.c_char_p),
        ("till", ctypes.c_char_p),
        ("printer", ctypes.c_char_p),
        ("patience_ms", ctypes.c_uint32),
        ("reserved_too", ctypes.c_uint32),
    ]


class _Why(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint32),
        ("code", ctypes.c_int32),
        ("field", ctypes.c_char * 64),
        ("text", ctypes.c_char * 320),
    ]


_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int32,
    ctypes.c_void_p,
    ctypes.POINTER(_Options),
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.POINTER(_Why),
)
_CLOSE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_WORDS = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_int32)
_REQUEST = ctypes.CFUNCTYPE(
    ctypes.c_int32,
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_size_t,
    ctypes.c_void_p,
    ctypes.POINTER(ctypes.c_size_t),
)


class _Table(ctypes.Structure):
    """struct rgl_api up to `request`; what is not called here is a bare pointer."""

    _fields_ = [
        ("size", ctypes.c_uint32),
        ("abi", ctypes.c_uint32),
        ("version", ctypes.c_char_p),
        ("words", _WORDS),
        ("open", _OPEN),
        ("close", _CLOSE),
        ("shop", ctypes.c_void_p),
        ("identify", ctypes.c_void_p),
        ("enrol", ctypes.c_void_p),
        ("card", ctypes.c_void_p),
        ("sale", ctypes.c_void_p),
        ("refund", ctypes.c_void_p),
        ("receipt", ctypes.c_void_p),
        ("printing", ctypes.c_void_p),
        ("request", _REQUEST),
    ]


def _name(number: int) -> str:
    known = -len(_NAMES) <= number < 0
    return "E_" + (_NAMES[-number - 1] if known else str(number))


def _read_in(library: str) -> None:
    """dlopen() as a foreign call, which lets go of the interpreter. ctypes' own keeps it while the
    library's libraries come from the disk, and every other thread would wait for that."""
    try:
        dlopen = ctypes.CDLL(None).dlopen
    except (AttributeError, OSError, TypeError):
        return
    dlopen.restype = ctypes.c_void_p
    dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
    dlopen(os.fsencode(library), os.RTLD_NOW)


def _load(library: str) -> _Table:
    """The plugin's table. Unavailable."""
    _read_in(library)
    try:
        loaded = ctypes.CDLL(library)
    except OSError as error:
        raise Unavailable(
            f"Regulars is not here: {error}. Install it (make install, ldconfig), or say in"
            " `library` where libregulars.so.0 lies"
        ) from error
    try:
        entry = loaded.regulars_entry
    except AttributeError as error:
        raise Unavailable(f"{library} is not Regulars: it has no regulars_entry") from error
    entry.restype = ctypes.POINTER(_Table)
    entry.argtypes = [ctypes.c_uint32]
    table = entry(ABI)
    if not table or table.contents.size < ctypes.sizeof(_Table):
        raise Unavailable(
            f"{library} does not serve version {ABI} of the contract with tills: install the"
            " regulars.py and the library of one release"
        )
    contents: _Table = table.contents
    return contents


class _Handle:
    """One open store, of one process. It is closed by whoever is the last to let go of it."""

    def __init__(self, table: _Table, pointer: ctypes.c_void_p):
        self.table = table
        self.pointer = pointer
        self.users = 0
        self.retired = False


class _Job:
    """A call on its way to the worker thread."""

    def __init__(self, work: Callable[[], bytes]):
        self.work = work
        self.begun = False
        self.given_up = False
        self.done = threading.Event()
        self.result: Optional[bytes] = None
        self.error: Optional[BaseException] = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except BaseException as error:  # handed to the thread that asked
            self.error = error
        self.done.set()


class _Worker:
    """The one thread behind `within_ms`. It is started when first needed, ends after some idle
    time, and takes one call after another."""

    IDLE_S = 30.0

    def __init__(self) -> None:
        self.turn = threading.Condition()
        self.waiting: List[_Job] = []
        self.running: Optional[_Job] = None
        self.alive = False

    def call(self, work: Callable[[], bytes], within_ms: float) -> bytes:
        job = _Job(work)
        with self.turn:
            if self.running is not None and self.running.given_up:
                raise Late("an earlier call to Regulars has not come back yet")
            if not self.alive:
                self._start()
            self.waiting.append(job)
            self.turn.notify()
        job.done.wait(max(within_ms, 0) / 1000)
        with self.turn:
            if not job.done.is_set():
                job.given_up = True
                if not job.begun:
                    self.waiting.remove(job)
                raise Late(f"Regulars did not answer within {within_ms:g} ms")
        if job.error is not None:
            raise job.error
        assert job.result is not None
        return job.result

    def _start(self) -> None:
        try:
            threading.Thread(target=self._run, name="regulars", daemon=True).start()
        except RuntimeError as error:
            raise Late(f"Regulars was not asked: {error}") from error
        self.alive = True

    def _next(self) -> Optional[_Job]:
        with self.turn:
            self.running = None
            end = time.monotonic() + self.IDLE_S
            while not self.waiting:
                left = end - time.monotonic()
                if left <= 0:
                    self.alive = False
                    return None
                self.turn.wait(left)
            self.running = self.waiting.pop(0)
            self.running.begun = True
            return self.running

    def _run(self) -> None:
        job = self._next()
        while job is not None:
            job.run()
            job = self._next()


_all: "weakref.WeakSet[Regulars]" = weakref.WeakSet()


def _forget_all() -> None:
    for regulars in list(_all):
        regulars._forget()


os.register_at_fork(after_in_child=_forget_all)


def _json_value(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"a request cannot hold {type(value).__name__}")


def _closed() -> Refused:
    return Refused("E_CLOSED", "this Regulars was closed; make another")


def _bytes(text: Optional[Union[str, "os.PathLike[str]"]]) -> Optional[bytes]:
    return None if text is None else os.fsencode(text)


class Regulars:
    """A till's connection to the shop's store.

    store:       the shop's file, made by `regulars init`
    till:        this till's name, the same every day
    key:         the store's key; None: the store's path with ".key" behind it
    printer:     None, or as in regulars.h ("usb", "tcp:192.168.1.50", ...)
    library:     a name or a path of the plugin
    patience_ms: how long a call waits at most for another program that has the store's turn
    open_now:    False: not before the first call

    Raises Unavailable, or Refused with what is wrong with the store.
    """

    def __init__(
        self,
        store: Union[str, "os.PathLike[str]"],
        till: str,
        key: Optional[Union[str, "os.PathLike[str]"]] = None,
        printer: Optional[str] = None,
        library: str = LIBRARY,
        patience_ms: int = 40,
        open_now: bool = True,
    ):
        self._library = library
        self._texts = (_bytes(store), _bytes(key), till.encode(), printer and printer.encode())
        self._patience_ms = patience_ms
        self._closed = False
        self._forget()
        _all.add(self)
        if open_now:
            self._give_back(self._take())

    # ---- Calls ----

    def request(self, request: Mapping[str, Any], within_ms: Optional[float] = None) -> Answer:
        """Any op: {"op": "sale", ...}. Refused, Unavailable; Late when `within_ms` is given."""
        text = json.dumps(request, ensure_ascii=False, allow_nan=False, default=_json_value)
        answer: Answer = json.loads(self.request_text(text, within_ms), parse_float=Decimal)
        if answer.get("ok") is True:
            return answer
        raise Refused(
            answer.get("code", "E_INTERNAL"),
            answer.get("error", "Regulars gave no reason"),
            answer.get("field", ""),
            answer,
        )

    def request_text(self, text: Union[str, bytes], within_ms: Optional[float] = None) -> str:
        """As request(), JSON in and JSON out; an answer that says no is returned, not raised."""
        sent = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        if within_ms is None:
            return self._ask(sent).decode("utf-8", "replace")
        worker = self._own()._worker
        return worker.call(lambda: self._ask(sent), within_ms).decode("utf-8", "replace")

    def call(self, op: str, within_ms: Optional[float] = None, **fields: Any) -> Answer:
        """An op by its name; fields that are None are left out."""
        given = {name: value for name, value in fields.items() if value is not None}
        return self.request({"op": op, **given}, within_ms)

    def shop(self, **also: Any) -> Answer:
        """The shop's name, currency, language, versions."""
        return self.call("shop", **also)

    def identify(self, scan: str, **also: Any) -> Answer:
        """Who is this? `scan`: what the scanner delivered, raw."""
        return self.call("identify", scan=scan, **also)

    def enrol(self, **fields: Any) -> Answer:
        """A new member: name, phone, email, birthday, language, card, referred_by, consent."""
        return self.call("enrol", **fields)

    def card(self, member_id: int, scan: Optional[str] = None, **also: Any) -> Answer:
        """One more card for a member: its scan, or renew=True for a new QR in place of theirs."""
        return self.call("card", member_id=member_id, scan=scan, **also)

    def quote(self, sale: Mapping[str, Any], **also: Any) -> Answer:
        """What a sale would come to that is not paid yet."""
        return self.call("quote", sale=sale, **also)

    def let_go(self, hold: int, **also: Any) -> Answer:
        """Gives back what a quote set aside."""
        return self.call("let_go", hold=hold, **also)

    def sale(self, sale: Mapping[str, Any], **also: Any) -> Answer:
        """A paid sale. Its code is "EXISTS" when it was recorded before."""
        return self.call("sale", sale=sale, **also)

    def edit(self, sale: Mapping[str, Any], **also: Any) -> Answer:
        """A sale that was changed after the fact, under the id that it has."""
        return self.call("edit", sale=sale, **also)

    def refund(self, id: str, **fields: Any) -> Answer:
        """Takes a sale back, wholly or in part: sale_id, currency, lines and total, or amount."""
        return self.call("refund", id=id, **fields)

    def void(self, sale_id: str, **also: Any) -> Answer:
        """Undoes a sale as if it had not been."""
        return self.call("void", sale_id=sale_id, **also)

    def receipt(self, sale_id: str, to: str, **also: Any) -> Answer:
        """A receipt once more: to "printer", "png", "text", "html" or "escpos"."""
        return self.call("receipt", sale_id=sale_id, to=to, **also)

    def report(self, name: str, **fields: Any) -> Answer:
        """A report's rows or text: from (as {"from": ...} through request), to, format."""
        return self.call("report", name=name, **fields)

    def voucher(self, code: str, **also: Any) -> Answer:
        """What is on a gift card, or what a coupon is for."""
        return self.call("voucher", code=code, **also)

    # ---- Its life ----

    def close(self) -> None:
        """Ends it; twice is as good. Calls of other threads come to their end first, behind."""
        own = self._own()
        with own._lock:
            own._closed = True
            handle, own._handle = own._handle, None
        if handle is not None:
            own._retire(handle)

    def __enter__(self) -> "Regulars":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_pid", None) == os.getpid():
            self.close()

    def _forget(self) -> None:
        """As if never opened. What a parent process has open stays open and its own."""
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._handle: Optional[_Handle] = None
        self._worker = _Worker()
        self._rooms = threading.local()

    def _own(self) -> "Regulars":
        if self._pid != os.getpid():
            self._forget()
        return self

    def _take(self) -> _Handle:
        """The open store, counted as in use. Opens it when it is not."""
        own = self._own()
        with own._opening:
            with own._lock:
                if own._closed:
                    raise _closed()
                if own._handle is not None:
                    own._handle.users += 1
                    return own._handle
            handle = own._open()
            with own._lock:
                if not own._closed:
                    own._handle, handle.users = handle, 1
                    return handle
        handle.table.close(handle.pointer)
        raise _closed()

    def _open(self) -> _Handle:
        table = _load(self._library)
        store, key, till, printer = self._texts
        options = _Options(ctypes.sizeof(_Options), 0, store, key, till, printer, self._patience_ms)
        pointer = ctypes.c_void_p()
        why = _Why(ctypes.sizeof(_Why))
        rc = table.open(None, ctypes.byref(options), ctypes.byref(pointer), ctypes.byref(why))
        if rc < 0:
            text = why.text.decode("utf-8", "replace") or table.words(rc).decode()
            raise Refused(_name(rc), text, why.field.decode("utf-8", "replace"))
        return _Handle(table, pointer)

    def _give_back(self, handle: _Handle) -> None:
        with self._lock:
            handle.users -= 1
            last = handle.retired and handle.users == 0
        if last:
            handle.table.close(handle.pointer)

    def _retire(self, handle: _Handle) -> None:
        """No new call gets this handle; the last one that has it closes it."""
        with self._lock:
            if self._handle is handle:
                self._handle = None
            first, handle.retired = not handle.retired, True
            idle = first and handle.users == 0
        if idle:
            handle.table.close(handle.pointer)

    def _ask(self, sent: bytes) -> bytes:
        handle = self._take()
        try:
            heard = self._ask_with(handle, sent)
            if b'"E_INTERNAL"' in heard or b'"E_CLOSED"' in heard:
                self._retire_if_faulty(handle, heard)
            return heard
        finally:
            self._give_back(handle)

    def _retire_if_faulty(self, handle: _Handle, heard: bytes) -> None:
        """After a fault inside Regulars its context is closed: the next call opens a new one."""
        if json.loads(heard).get("code") in ("E_INTERNAL", "E_CLOSED"):
            self._retire(handle)

    def _ask_with(self, handle: _Handle, sent: bytes) -> bytes:
        rooms = self._rooms
        room = getattr(rooms, "room", None) or ctypes.create_string_buffer(ANSWER_ROOM)
        while True:
            length = ctypes.c_size_t(len(room))
            rc = handle.table.request(
                handle.pointer, sent, len(sent), room, ctypes.byref(length)
            )
            if rc == 0:
                rooms.room = room if len(room) == ANSWER_ROOM else None
                return ctypes.string_at(room, length.value)
            if rc != -3 or not len(room) < length.value <= ANSWER_MAX:
                raise Refused(_name(rc), handle.table.words(rc).decode("utf-8", "replace"))
            room = ctypes.create_string_buffer(length.value)
