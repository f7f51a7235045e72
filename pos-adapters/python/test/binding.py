#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""binding.py - what regulars.py promises, one promise a run; tests/flow_python.sh calls it.

usage: binding.py PROMISE [WORD...]     (REGULARS_SO names the library; shop.db is in this folder)
Out:   status 0 when the promise was kept; otherwise an assertion says what was not.
"""
import importlib.util
import json
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from regulars import Late, Refused, Regulars, RegularsError, Unavailable  # noqa: E402

LIBRARY = os.environ["REGULARS_SO"]
SLACK_MS = 10.0


def opened(library=LIBRARY, **more):
    return Regulars("shop.db", "python", library=library, **more)


def sale_of(ident, total="2.50"):
    return {"id": ident, "currency": "EUR", "lines": [{"total": total}], "total": total}


def milliseconds(work):
    begun = time.monotonic()
    work()
    return (time.monotonic() - begun) * 1000


def is_raised(kind, work):
    try:
        work()
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


# ---- The conversations ----


def replay(rules, conversation, store):
    """What was recorded is heard again: `rules` is tests/gateway/replay.py, for fill and match."""
    spec = importlib.util.spec_from_file_location("replay", rules)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept = {}
    turns = module.read(conversation)[1]
    with Regulars(store, "till", library=LIBRARY) as shop:
        for number, turn in enumerate(turns, 2):
            if "say" in turn:
                answer = heard(shop, module.fill(turn["say"], kept))
            else:
                answer = json.loads(shop.request_text(turn["say_text"]))
            wrong = module.match(turn["hear"], answer, kept)
            assert not wrong, f"{conversation}:{number}: {wrong}\n{answer}"
    assert turns, "a conversation without turns"


def heard(shop, said):
    """An object goes through request(), where a refusal is an exception that has the answer."""
    if not isinstance(said, dict):
        return json.loads(shop.request_text(json.dumps(said)))
    try:
        return shop.request(said)
    except Refused as no:
        assert (no.code, no.text) == (no.answer["code"], no.answer["error"])
        return no.answer


# ---- Calls ----


def an_op_is_a_method():
    with opened() as shop:
        assert shop.shop()["currency"] == "EUR"
        member = shop.enrol(name="Ada", phone="+45 12 34 56 78")["member"]
        assert shop.identify(member["qr"])["member"]["id"] == member["id"]
        paid = {**sale_of("m1", "12.50"), "member": {"scan": member["qr"]}}
        assert shop.quote({k: v for k, v in paid.items() if k != "id"})["points"] == 12
        assert shop.sale(paid)["points"] == 12
        assert shop.sale(paid)["code"] == "EXISTS"
        edited = {**paid, "total": "20.00", "lines": [{"total": "20.00"}]}
        assert shop.edit(edited)["balance"] == 20
        back = shop.refund("m1r", sale_id="m1", currency="EUR", amount="5.00")
        assert back["points"] == -5
        assert shop.receipt("m1", "text")["ok"]
        assert shop.report("staff", format="json")["ok"]
        assert is_raised(Refused, lambda: shop.voucher("RG2NONE")).code
        assert shop.card(member["id"], renew=True)["member"]["qr"] != member["qr"]
        assert is_raised(Refused, lambda: shop.let_go(99)).code == "E_FIELD"
        assert shop.void("m1")["ok"]
        assert shop.call("alerts")["ok"]


def a_refusal_has_its_code_and_field():
    with opened() as shop:
        wrong = {**sale_of("f1"), "total": "9.99"}
        no = is_raised(Refused, lambda: shop.sale(wrong))
        assert no.code == "E_SUM" and no.field and "\n" not in no.text, no
        assert no.answer["ok"] is False and no.code in str(no)
    no = is_raised(Refused, lambda: Regulars("nowhere.db", "t", library=LIBRARY))
    assert no.code == "E_NO_STORE" and no.text and no.answer is None


def money_stays_exact():
    with opened() as shop:
        large = 999999999999999
        no = is_raised(Refused, lambda: shop.sale({**sale_of("x1"), "total": large}))
        assert "9999999999999.99" in no.text.replace(",", ""), no.text
        assert is_raised(Refused, lambda: shop.sale({**sale_of("x2"), "total": 2.5})).code
        assert is_raised(ValueError, lambda: shop.sale({**sale_of("x3"), "total": float("nan")}))
        exact = Decimal("2.500000000000000000001")
        lines = [{"total": exact}]
        assert shop.sale({**sale_of("x4"), "lines": lines, "total": exact})["code"] == "OK"


def a_large_answer_makes_the_room_grow():
    with opened() as shop:
        page = shop.report("cohorts", format="html")["report"]
        assert len(page) > 98304, len(page)


def text_that_is_no_unicode_is_refused():
    with opened() as shop:
        assert is_raised(Refused, lambda: shop.identify("\ud800")).code in ("E_TEXT", "E_JSON")


# ---- What is missing, late, locked ----


def what_is_missing_is_said(faulty):
    missing = is_raised(Unavailable, lambda: opened("libregulars-that-is-not.so"))
    assert "Install it" in str(missing)
    other = is_raised(Unavailable, lambda: opened(f"{faulty}/version.so"))
    assert "version" in str(other)
    foreign = is_raised(Unavailable, lambda: opened("libc.so.6"))
    assert "regulars_entry" in str(foreign)


def a_fault_inside_opens_anew(faulty):
    with opened(f"{faulty}/errors.so") as shop:
        for _ in range(3):
            assert is_raised(Refused, shop.shop).code == "E_INTERNAL"
            assert shop._handle is None


def a_slow_call_is_late_and_none_piles_up(faulty):
    before = threading.active_count()
    shop = opened(f"{faulty}/slow.so")
    took = milliseconds(lambda: is_raised(Late, lambda: shop.shop(within_ms=40)))
    assert 39 <= took < 40 + SLACK_MS, took
    for _ in range(50):
        took = milliseconds(lambda: is_raised(Late, lambda: shop.shop(within_ms=40)))
        assert took < SLACK_MS, took
    assert threading.active_count() == before + 1
    took = milliseconds(shop.close)
    assert took < SLACK_MS, took


def a_late_call_is_done_behind(_faulty):
    shop = opened(patience_ms=5000)
    holder = hold_turn()
    late = is_raised(Late, lambda: shop.sale(sale_of("late"), within_ms=40))
    assert "40 ms" in str(late)
    holder.communicate()
    while True:
        try:
            answer = shop.sale(sale_of("late"), within_ms=5000)
            break
        except Late:
            time.sleep(0.001)
    assert answer["code"] == "EXISTS", answer


def hold_turn():
    holder = subprocess.Popen(
        [sys.argv[2] + "/hold-turn", "shop.db"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"held\n"
    return holder


def a_locked_store_is_refused_in_time(_faulty):
    with opened() as shop:
        holder = hold_turn()
        begun = time.monotonic()
        no = is_raised(Refused, lambda: shop.sale(sale_of("k1")))
        took = (time.monotonic() - begun) * 1000
        holder.communicate()
        assert no.code == "E_BUSY" and took < 50, (no, took)
        assert shop.sale(sale_of("k1"))["code"] == "OK"


def a_closed_one_says_so():
    shop = opened()
    shop.close()
    shop.close()
    assert is_raised(Refused, shop.shop).code == "E_CLOSED"
    lazy = Regulars("nowhere.db", "t", library=LIBRARY, open_now=False)
    assert is_raised(Refused, lazy.shop).code == "E_NO_STORE"


# ---- Threads and forks ----


def eight_threads_share_one():
    with opened(patience_ms=2000) as shop:
        answers, faults = [], []

        def sell(number):
            try:
                for i in range(25):
                    within = 10000 if i % 2 else None
                    answers.append(shop.sale(sale_of(f"t{number}-{i}"), within_ms=within)["code"])
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=sell, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults, faults
        assert answers == ["OK"] * 200


def closing_waits_for_no_one_and_breaks_none():
    for _ in range(20):
        shop = opened(patience_ms=2000)
        faults = []

        def ask():
            try:
                while True:
                    shop.shop()
            except Refused as no:
                faults.append(no.code)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        shop.close()
        for thread in threads:
            thread.join()
        assert faults == ["E_CLOSED"] * 4, faults


def in_child(work):
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def a_child_opens_anew():
    with opened(patience_ms=2000) as shop:
        mine = shop._take()
        shop._give_back(mine)
        shop.shop(within_ms=1000)

        def sell():
            assert shop._handle is None
            assert shop.sale(sale_of("child"), within_ms=5000)["code"] == "OK"
            assert shop._handle is not mine
            shop.close()

        in_child(sell)
        assert shop._handle is mine, "the parent's store is the parent's"
        assert shop.sale(sale_of("child"))["code"] == "EXISTS"
        # A child that only lets go of it closes nothing of the parent's.
        in_child(shop.close)
        assert shop.sale(sale_of("parent"))["code"] == "OK"


SHARED = None


def _sell_in_pool(number):
    return SHARED.sale(sale_of(f"pool-{number}"))["code"]


def a_pool_of_processes_may_use_it():
    global SHARED
    SHARED = opened(patience_ms=5000)
    with multiprocessing.get_context("fork").Pool(3) as pool:
        assert pool.map(_sell_in_pool, range(30)) == ["OK"] * 30
    assert SHARED.sale(sale_of("pool-7"))["code"] == "EXISTS"
    SHARED.close()


def a_fork_during_a_call_does_not_hang(_faulty):
    shop = opened(patience_ms=1000)
    holder = hold_turn()
    is_raised(Late, lambda: shop.sale(sale_of("stuck"), within_ms=5))
    in_child(lambda: is_raised(RegularsError, lambda: shop.identify("nobody", within_ms=5000)))
    holder.communicate()


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
