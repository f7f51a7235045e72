#!/usr/bin/env python3
"""check.py - replays the conversations, and holds them against schema/gateway.

usage: check.py STORES CONVERSATION...      (REGULARS names the command; STORES is an empty folder)
Out:   TAP.

A validator that nobody here wrote (jsonschema) has to allow every request that was accepted, and
every answer. Each op of the door has to be in a conversation that it accepts.
"""
import json
import os
import re
import subprocess
import sys

import jsonschema

import replay

FOLDER = os.path.dirname(os.path.abspath(__file__))
SCHEMAS = os.path.join(FOLDER, "..", "..", "schema", "gateway")
CARD = re.compile(r"4111[ -]?1111[ -]?1111[ -]?1111")


def with_local_refs(node):
    """References into common.json made references into the schema itself."""
    if isinstance(node, dict):
        return {key: value.replace("common.json#", "#") if key == "$ref" else with_local_refs(value)
                for key, value in node.items() if key != "$id"}
    return [with_local_refs(item) for item in node] if isinstance(node, list) else node


def read_validators():
    read = {}
    for name in os.listdir(SCHEMAS):
        with open(os.path.join(SCHEMAS, name), encoding="utf-8") as file:
            read[name.removesuffix(".json")] = json.load(file)
    shared = read.pop("common")["$defs"]
    for name, schema in read.items():
        schema["$defs"] = {**shared, **schema.get("$defs", {})}
        read[name] = jsonschema.Draft202012Validator(with_local_refs(schema))
    return read


def complain(validator, what, value):
    for error in validator.iter_errors(value):
        yield f"{what}: {error.json_path}: {error.message[:200]}"


class Check:
    def __init__(self, stores):
        self.stores = stores
        self.validators = read_validators()
        self.accepted = set()
        self.ops = set()

    def _turn(self, said, answer):
        """What the schemas say against a turn."""
        op = said.get("op") if said else None
        if answer["ok"] is not True:
            yield from complain(self.validators["error.answer"], "error.answer", answer)
        elif op in self.ops:
            self.accepted.add(op)
            yield from complain(self.validators[op + ".request"], op + ".request", said)
            yield from complain(self.validators[op + ".answer"], op + ".answer", answer)
        else:
            yield f"{op} was accepted, and is no op"
        if CARD.search(json.dumps(answer)):
            yield "a payment card's number is in the answer"

    def conversation(self, path):
        name = os.path.basename(path).removesuffix(".jsonl")
        store = os.path.join(self.stores, name + ".db")
        subprocess.run([os.path.join(FOLDER, "make-shop"), path, store], check=True)
        door = replay.Door(store)
        named = door.ask('{"op":"?"}')["error"].rpartition(": ")[2].split(", ")
        self.ops = set(named)
        header, turns = replay.read(path)
        if not turns or not header.get("conversation"):
            yield "has no title, or says nothing"
        for number, said, answer, wrong in replay.replay(door.ask, turns):
            for words in [wrong] if wrong else self._turn(said, answer):
                yield f"line {number}: {words}"
        if door.close() != 0:
            yield "the gateway did not end well"

    def every_op_was_accepted_once(self):
        for op in sorted(self.ops - self.accepted):
            yield f"{op} is in no conversation"


def main():
    stores, *paths = sys.argv[1:]
    check = Check(stores)
    tests = [(os.path.basename(path), lambda path=path: check.conversation(path)) for path in paths]
    tests.append(("every op is in a conversation", check.every_op_was_accepted_once))
    failed = 0
    for n, (name, test) in enumerate(tests, 1):
        problems = list(test())
        failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {n} - {name}")
        for problem in problems[:20]:
            print(f"# {problem}")
    print(f"1..{len(tests)}")
    return 1 if failed else 0


sys.exit(main())
