#!/bin/sh
# flow_java.sh - the Java binding with a real JVM: recorded conversations, and what it says and does
# when something is missing, slow, locked, or used by many threads.
#
# In:  REGULARS_SO, REGULARS, REGULARS_BUILD; REGULARS_SAN, how they were built; JNA_JAR.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}" "${REGULARS_BUILD:?names the build folder}"
jna=${JNA_JAR:-/usr/share/java/jna.jar}
library=$(cd "$root" && realpath "$REGULARS_SO")
faulty=$(cd "$root" && realpath "$REGULARS_BUILD")/tests/faulty
REGULARS=$command
export REGULARS

skip_all() {
	tap_skip the_java_binding "$1"
	tap_end
	exit
}

[ -z "${REGULARS_SAN:-}" ] || skip_all 'a JVM cannot load a library with a sanitizer'
command -v javac >/dev/null || skip_all 'there is no javac'
[ -r "$jna" ] || skip_all 'there is no JNA (libjna-java)'

# Old tills run on Java 8.
javac --release 8 -Xlint:all,-options -Werror -encoding UTF-8 -cp "$jna" -d classes \
	"$root/pos-adapters/java/Regulars.java" >out.txt 2>err.txt &&
	javac -Xlint:all -Werror -encoding UTF-8 -cp "classes:$jna" -d classes \
		"$root/pos-adapters/java/test/Proof.java" >out.txt 2>err.txt
tap it_compiles_for_java_8_without_a_warning $?

shop_make shop.db || exit 1
set --
for conversation in "$root"/tests/gateway/*.jsonl; do
	store=$(basename "$conversation" .jsonl)/shop.db
	mkdir "$(dirname "$store")"
	"$root/tests/gateway/make-shop" "$conversation" "$store" >out.txt 2>err.txt
	tap "the_shop_of_$(dirname "$store" | tr -c 'a-z0-9\n' '_')_is_made" $?
	set -- "$@" "$conversation" "$store"
done

# Whatever this machine's own encoding is, and JNA's: the texts are UTF-8.
LC_ALL=C java -Xshare:auto -XX:TieredStopAtLevel=1 -Djna.encoding=ISO-8859-1 \
	-cp "classes:$jna" regulars.test.Proof "$library" "$faulty" shop.db "$@" >said.txt 2>err.txt
status=$?
: >out.txt
while read -r line; do
	case $line in
	'ok '*) tap "${line#ok }" 0 ;;
	'not ok '*) tap "${line#not ok }" 1 ;;
	'#'*) echo "$line" ;;
	esac
done <said.txt
[ "$status" = 0 ]
tap the_jvm_ended_well $?
run doctor --store shop.db
[ "$status" = 0 ]
tap the_store_is_well_after_it $?
tap_end
