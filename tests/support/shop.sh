# shop.sh - what the flow tests in shell share: a folder of their own, shops, runs of the command,
# and TAP. To be sourced.
#
# In:  REGULARS, the command.
# Out: the current folder is a fresh one that goes away at the end; $command, the command's path;
#      $root, the sources'.
# shellcheck shell=sh disable=SC2034
set -u
: "${REGULARS:?names the command}"
root=$(cd "$(dirname "$0")/.." && pwd)
command=$(realpath "$REGULARS") || exit 1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset REGULARS_STORE NO_COLOR
n=0
failed=0

# tap NAME STATUS: one test's line; what the command said last, when it failed.
tap() {
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $1"
	head -n 20 out.txt err.txt 2>/dev/null | cut -c 1-300 | sed 's/^/# /'
}

tap_skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

tap_end() {
	echo "1..$n"
	[ "$failed" = 0 ]
}

# run WORD...: the command; what it says lands in out.txt and err.txt, how it ended in $status.
run() {
	"$command" "$@" >out.txt 2>err.txt
	status=$?
}

# shop_make FILE FLAG...: a shop of its own.
shop_make() {
	shop=$1
	shift
	run init --store "$shop" --name 'Kaffe & Kage' --currency EUR --zone Europe/Copenhagen \
		--earn '1 per 1.00' --worth '100 = 1.00' --reward '400 a free coffee' "$@"
	[ "$status" = 0 ]
}

# shop_copy FROM TO: the file, what is in its log, and the key.
shop_copy() {
	rm -f "$2" "$2-wal" "$2-shm" "$2-turn" "$2.key"
	cp "$1" "$2" && cp -p "$1.key" "$2.key" || return 1
	[ ! -e "$1-wal" ] || cp "$1-wal" "$2-wal"
}

# ask FILE SQL: what a copy of a store answers; the store itself is not opened.
ask() {
	shop_copy "$1" asked.db && sqlite3 asked.db "$2"
}

# dump FILE: everything in a store, as SQL.
dump() {
	ask "$1" .dump
}

# wrote TEXT...: it ended well, said each text, and nothing on standard error.
wrote() {
	[ "$status" = 0 ] && [ ! -s err.txt ] || return 1
	for said; do
		grep -qF -- "$said" out.txt || { echo "# not said: $said"; return 1; }
	done
}

# refused STATUS TEXT...: it ended so, with exactly one line, on standard error, that holds each
# text; and nothing on standard output.
refused() {
	expected=$1
	shift
	[ "$status" = "$expected" ] || { echo "# status $status, not $expected"; return 1; }
	[ ! -s out.txt ] && [ "$(wc -l <err.txt)" = 1 ] || { echo "# not one line"; return 1; }
	grep -q '^regulars: ' err.txt || return 1
	for said; do
		grep -qF -- "$said" err.txt || { echo "# not said: $said"; return 1; }
	done
}

# wait_for WORD...: until that command succeeds; gives up after a minute.
wait_for() {
	limit=$(($(date +%s) + 60))
	until "$@"; do
		[ "$(date +%s)" -lt "$limit" ] || return 1
	done
}
