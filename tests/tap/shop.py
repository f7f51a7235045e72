#!/usr/bin/env python3
"""shop.py - a day of a shop whose till only prints: receipts go through print-tap, and the sales are
in the store.

In:  REGULARS, REGULARS_SO, REGULARS_BUILD; an empty folder to work in, the current one.
Out: TAP.
"""
import glob
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

COMMAND = os.environ["REGULARS"]
LIBRARY = os.environ["REGULARS_SO"]
BUILD = os.environ["REGULARS_BUILD"]
TAP = os.path.join(BUILD, "print-tap")
FAULTY = os.path.join(BUILD, "tests/faulty")
WAIT_S = 12
CUT = b"\x1dVA\x03"
PAN = "4111 1111 1111 1111"
CARD = "2912345678901"
tests = []


def test(function):
    tests.append(function)
    return function


class Skip(Exception):
    pass


class Printer:
    """A network printer: keeps what each connection sent."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.jobs = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            connection, _ = self.socket.accept()
            threading.Thread(target=self.take, args=(connection,), daemon=True).start()

    def take(self, connection):
        data = b""
        while True:
            piece = connection.recv(65536)
            if not piece:
                break
            data += piece
        connection.close()
        self.jobs.append(data)

    def next(self):
        wait_for(lambda: self.jobs)
        return self.jobs.pop(0)


def wait_for(holds):
    limit = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.01)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class Running:
    """print-tap, with a shop's settings, for as long as a with-block."""

    def __init__(self, *words, may_fail=False, environment=None, **settings):
        self.may_fail = may_fail
        self.environment = dict(os.environ, **environment or {})
        options = {"home": "home", "pattern": "pattern", "store": "shop.db", "library": LIBRARY,
                   "till": "till-1", "codepage": "858"}
        options.update({name.replace("_", "-"): value for name, value in settings.items()})
        self.words = [TAP, words[0]] + [word for name, value in options.items()
                                        for word in ("--" + name, value)] + list(words[1:])

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdout=subprocess.PIPE, text=True,
                                        env=self.environment)
        self.says = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(WAIT_S) == 0 or self.may_fail, "it did not end well"
        self.process.stdout.close()


def send(port, data):
    with socket.create_connection(("127.0.0.1", port)) as till:
        till.sendall(data)
        till.shutdown(socket.SHUT_WR)
        till.recv(1)


def money(cents):
    return f"{cents // 100},{cents % 100:02}"


def receipt(number, items, card=None, mark=None, when="21.11.2026 10:03", total=None):
    """A receipt as a till prints it: a picture with the bytes of a cut, a code page, a cut."""
    lines = ["B\u00c4CKEREI MUSTER", f"Bon-Nr. {number}", when]
    if mark:
        lines.insert(1, mark)
    for quantity, name, price in items:
        lines.append(f"{quantity} x {name:<16} {money(price):>6} {money(quantity * price):>8}")
    total = sum(quantity * price for quantity, _, price in items) if total is None else total
    lines += [f"SUMME EUR        {money(total):>8}", f"Bar              {money(total):>8}"]
    if card:
        lines.append(f"Kundenkarte: {card}")
    picture = b"\x1dv0\x00\x04\x00\x02\x00\x1dVA\x03\x1bi\x1bm"
    text = "\n".join(lines).encode("cp858") + b"\n"
    return b"\x1b@\x1bt\x13" + picture + text + b"\x1bd\x04" + CUT


