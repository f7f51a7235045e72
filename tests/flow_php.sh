#!/bin/sh
# flow_php.sh - the PHP binding with the real php: recorded conversations through both of its ways,
# and what it says and does when something is missing, slow, locked or forked.
#
# In:  REGULARS_SO, REGULARS, REGULARS_BUILD; REGULARS_SAN, how they were built.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}" "${REGULARS_BUILD:?names the build folder}"
adapter=$root/pos-adapters/php
faulty=$(cd "$root" && realpath "$REGULARS_BUILD")/tests/faulty
REGULARS=$command
REGULARS_SO=$(cd "$root" && realpath "$REGULARS_SO")
export REGULARS REGULARS_SO

skip_all() {
	tap_skip the_php_binding "$1"
	tap_end
	exit
}

[ -z "${REGULARS_SAN:-}" ] || skip_all 'php cannot load a library with a sanitizer'
command -v php >/dev/null || skip_all 'there is no php'

# promise NAME WORD...: one of binding.php's, by the PHP of $php.
promise() {
	$php "$adapter/test/binding.php" "$@" >out.txt 2>err.txt
	tap "$(echo "$*" | sed "s|$folder/||g;s|$faulty/||g" | tr -c 'a-z_\n' '_')" $?
}

shop_make shop.db || exit 1
php='php -d display_errors=1'

for conversation in "$root"/tests/gateway/*.jsonl; do
	for mode in ffi helper; do
		name=$(basename "$conversation" .jsonl | tr -c 'a-z0-9\n' '_')
		rm -rf replay && mkdir replay
		"$root/tests/gateway/make-shop" "$conversation" replay/shop.db >out.txt 2>err.txt &&
			$php "$adapter/test/replay.php" $mode "$REGULARS_SO" "$REGULARS" "$conversation" \
				replay/shop.db >out.txt 2>err.txt
		tap "${name}_is_heard_as_recorded_through_$mode" $?
	done
done

for mode in ffi helper; do
	promise an_op_is_a_method $mode
	promise a_refusal_has_its_code_and_field $mode
	promise a_large_answer_makes_the_room_grow $mode
done
promise integers_stay_exact
promise what_is_missing_is_said "$faulty/version.so"
mkfifo gate other_gate
promise a_helper_that_is_slow_is_late gate
promise closing_does_not_wait_for_a_late_helper other_gate
promise a_helper_that_died_is_begun_once_anew
promise what_a_helper_says_aside_does_not_block_it

# FFI as hosts have it: not allowed, not loaded, and "preload", which is off but on the command line.
php='php -d ffi.enable=0'
promise ffi_that_is_off_says_what_to_set ffi.enable=1 'run it again'
php='php -n'
promise ffi_that_is_off_says_what_to_set 'extension=ffi' 'phpenmod ffi'
php='php-cgi -q -C -d register_argc_argv=1 -d ffi.enable=preload'
if command -v php-cgi >/dev/null; then
	promise ffi_that_is_off_says_what_to_set 'ffi.enable is preload' 'ffi.enable=1' 'cgi-fcgi'
else
	tap_skip ffi_that_is_preload_says_what_to_set 'there is no php-cgi'
fi
php='php -d display_errors=1'

# It says so when it has the turn, and keeps it until its standard input is closed.
mkfifo held
exec 9<>held
"$faulty/hold-turn" shop.db <held >holding.txt 2>err.txt 9>&- &
holder=$!
if [ -x "$faulty/hold-turn" ] && wait_for [ -s holding.txt ]; then
	promise a_locked_store_is_refused_in_time
else
	tap a_locked_store_is_refused_in_time 1
fi
exec 9>&-
wait $holder

if php -r 'exit(extension_loaded("pcntl") ? 0 : 1);'; then
	promise a_child_opens_anew_and_leaves_the_parents_alone ffi
	promise a_child_opens_anew_and_leaves_the_parents_alone helper
else
	tap_skip a_child_opens_anew_and_leaves_the_parents_alone 'this php has no pcntl'
fi

$php "$adapter/test/binding.php" a_fatal_error_closes_the_store >out.txt 2>err.txt
[ $? = 7 ]
tap a_fatal_error_closes_the_store $?

tap_end
