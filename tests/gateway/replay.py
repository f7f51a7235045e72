#!/usr/bin/env python3
"""replay.py - says a conversation's requests, and holds the answers against what it heard.

usage: replay.py STORE CONVERSATION      (REGULARS names the command)

The rules are in README.md; whoever replays in another language need read no more than `fill` and
`match`. The store is one that make-shop made for this conversation.
"""
import json
import os
import subprocess
import sys


class Door:
    """One `regulars gateway`: a line in, a line out."""

    def __init__(self, store):
        command = os.environ.get("REGULARS", "regulars")
        self.process = subprocess.Popen([command, "gateway", "--store", store],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, text):
        self.process.stdin.write(text.encode("utf-8", "surrogatepass") + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        return self.process.wait(timeout=60)


def read(path):
    """The header, and the turns behind it."""
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file if line.strip()]
    return lines[0], lines[1:]


def fill(said, kept):
    """What is said, with what was kept in the place of names."""
    if isinstance(said, dict):
        return {name: fill(value, kept) for name, value in said.items()}
    if isinstance(said, list):
        return [fill(value, kept) for value in said]
    return kept.get(said[1:], said) if isinstance(said, str) and said.startswith("$") else said


def match(expected, answer, kept, path="answer"):
    """What is not as it was, in words; None when all is. Keeps what is to be kept."""
    if isinstance(expected, str) and expected.startswith("$"):
        word, _, name = expected[1:].partition(":")
        if word == "keep":
            kept[name] = answer
        elif word != "any" and (type(kept[word]), kept[word]) != (type(answer), answer):
            return f"{path} is {answer!r}, not {kept[word]!r}"
        return None
    if type(expected) is not type(answer):
        return f"{path} is {answer!r}, not {expected!r}"
    if isinstance(expected, dict):
        if expected.keys() != answer.keys():
            return f"{path} has {sorted(answer)}, not {sorted(expected)}"
        pairs = [(expected[name], answer[name], f"{path}.{name}") for name in expected]
    elif isinstance(expected, list):
        if len(expected) != len(answer):
            return f"{path} has {len(answer)} elements, not {len(expected)}"
        pairs = [(*pair, f"{path}[{i}]") for i, pair in enumerate(zip(expected, answer))]
    else:
        return None if expected == answer else f"{path} is {answer!r}, not {expected!r}"
    for inner in pairs:
        wrong = match(*inner[:2], kept, inner[2])
        if wrong:
            return wrong
    return None


def replay(ask, turns):
    """Each turn's number, what was said, the answer, and what was wrong with it or None."""
    kept = {}
    for number, turn in enumerate(turns, 2):
        said = fill(turn["say"], kept) if "say" in turn else None
        text = turn["say_text"] if said is None else json.dumps(said, ensure_ascii=False)
        answer = ask(text)
        yield number, said, answer, match(turn["hear"], answer, kept)


def main():
    store, conversation = sys.argv[1:]
    door = Door(store)
    failed = 0
    for number, _, answer, wrong in replay(door.ask, read(conversation)[1]):
        if wrong:
            failed += 1
            print(f"{conversation}:{number}: {wrong}\n  {answer}")
    return 1 if door.close() != 0 or failed else 0


if __name__ == "__main__":
    sys.exit(main())
