"""till.py - a till in Python: the plugin's JSON door, with a clock of ours.

In:  REGULARS_SO (libregulars.so) and REGULARS (the command), or their usual places in build/.
Out: Shop, a new store in a folder of its own: ask() a request, set now_ms, apply() a programme.
Not here: what the answers should be (model.py).
"""
import ctypes
import json
import os
import sqlite3
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMAND = os.environ.get("REGULARS", os.path.join(ROOT, "build", "regulars"))
LIBRARY = os.environ.get("REGULARS_SO", os.path.join(ROOT, "build", "libregulars.so"))
ANSWER_ROOM = 1 << 20

Clock = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)


class Host(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
                ("user", ctypes.c_void_p), ("log", ctypes.c_void_p), ("now_ms", Clock),
                ("resize", ctypes.c_void_p), ("print", ctypes.c_void_p)]


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
                ("store", ctypes.c_char_p), ("key", ctypes.c_char_p),
                ("till", ctypes.c_char_p), ("printer", ctypes.c_char_p)]


class Why(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("code", ctypes.c_int32),
                ("field", ctypes.c_char * 64), ("text", ctypes.c_char * 320)]


CALL = ctypes.c_void_p


class Api(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("abi", ctypes.c_uint32),
                ("version", ctypes.c_char_p), ("words", CALL),
                ("open", ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(Host),
                                          ctypes.POINTER(Options), ctypes.POINTER(CALL),
                                          ctypes.POINTER(Why))),
                ("close", ctypes.CFUNCTYPE(None, CALL)),
                ("shop", CALL), ("identify", CALL), ("enrol", CALL), ("card", CALL),
                ("sale", CALL), ("refund", CALL), ("receipt", CALL), ("printing", CALL),
                ("request", ctypes.CFUNCTYPE(ctypes.c_int32, CALL, ctypes.c_char_p,
                                             ctypes.c_size_t, ctypes.c_char_p,
                                             ctypes.POINTER(ctypes.c_size_t)))]


def load():
    library = ctypes.CDLL(LIBRARY)
    library.regulars_entry.argtypes = [ctypes.c_uint32]
    library.regulars_entry.restype = ctypes.POINTER(Api)
    return library.regulars_entry(1).contents


class Shop:
    """A store that was just made, open; its clock stands still until it is set."""

    def __init__(self, folder, zone, now_ms):
        self.path = os.path.join(folder, "shop.db")
        self.now_ms = now_ms
        self.api = load()
        self.clock = Clock(lambda user: self.now_ms)
        self.room = ctypes.create_string_buffer(ANSWER_ROOM)
        self.rgl = None
        self.command("init", "--store", self.path, "--name", "Model", "--currency", "EUR",
                     "--zone", zone, "--earn", "1 per 1.00", "--worth", "100 = 1.00")
        self.open()

    def command(self, *words):
        done = subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError("regulars %s: %s%s" % (words[0], done.stdout, done.stderr))

    def open(self):
        host = Host(size=ctypes.sizeof(Host), now_ms=self.clock)
        options = Options(size=ctypes.sizeof(Options), store=self.path.encode())
        why = Why(size=ctypes.sizeof(Why))
        ret = CALL()
        if self.api.open(ctypes.byref(host), ctypes.byref(options), ctypes.byref(ret),
                         ctypes.byref(why)) < 0:
            raise RuntimeError("open: " + why.text.decode())
        self.rgl = ret

    def close(self):
        self.api.close(self.rgl)

    def ask(self, request):
        text = json.dumps(request).encode()
        length = ctypes.c_size_t(ANSWER_ROOM)
        rc = self.api.request(self.rgl, text, len(text), self.room, ctypes.byref(length))
        if rc != 0:
            raise RuntimeError("request: result %d" % rc)
        return json.loads(self.room.raw[:length.value])

    def doctor(self):
        self.command("doctor", "--store", self.path)

    def apply(self, programme):
        """As `regulars programme apply`, at the shop's time and not at this computer's."""
        self.close()
        store = sqlite3.connect(self.path)
        store.execute("INSERT OR IGNORE INTO till (name, epoch) VALUES ('office', 1)")
        till = store.execute("SELECT id FROM till WHERE name = 'office'").fetchone()[0]
        version = store.execute("SELECT ifnull(max(version), 0) + 1 FROM programme").fetchone()[0]
        event = store.execute(
            "INSERT INTO event (till, epoch, sequence, kind, written_ms) VALUES (?, 1, ?, 5, ?)",
            (till, version, self.now_ms)).lastrowid
        store.execute("INSERT INTO programme VALUES (?, ?, ?, ?)",
                      (event, version, self.now_ms, json.dumps(programme)))
        for card in programme.get("stamp_cards", []):
            self.add_purse(store, card["id"])
        store.commit()
        store.close()
        self.open()

    @staticmethod
    def add_purse(store, name):
        if store.execute("SELECT 1 FROM purse WHERE name = ?", (name,)).fetchone():
            return
        purse = store.execute("INSERT INTO purse (name, unit) VALUES (?, 1)", (name,)).lastrowid
        store.execute("INSERT INTO account (id, purse, kind) VALUES (?, ?, 1), (?, ?, 2)",
                      (purse, purse, 2048 + purse, purse))
