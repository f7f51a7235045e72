#!/bin/sh
# flow_python.sh - the Python binding with the real python3: recorded conversations, and what it
# says and does when something is missing, slow, locked, shared or forked.
#
# In:  REGULARS_SO, REGULARS, REGULARS_BUILD; REGULARS_SAN, how they were built.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}" "${REGULARS_BUILD:?names the build folder}"
binding=$root/pos-adapters/python/test/binding.py
faulty=$(cd "$root" && realpath "$REGULARS_BUILD")/tests/faulty
REGULARS=$command
REGULARS_SO=$(cd "$root" && realpath "$REGULARS_SO")
PYTHONDONTWRITEBYTECODE=1
export REGULARS REGULARS_SO PYTHONDONTWRITEBYTECODE

skip_all() {
	tap_skip the_python_binding "$1"
	tap_end
	exit
}

[ -z "${REGULARS_SAN:-}" ] || skip_all 'python3 cannot load a library with a sanitizer'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
	skip_all 'there is no python3 from 3.9'

# promise NAME WORD...: one of binding.py's.
promise() {
	timeout 60 python3 "$binding" "$@" >out.txt 2>err.txt
	tap "$1" $?
}

for conversation in "$root"/tests/gateway/*.jsonl; do
	name=$(basename "$conversation" .jsonl | tr -c 'a-z0-9\n' '_')
	mkdir "$name" && "$root/tests/gateway/make-shop" "$conversation" "$name/shop.db" \
		>out.txt 2>err.txt && timeout 60 python3 "$binding" replay \
		"$root/tests/gateway/replay.py" "$conversation" "$name/shop.db" >out.txt 2>err.txt
	tap "${name}_is_heard_as_recorded" $?
done

python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 9))' \
	"$root/pos-adapters/python/regulars.py" >out.txt 2>err.txt
tap it_is_python_from_3_9 $?
shop_make shop.db || exit 1
promise an_op_is_a_method
promise a_refusal_has_its_code_and_field
promise money_stays_exact
promise a_large_answer_makes_the_room_grow
promise text_that_is_no_unicode_is_refused
promise what_is_missing_is_said "$faulty"
promise a_fault_inside_opens_anew "$faulty"
promise a_slow_call_is_late_and_none_piles_up "$faulty"
promise a_late_call_is_done_behind "$faulty"
promise a_locked_store_is_refused_in_time "$faulty"
promise a_closed_one_says_so
promise eight_threads_share_one
promise closing_waits_for_no_one_and_breaks_none
promise a_child_opens_anew
promise a_pool_of_processes_may_use_it
promise a_fork_during_a_call_does_not_hang "$faulty"

tap_end