def gateway(*requests):
    done = subprocess.run([COMMAND, "gateway", "--store", "shop.db"], check=True, text=True,
                          input="".join(json.dumps(r) + "\n" for r in requests),
                          stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def sales():
    """What a look at a copy of the store finds: how many sales, and what they come to."""
    for name in ("shop.db", "shop.db-wal"):
        if os.path.exists(name):
            shutil.copy(name, "look-" + name)
        elif os.path.exists("look-" + name):
            os.unlink("look-" + name)
    out = subprocess.run(["sqlite3", "look-shop.db",
                          "SELECT count(*), coalesce(sum(total_minor), 0) FROM sale"],
                         stdout=subprocess.PIPE, text=True, check=True).stdout
    return tuple(int(word) for word in out.strip().split("|"))


def points():
    return gateway({"op": "identify", "scan": CARD})[0]["member"]["points"]


def listed():
    done = subprocess.run([TAP, "list", "--home", "home"], stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0
    return done.stdout


def waiting():
    return glob.glob("home/waiting/*.json")


def waiting_ids():
    """A reader that ended before it had said so is told again, and may put the same away twice."""
    found = set()
    for path in waiting():
        with open(path) as file:
            found.add(re.search(r'"id":"([^"]+)"', file.read()).group(1))
    return found


def set_up():
    subprocess.run([COMMAND, "init", "--store", "shop.db", "--name", "Muster", "--currency", "EUR",
                    "--zone", "Europe/Berlin", "--earn", "1 per 1.00", "--worth", "100 = 1.00",
                    "--reward", "400 a free coffee", "--cards", "29"], check=True,
                   stdout=subprocess.DEVNULL)
    assert gateway({"op": "enrol", "name": "M\u00e4rta", "card": CARD})[0]["ok"]


PRINTER = Printer()


def print_one(tap, data):
    send(int(re.search(r":(\d+)$", tap.says).group(1)), data)
    return PRINTER.next()


def tcp(**settings):
    return Running("serve-tcp", f"127.0.0.1:{free_port()}", f"socket://127.0.0.1:{PRINTER.port}",
                   **settings)


@test
def two_samples_teach_the_pattern():
    """The owner's first minute: two receipts are enough."""
    with open("one.bin", "wb") as file:
        file.write(receipt(7, [(2, "Br\u00f6tchen", 45), (1, "Kaffee", 280)], CARD))
    with open("two.bin", "wb") as file:
        file.write(receipt(8, [(1, "Apfelkuchen", 310)], when="21.11.2026 10:07"))
    done = subprocess.run([TAP, "learn", "--codepage", "858", "one.bin", "two.bin"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr
    assert "2 of 2 samples are understood" in done.stderr
    assert "Br\u00f6tchen" in done.stderr and "refund" in done.stderr
    with open("pattern", "w") as file:
        file.write(done.stdout + "refund: R\u00dcCKGABE\nmember: Kundenkarte: {card}\n"
                   "not: TAGESABSCHLUSS {any}\n")


@test
def what_was_captured_teaches_as_well():
    """Samples are UTF-8, though the printer's letters are others; settings may stand behind the words."""
    with tcp(home="sampling", pattern="none", store="", capture="samples") as tap:
        for number, name in ((7, "Br\u00f6tchen"), (8, "K\u00e4sestulle")):
            print_one(tap, receipt(number, [(2, name, 45), (1, "Kaffee", 280)], CARD))
        wait_for(lambda: len(glob.glob("samples/*.txt")) == 2)
    done = subprocess.run([TAP, "learn", *glob.glob("samples/*.txt"), "--codepage", "858"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr
    assert "  Br\u00f6tchen  0.90" in done.stderr and "  K\u00e4sestulle  0.90" in done.stderr, done.stderr
    done = subprocess.run([TAP, "serve-tcp", "1", "file:/dev/null", "--home", "sampling",
                           "--capture", "/dev/null/samples"], stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1 and "capture: /dev/null/samples" in done.stderr, done.stderr


@test
def a_receipt_is_a_sale_and_is_thanked_for():
    """The point of it all. On a busy machine an answer may miss its four milliseconds, once."""
    thanked = False
    with tcp() as tap:
        for number in range(100, 130):
            sent = receipt(number, [(2, "Br\u00f6tchen", 45), (1, "Torte", 2410)], CARD)
            got = print_one(tap, sent)
            wait_for(lambda: not waiting())
            thanked = got != sent
            if thanked:
                break
            assert got == sent
        assert thanked, "never thanked"
        # What was added stands right before the cut, and nothing else changed.
        head, tail = sent[:-len(CUT)], got[len(sent) - len(CUT):]
        assert got.startswith(head) and tail.endswith(CUT)
        words = tail.decode("cp858")
        assert "M\u00e4rta" in words and "25 points today" in words, words
        count = number - 99
        wait_for(lambda: sales() == (count, 2500 * count) and not waiting())
        assert points() == 25 * count
    assert listed() == ""


@test
def a_copy_counts_once():
    """With a mark that says so, without one, and after the reader was started anew."""
    before = sales()
    with tcp() as tap:
        first = receipt(200, [(1, "Kaffee", 280)], CARD)
        print_one(tap, first)
        assert print_one(tap, first) == first, "a copy was thanked for"
        copy = receipt(200, [(1, "Kaffee", 280)], CARD, mark="*** KOPIE ***")
        assert print_one(tap, copy) == copy
        # Another customer a minute later had the same.
        print_one(tap, receipt(201, [(1, "Kaffee", 280)], CARD))
    with tcp() as tap:
        print_one(tap, first)
        print_one(tap, copy)
        wait_for(lambda: sales()[0] >= before[0] + 2 and not waiting())
    assert sales() == (before[0] + 2, before[1] + 560)
    assert listed() == "", listed()


@test
def what_cannot_be_read_is_listed_and_passed_on():
    """Wrong sums, a number used twice; and a payment card is on no list."""
    before = sales()
    with tcp() as tap:
        wrong = receipt(300, [(1, "Kaffee", 280)], total=999, mark=f"Karte {PAN}")
        assert print_one(tap, wrong) == wrong
        wait_for(lambda: listed().count("\n") == 1)
        print_one(tap, receipt(200, [(1, "Torte", 2410)]))
        wait_for(lambda: listed().count("\n") == 2 and not waiting())
    text = listed()
    assert "the items come to 280 and the total is 999" in text and "Regulars refused it" in text
    assert "4111" not in text and "1111" in text, text
    assert sales() == before
    for folder, _, names in os.walk("home"):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    assert b"4111" not in file.read(), path


@test
def reports_kitchen_slips_and_kicks_are_no_receipts():
    """They are passed on, and nobody is told."""
    before, text = sales(), listed()
    with tcp() as tap:
        for data in (b"\x1b@TAGESABSCHLUSS 12\nSUMME EUR 900,00\n" + CUT, b"\x1bp\x00\x19\xfa",
                     b"\x1b@K\x9aCHE\nTisch 4\n2 Kaffee\n" + CUT, CUT):
            assert print_one(tap, data) == data
        print_one(tap, receipt(310, [(1, "Kaffee", 280)]))
        wait_for(lambda: sales()[0] == before[0] + 1 and not waiting())
    added = listed()[len(text):]
    assert "TAGESABSCHLUSS" not in added, added


@test
def what_is_given_back_takes_its_points_back():
    before, had = sales(), points()
    with tcp() as tap:
        data = receipt(320, [(1, "Torte", 2410)], CARD, mark="R\u00dcCKGABE")
        assert print_one(tap, data) == data
        wait_for(lambda: sales()[0] == before[0] + 1 and not waiting())
    assert sales()[1] == before[1] - 2410 and points() == had - 24


@test
def without_the_plugin_sales_wait_and_are_posted_later():
    """Missing, another version, one that answers errors, a store that somebody else holds: nobody is
    kept waiting, and nothing is forgotten."""
    before = sales()
    kinds = ["nowhere.so"] + [os.path.join(FAULTY, name) for name in ("version.so", "errors.so")
                              if os.path.exists(os.path.join(FAULTY, name))]
    for i, library in enumerate(kinds):
        with tcp(library=library) as tap:
            data = receipt(400 + i, [(1, "Kaffee", 280)], CARD)
            began = time.monotonic()
            assert print_one(tap, data) == data
            took = time.monotonic() - began
            wait_for(lambda: len(waiting_ids()) == i + 1)
            assert took < 1, took
    kept = len(waiting_ids())
    assert kept == len(kinds), listed()
    with tcp() as tap:
        wait_for(lambda: not waiting() and sales()[0] >= before[0] + kept)
    assert sales() == (before[0] + kept, before[1] + 280 * kept)


@test
def a_slow_plugin_delays_no_print():
    slow = os.path.join(FAULTY, "slow.so")
    if not os.path.exists(slow):
        raise Skip("tests/faulty/slow.so is not built")
    before = sales()
    took = []
    with tcp(library=slow) as tap:
        for number in range(500, 505):
            data = receipt(number, [(1, "Kaffee", 280)], CARD)
            began = time.monotonic()
            assert print_one(tap, data) == data
            took.append(time.monotonic() - began)
    took.sort()
    print(f"# a print with a plugin that takes five seconds: median {took[2] * 1000:.1f} ms, "
          f"longest {took[4] * 1000:.1f} ms")
    assert took[2] < 0.05, took
    with tcp() as tap:
        print_one(tap, receipt(505, [(1, "Kaffee", 280)], CARD))
        wait_for(lambda: sales()[0] == before[0] + 6 and not waiting())


@test
def a_till_on_a_serial_line():
    """A pty in the till's place; the printer is a file."""
    before = sales()
    open("paper", "wb").close()
    with Running("serve-pty", "file:paper", link="port") as tap:
        assert tap.says.endswith("port")
        data = receipt(600, [(3, "Kaffee", 280)], CARD)
        with open("port", "wb", buffering=0) as port:
            for at in range(0, len(data), 7):
                port.write(data[at:at + 7])
        wait_for(lambda: open("paper", "rb").read().endswith(CUT))
        wait_for(lambda: sales()[0] == before[0] + 1 and not waiting())
    paper = open("paper", "rb").read()
    assert paper.startswith(data[:-len(CUT)]) and not os.path.lexists("port")


@test
def a_scanner_says_whose_receipt_it_is():
    """The last scan goes to the next receipt, and to that one only."""
    had = points()
    ours, theirs = os.openpty()
    with tcp(scanner=os.ttyname(theirs)) as tap:
        time.sleep(0.2)
        os.write(ours, CARD.encode() + b"\r")
        time.sleep(0.2)
        before = sales()
        print_one(tap, receipt(700, [(1, "Torte", 2410)]))
        print_one(tap, receipt(701, [(1, "Torte", 2410)]))
        wait_for(lambda: sales()[0] == before[0] + 2 and not waiting())
    os.close(ours)
    os.close(theirs)
    assert points() == had + 24, (had, points())


def backend(device, *words, data=None, **environment):
    with open("settings", "w") as file:
        file.write(f"home {os.getcwd()}/home\npattern {os.getcwd()}/pattern\n"
                   f"store {os.getcwd()}/shop.db\nlibrary {LIBRARY}\ntill till-1\ncodepage 858\n")
    environment = dict(os.environ, DEVICE_URI=device, REGULARS_TAP_SETTINGS="settings",
                       **environment)
    return subprocess.run([device] + list(words), executable=TAP, env=environment, input=data,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=WAIT_S)


@test
def cups_calls_it_as_a_backend():
    """Its list line, a job from standard input and one from a file in two copies, the exit codes."""
    done = subprocess.run(["regulars-tap"], executable=TAP, stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0 and done.stdout.startswith("network regulars-tap "), done.stdout
    before = sales()
    data = receipt(800, [(1, "Kaffee", 280)], CARD)
    done = backend(f"regulars-tap:socket://127.0.0.1:{PRINTER.port}", "1", "me", "Bon", "1", "",
                   data=data)
    assert done.returncode == 0, done.stderr
    assert PRINTER.next().startswith(data[:-len(CUT)])
    with open("job", "wb") as file:
        file.write(receipt(801, [(1, "Kaffee", 280)], CARD))
    open("paper", "wb").close()
    done = backend("regulars-tap:file:paper", "2", "me", "Bon", "2", "", "job")
    assert done.returncode == 0 and done.stderr.count(b"PAGE: ") == 2, (done.returncode, done.stderr)
    paper = open("paper", "rb").read()
    assert paper.count(CUT) == 4, paper  # each copy has one in its picture
    wait_for(lambda: sales()[0] == before[0] + 2 and not waiting())
    assert backend("regulars-tap:file:nowhere/at/all", "3", "me", "Bon", "1", "",
                   data=b"x").returncode == 6
    assert backend("regulars-tap:nothing", "3", "me", "Bon", "1", "", data=b"x").returncode == 4


@test
def another_backend_gets_the_bytes():
    """Whatever CUPS can print to: its own backend is started behind."""
    os.makedirs("bin/backend", exist_ok=True)
    with open("bin/backend/other", "w") as file:
        file.write('#!/bin/sh\ncat >other.out\necho "$DEVICE_URI $1 $4" >other.said\nexit 3\n')
    os.chmod("bin/backend/other", 0o755)
    before = sales()
    data = receipt(810, [(1, "Kaffee", 280)])
    done = backend("regulars-tap:other://there/x?y=1", "9", "me", "Bon", "1", "", data=data,
                   CUPS_SERVERBIN=os.getcwd() + "/bin")
    assert done.returncode == 3, done.stderr
    assert open("other.out", "rb").read().startswith(data[:-len(CUT)])
    assert open("other.said").read() == "other://there/x?y=1 9 1\n"
    wait_for(lambda: sales()[0] == before[0] + 1 and not waiting())


@test
def real_cups_prints_a_job_through_it():
    """cupsd with a configuration of its own, on a socket of its own."""
    cupsd = shutil.which("cupsd", path="/usr/sbin:/usr/bin")
    if cupsd is None or os.geteuid() != 0:
        raise Skip("cupsd is not installed, or this is not root")
    here = os.path.realpath("cups")
    serverbin = "/usr/lib/cups"
    for name in ("etc/ppd", "bin/backend", "spool/tmp", "cache", "run", "log"):
        os.makedirs(os.path.join(here, name), exist_ok=True)
    for name in ("daemon", "filter", "notifier", "monitor", "cgi-bin", "driver"):
        if os.path.exists(os.path.join(serverbin, name)):
            os.symlink(os.path.join(serverbin, name), os.path.join(here, "bin", name))
    shutil.copy(TAP, os.path.join(here, "bin/backend/regulars-tap"))
    os.chmod(os.path.join(here, "bin/backend/regulars-tap"), 0o700)
    backend("regulars-tap:nothing", "0", "me", "x", "1", "")  # writes the settings
    with open(os.path.join(here, "etc/cupsd.conf"), "w") as file:
        file.write(f"Listen {here}/run/sock\nLogLevel warn\nMaxLogSize 0\n"
                   "DefaultAuthType None\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
                   "<Policy default>\n<Limit All>\nOrder deny,allow\nAllow all\n</Limit>\n</Policy>\n")
    with open(os.path.join(here, "etc/cups-files.conf"), "w") as file:
        file.write(f"ServerRoot {here}/etc\nServerBin {here}/bin\nRequestRoot {here}/spool\n"
                   f"TempDir {here}/spool/tmp\nCacheDir {here}/cache\nStateDir {here}/run\n"
                   f"ErrorLog {here}/log/error\nAccessLog {here}/log/access\n"
                   f"PageLog {here}/log/page\nUser lp\nGroup lp\n"
                   f"SetEnv REGULARS_TAP_SETTINGS {os.getcwd()}/settings\nFileDevice Yes\n"
                   "SystemGroup root\n")
    with open(os.path.join(here, "etc/printers.conf"), "w") as file:
        file.write("<Printer bon>\nInfo bon\nState Idle\nAccepting Yes\n"
                   f"DeviceURI regulars-tap:socket://127.0.0.1:{PRINTER.port}\n</Printer>\n")
    before = sales()
    process = subprocess.Popen([cupsd, "-f", "-c", here + "/etc/cupsd.conf", "-s",
                                here + "/etc/cups-files.conf"], stderr=subprocess.PIPE)
    try:
        wait_for(lambda: os.path.exists(here + "/run/sock") or process.poll() is not None)
        if process.poll() is not None:
            raise Skip("cupsd does not run here: " + process.stderr.read().decode().strip()[:200])
        data = receipt(820, [(1, "Torte", 2410)], CARD)
        done = subprocess.run(["lp", "-h", here + "/run/sock", "-d", "bon", "-o", "raw"], input=data,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.returncode == 0, done.stderr
        assert PRINTER.next().startswith(data[:-len(CUT)])
        wait_for(lambda: sales()[0] == before[0] + 1 and not waiting())
    finally:
        process.terminate()
        process.wait(WAIT_S)
        if os.path.exists(here + "/log/error"):
            print("# " + open(here + "/log/error").read()[-1500:].replace("\n", "\n# "))


def main(tests):
    set_up()
    failed = 0
    for number, function in enumerate(tests, 1):
        name = function.__name__
        try:
            function()
            print(f"ok {number} - {name}", flush=True)
        except Skip as why:
            print(f"ok {number} - {name} # SKIP {why}", flush=True)
        except Exception as error:  # any of them is a test that failed
            failed += 1
            print(f"not ok {number} - {name}", flush=True)
            print(f"# {type(error).__name__}: {error}"[:600].replace("\n", "\n# "))
            trace = error.__traceback__
            while trace.tb_next is not None:
                trace = trace.tb_next
                print(f"# in line {trace.tb_lineno} of {trace.tb_frame.f_code.co_name}")
    print(f"1..{len(tests)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(tests))
