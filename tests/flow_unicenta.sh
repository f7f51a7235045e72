#!/bin/sh
# flow_unicenta.sh - the uniCenta adapter: the scripts that its till holds, run by the till's own BeanShell,
# over what the hooks of a real till saw, and with Regulars missing, failing, slow and locked.
#
# In:  REGULARS_SO, REGULARS, REGULARS_BUILD; REGULARS_SAN, how they were built; JNA_JAR, BSH_JAR;
#      REGULARS_DATA, a folder with pos-logs/unicenta, when there is one.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}" "${REGULARS_BUILD:?names the build folder}"
adapter=$root/pos-adapters/unicenta
JNA_JAR=${JNA_JAR:-/usr/share/java/jna.jar}
bsh=${BSH_JAR:-/usr/share/java/bsh.jar}
library=$(cd "$root" && realpath "$REGULARS_SO")
faulty=$(cd "$root" && realpath "$REGULARS_BUILD")/tests/faulty
export JNA_JAR

skip_all() {
	tap_skip the_unicenta_adapter "$1"
	tap_end
	exit
}

[ -z "${REGULARS_SAN:-}" ] || skip_all 'a JVM cannot load a library with a sanitizer'
command -v javac >/dev/null || skip_all 'there is no javac'
[ -r "$JNA_JAR" ] || skip_all 'there is no JNA (libjna-java)'
[ -r "$bsh" ] || skip_all 'there is no BeanShell (bsh)'

mkdir homes
"$adapter/make-jar" homes/regulars-unicenta.jar >out.txt 2>err.txt
tap the_jar_is_built_for_java_8_without_a_warning $?
cp "$adapter/start.bsh" homes/
javac -Xlint:all -Werror -encoding UTF-8 -cp "$bsh:$JNA_JAR" -d classes "$root/pos-adapters/java/Regulars.java" \
	"$adapter"/test/*.java >out.txt 2>err.txt
tap the_stage_is_built $?

# A shop in which a euro is a point and twenty points are a euro less.
shop_make shop.db || exit 1
cat >beans.json <<'END'
{"programme": 1, "name": "Beans", "points": {"worth": {"points": 100, "money": 100}},
 "earn": [{"id": "base", "title": "1 a euro", "give": {"points": 1, "per": "amount", "amount": 100}}],
 "rewards": [{"id": "treat", "title": "A treat", "cost": {"points": 20}, "give": {"amount": 100, "on": "order"}}]}
END
run programme apply beans.json --store shop.db
printf '%s\n' '{"op":"enrol","name":"Ada Member","card":"c0420000000017"}' |
	"$command" gateway --store shop.db >out.txt 2>err.txt
grep -q '"ok":true' out.txt
tap a_shop_with_a_member_is_made $?

# stage EVENTS SHOP HOMES: all of it, in one JVM.
stage() {
	java -Djava.awt.headless=true -Xshare:auto -XX:TieredStopAtLevel=1 -cp "classes:$bsh:$JNA_JAR" \
		regulars.test.unicenta.Stage "$adapter/resources" "$folder/$3" "$library" "$faulty" \
		"$folder/$2" "$1" >said.txt 2>err.txt
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
}

totals_are() {
	ask shop.db "SELECT ref, total_minor, tax_minor FROM sale
		WHERE ref IN ('$1', '$2') ORDER BY total_minor DESC" >out.txt
	printf '%s\n' "$3" "$4" | cmp -s - out.txt
}

log=${REGULARS_DATA:-}/pos-logs/unicenta/unicenta-events.ndjson
if [ -r "$log" ]; then
	sale=unicenta-e8bfa409-6e80-476f-bc17-a4fb6add2ad7
	refund=unicenta-85d6bfe6-47d2-445a-a3f6-ed0462fe516d
	total="$sale|2970|270"
else
	log=$adapter/test/events.ndjson
	sale=unicenta-11111111-0000-4000-8000-000000000001
	refund=unicenta-11111111-0000-4000-8000-000000000002
	total="$sale|3080|280"
fi
stage "$log" shop.db homes
totals_are "$sale" "$refund" "$total" "$refund|-1320|-120"
tap the_store_has_the_totals_of_the_till_to_the_cent $?
run doctor --store shop.db
[ "$status" = 0 ]
tap the_store_is_well_after_it $?
tap_end
