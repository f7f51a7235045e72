#!/usr/bin/env python3
"""run.py - a shop of chance, held after every step against the model of its rules.

usage: run.py [--seed N] [--seeds N] [--steps N] [--soak SECONDS] [--log]
       One seed, or so many from there on; without a seed ones of chance. The same seed does the same
       again. Status 1 when there was a difference; each is printed with its seed, step, request,
       answer and what the model says. --log: all that was asked and answered.
"""
import argparse
import json
import os
import sys
import tempfile
import time

import calendar_rules as cal
from asking import Difference
from steps import Steps


def run_seed(seed, steps, log):
    """The counts of what was done; raises Difference."""
    with tempfile.TemporaryDirectory() as folder:
        run = Steps(seed, folder, log)
        try:
            for step in range(steps):
                run.at = step
                run.step()
                if step % 40 == 39:
                    run.shop.doctor()
        except (Difference, RuntimeError) as error:
            print("seed %d step %d at %s: %s" % (seed, run.at, cal.local(run.now), error))
            if not log:
                print("        again with its programme: run.py --log --seed %d --steps %d"
                      % (seed, run.at + 1))
            print("request %s" % json.dumps(run.request))
            print("answer  %s" % json.dumps(run.answer))
            raise Difference from error
        finally:
            run.shop.close()
    return run.done


def next_seed(options, count):
    return options.seed + count if options.seed is not None else \
        int.from_bytes(os.urandom(4), "big")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--soak", type=float, default=0)
    parser.add_argument("--log", action="store_true")
    options = parser.parse_args()
    begun, count, failed, asked = time.monotonic(), 0, 0, 0
    while count < options.seeds or time.monotonic() - begun < options.soak:
        seed = next_seed(options, count)
        try:
            done = run_seed(seed, options.steps, options.log)
            asked += sum(done.values())
            if not options.soak:
                print("seed %d: %d steps, %s" % (seed, options.steps, done))
        except Difference:
            failed += 1
        count += 1
    print("# soak flow_model: rounds %d, runs %d, differences %d" % (count, asked, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
