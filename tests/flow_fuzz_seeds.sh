#!/bin/sh
# flow_fuzz_seeds.sh - every seed of every fuzz target holds, with whatever compiler built the rest.
#
# In:  REGULARS_BUILD, where the targets were built as programs that run files (tests/fuzz/replay.c).
# Out: TAP.
set -u
: "${REGULARS_BUILD:?names the build}"
cd "$(dirname "$0")/.." || exit 1
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
n=0
failed=0

# One test a target; a program that ends says which seed it was at.
for source in tests/fuzz/fuzz_*.c; do
	target=$(basename "$source" .c)
	target=${target#fuzz_}
	n=$((n + 1))
	"$REGULARS_BUILD/tests/fuzz/seeds_$target" "tests/fuzz/corpus/$target"/* >"$out" 2>&1
	status=$?
	if [ "$status" = 0 ] && grep -q '^ok ' "$out"; then
		echo "ok $n - every_seed_of_${target}_holds"
		continue
	fi
	failed=1
	echo "not ok $n - every_seed_of_${target}_holds"
	echo "# status $status"
	tail -n 30 "$out" | cut -c 1-300 | sed 's/^/# /'
done
echo "1..$n"
[ "$failed" = 0 ]
