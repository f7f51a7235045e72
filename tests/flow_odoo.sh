#!/bin/sh
# flow_odoo.sh - the Odoo addon without Odoo: its mapping over what a real Odoo logged and over
# samples, its outbox with each fault, what the till says, and that its files are whole.
#
# In:  REGULARS_SO, REGULARS, REGULARS_BUILD; REGULARS_SAN, how they were built; REGULARS_DATA, a
#      folder with pos-logs/odoo18, when there is one.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}" "${REGULARS_BUILD:?names the build folder}"
adapter=$root/pos-adapters/odoo
faulty=$(cd "$root" && realpath "$REGULARS_BUILD")/tests/faulty
logs=${REGULARS_DATA:-}/pos-logs/odoo18
REGULARS_SO=$(cd "$root" && realpath "$REGULARS_SO")
PYTHONDONTWRITEBYTECODE=1
export REGULARS_SO PYTHONDONTWRITEBYTECODE

skip_all() {
	tap_skip the_odoo_addon "$1"
	tap_end
	exit
}

[ -z "${REGULARS_SAN:-}" ] || skip_all 'python3 cannot load a library with a sanitizer'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
	skip_all 'there is no python3 from 3.10, which Odoo 18 needs'

# As INSTALL says: the binding goes with it.
cp -RL "$adapter/regulars_loyalty" addon
[ -f addon/plain/regulars.py ] && [ ! -L addon/plain/regulars.py ]
tap the_installed_addon_has_the_binding_in_it $?

# promise NAME WORD...: one of addon.py's, with a shop of its own.
promise() {
	rm -f shop.db shop.db-* outbox.db* asked.db*
	shop_copy empty.db shop.db
	timeout 60 python3 "$adapter/test/addon.py" addon "$@" >out.txt 2>err.txt
	status=$?
	grep '^# ' out.txt
	tap "$(echo "$1" "${kind:-}" | sed 's/ $//;s/ /_/')" $status
}

shop_make empty.db || exit 1
promise amounts_are_texts_as_odoo_has_them
promise texts_are_made_clean_and_short
promise the_samples_are_recorded "$adapter/test/sample.jsonl"
promise exchanges_and_links_are_as_decided "$adapter/test/sample.jsonl"
promise orders_that_come_twice_or_late_count_once
promise what_is_refused_does_not_block_those_behind_it
promise a_change_is_staged_as_what_it_is
promise a_kick_during_a_run_is_not_lost
promise a_thread_that_cannot_start_costs_no_sale_and_is_tried_again
promise settings_that_are_wrong_refuse_no_sale
promise a_quote_keeps_nothing
for kind in missing version errors slow locked; do
	promise no_sale_waits_for $kind "$faulty"
done
kind=
if [ -r "$logs/odoo18-live-hook-events.ndjson" ]; then
	run init --store dollars.db --name Logs --currency USD --zone UTC
	shop_copy dollars.db empty.db
	promise what_odoo_logged_is_recorded_to_the_cent "$logs"
else
	tap_skip what_odoo_logged_is_recorded_to_the_cent 'the data is not here'
fi

# ---- Files ----

python3 - addon >out.txt 2>err.txt <<'END'
import ast, csv, pathlib, sys, xml.dom.minidom
addon = pathlib.Path(sys.argv[1])
manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
for name in manifest["data"]:
    assert (addon / name).is_file(), name
for path in addon.rglob("*.py"):
    ast.parse(path.read_text(), feature_version=(3, 10))
for path in addon.rglob("*.xml"):
    xml.dom.minidom.parse(str(path))
rules = list(csv.DictReader((addon / "security/ir.model.access.csv").open()))
assert [rule["perm_unlink"] for rule in rules] == ["0"] * len(rules) and rules
END
tap the_addons_files_are_whole $?

if command -v node >/dev/null; then
	bad=0
	for script in addon/static/src/app/*.js; do
		sed 's#"@regulars_loyalty/app/\([a-z]*\)"#"./\1.mjs"#' "$script" >"$(basename "$script" .js).mjs"
		node --check "$(basename "$script" .js).mjs" 2>>err.txt || bad=1
	done
	tap the_scripts_are_well_formed $bad
	node "$adapter/test/sentences.mjs" "$PWD/sentences.mjs" >out.txt 2>err.txt
	tap the_till_says_what_it_should $?
	node "$adapter/test/asking.mjs" "$PWD/asking.mjs" >out.txt 2>err.txt
	tap the_till_waits_no_longer_than_it_should $?
else
	tap_skip the_till_says_what_it_should 'there is no node'
fi

tap_end
