#!/usr/bin/env python3
"""faults.py - what shop.py's shop has to stand: a reader that is killed again and again, a store that
another program writes to, memory that is not there, a disk that is slow.

In:  as shop.py; REGULARS_SAN, what the build is sanitized with. Out: TAP.
"""
import os
import re
import signal
import subprocess
import sys
import time

import shop
from shop import CARD, FAULTY, Skip, listed, money, print_one, receipt, sales, tcp, wait_for, waiting

KILLS = 16
ALLOCATIONS_MAX = 60
tests = []


def test(function):
    tests.append(function)
    return function


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def keeps_signals(pid):
    """Whether it has its keeper's descriptor for signals: the reader does, who passes on does not."""
    try:
        return any("signalfd" in os.readlink(f"/proc/{pid}/fd/{name}")
                   for name in os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return False


def reader_of(tap):
    """Waits for it. A child that has just been made to pass on has that descriptor as well."""
    seen = [0]

    def is_there():
        before, seen[0] = seen[0], next((pid for pid in children(tap.process.pid)
                                         if keeps_signals(pid)), 0)
        return seen[0] > 0 and before == seen[0]

    wait_for(is_there)
    return seen[0]


def figures(took):
    took = sorted(took)
    at = lambda share: took[min(len(took) - 1, int(len(took) * share))] * 1000
    return f"p50 {at(.5):.2f} ms, p99 {at(.99):.2f} ms, longest {took[-1] * 1000:.2f} ms"


def is_sound():
    done = subprocess.run([shop.COMMAND, "doctor", "--store", "shop.db"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout


@test
def a_pattern_is_taught():
    shop.two_samples_teach_the_pattern()


@test
def a_reader_killed_at_every_moment_counts_each_sale_once():
    """A kill a receipt, each a little later: before it is read, while it is put away, posted, told."""
    before, killed = sales(), 0
    text = listed()
    with tcp() as tap:
        for number in range(KILLS):
            data = receipt(1000 + number, [(1, "Kaffee", 280 + number)])
            victim = reader_of(tap)
            with shop.socket.create_connection(("127.0.0.1", port_of(tap))) as till:
                till.sendall(data)
                time.sleep(number * 0.0012)
                os.kill(victim, signal.SIGKILL)
                killed += 1
                till.shutdown(shop.socket.SHUT_WR)
                till.recv(1)
            got = shop.PRINTER.next()
            assert got == data, number
        sum_of_all = sum(280 + number for number in range(KILLS))
        wait_for(lambda: sales()[0] >= before[0] + KILLS and not waiting())
        time.sleep(0.3)
    print(f"# {killed} readers were killed over {KILLS} sales")
    assert sales() == (before[0] + KILLS, before[1] + sum_of_all), (sales(), listed()[len(text):])
    assert listed() == text, listed()[len(text):]
    is_sound()


def port_of(tap):
    return int(re.search(r":(\d+)$", tap.says).group(1))


@test
def another_program_may_have_the_store():
    """Its turn is held while receipts are printed: they come at once, and the sales afterwards."""
    before = sales()
    plain = []
    held = []
    with tcp() as tap:
        for number in range(10):
            plain.append(timed(tap, receipt(2000 + number, [(1, "Kaffee", 280)], CARD)))
        wait_for(lambda: sales()[0] == before[0] + 10 and not waiting())
        with subprocess.Popen([os.path.join(FAULTY, "hold-turn"), "shop.db"], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            assert holder.stdout.readline() == "held\n"
            for number in range(30):
                held.append(timed(tap, receipt(2010 + number, [(1, "Kaffee", 280)], CARD)))
            assert sales()[0] == before[0] + 10
            holder.stdin.close()
        wait_for(lambda: sales()[0] == before[0] + 40 and not waiting())
    print(f"# a print while nobody has the store's turn: {figures(plain)}; while another program "
          f"has it: {figures(held)}")
    assert sales() == (before[0] + 40, before[1] + 40 * 280)
    assert sorted(held)[15] - sorted(plain)[5] < 0.005, (plain, held)


def timed(tap, data):
    """From the first byte in to the last byte out, on a connection that stays open until then."""
    with shop.socket.create_connection(("127.0.0.1", port_of(tap))) as till:
        till.setsockopt(shop.socket.IPPROTO_TCP, shop.socket.TCP_NODELAY, 1)
        began = time.monotonic()
        till.sendall(data)
        till.shutdown(shop.socket.SHUT_WR)
        till.recv(1)
        took = time.monotonic() - began
    got = shop.PRINTER.next()
    assert got.startswith(data[:-len(shop.CUT)]) and got.endswith(shop.CUT), got
    timed.thanked = len(got) > len(data)
    return took


@test
def a_reader_that_hangs_keeps_nobody_from_printing():
    """Each receipt on a connection of its own, more of them than may pass at once, then all are read."""
    before, took = sales(), []
    with tcp() as tap:
        reader = reader_of(tap)
        os.kill(reader, signal.SIGSTOP)
        for number in range(24):
            took.append(timed(tap, receipt(3000 + number, [(1, "Kaffee", 280)], CARD)))
        os.kill(reader, signal.SIGCONT)
        wait_for(lambda: sales()[0] == before[0] + 24 and not waiting())
    print(f"# prints one after another while the reader hangs: {figures(took)}")
    assert max(took) < 1, took


@test
def without_memory_every_byte_passes_and_no_sale_is_forgotten():
    """One allocation of print-tap's own fails, each in turn, until there are no more."""
    if os.environ.get("REGULARS_SAN"):
        raise Skip("a sanitizer has the allocations")
    failed = 0
    for at in range(1, ALLOCATIONS_MAX):
        print_without_memory(at)
        if not os.path.exists("said"):
            break
        os.unlink("said")
        failed += 1
    print(f"# {failed} allocations failed")
    assert 3 < failed < ALLOCATIONS_MAX - 1, failed
    is_sound()


def print_without_memory(at):
    before, text = sales(), listed()
    library = os.path.join(shop.BUILD, "tests/tap/no-memory.so")
    with tcp(may_fail=True, environment={"LD_PRELOAD": library, "NO_MEMORY_AT": str(at),
                                         "NO_MEMORY_SAID": "said"}) as tap:
        if tap.says == "":
            return  # it said that there is no memory, and does not begin
        for number in (4000 + 2 * at, 4001 + 2 * at):
            data = receipt(number, [(1, "Kaffee", 280)])
            assert print_one(tap, data) == data
        wait_for(lambda: sales()[0] - before[0] + listed()[len(text):].count("\n") >= 2
                 and not waiting())


def main():
    return shop.main(tests)


if __name__ == "__main__":
    sys.exit(main())
