#!/bin/sh
# flow_peers.sh - every scenario of peers is a test that passes, or has its sentence.
#
# In:  REGULARS_BUILD, with the programs test_peer_*; REGULARS_DATA, the list of scenarios, where
#      there is one.
# Out: TAP.
set -u
: "${REGULARS_BUILD:?names the build}"
cd "$(dirname "$0")/.." || exit 1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
data=${REGULARS_DATA:-}
n=0
failed=0

# tap NAME STATUS: one test's line, and what was wrong.
tap() {
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n - $1"
		return
	fi
	failed=1
	echo "not ok $n - $1"
	grep -v '^S[0-9]*  \(passed\|cannot\)' "$folder/table" | sed 's/^/# /'
}

# says ID OUTCOME: in the table.
says() {
	grep -q "^$1  $2 " "$folder/table"
}

REGULARS_DATA='' tests/peer-scenarios "$folder/said" >"$folder/table" 2>&1
status=$?
if [ "$status" = 2 ]; then
	echo "1..0 # SKIP $(tail -n 1 "$folder/table")"
	exit 0
fi
tap every_scenario_of_peers_that_is_a_test_passes "$status"

if [ -r "$data/peer-scenarios.md" ]; then
	tests/peer-scenarios "$folder/said" >"$folder/table" 2>&1
	tap every_scenario_of_peers_has_a_test_or_a_sentence $?
else
	n=$((n + 1))
	echo "ok $n - every_scenario_of_peers_has_a_test_or_a_sentence # SKIP there is no list"
fi

# The table itself: what is in the list alone is missing, what a program said failed has failed.
mkdir "$folder/data" || exit 1
printf 'S001 | earn | a\nS998 | earn | b\n' >"$folder/data/peer-scenarios.md"
REGULARS_DATA=$folder/data tests/peer-scenarios "$folder/said" >"$folder/table" 2>&1
status=$?
[ "$status" = 1 ] && says S001 passed && says S998 missing
tap a_scenario_without_a_test_is_missing $?
sed 's/ ok \([0-9]* - s001_\)/ not ok \1/' "$folder/said" >"$folder/bad"
REGULARS_DATA='' tests/peer-scenarios "$folder/bad" >"$folder/table" 2>&1
status=$?
[ "$status" = 1 ] && says S001 failed
tap a_scenario_whose_test_fails_has_failed $?
echo "1..$n"
[ "$failed" = 0 ]
