#!/bin/sh
# flow_terminal.sh - the command as a person at a terminal and a script meet it: colours, help,
# exit codes.
#
# In:  REGULARS, the command; script(1), for a terminal.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

escape=$(printf '\033')
commands=$("$command" --help | sed -n 's/^  regulars \([a-z]*\) .*/\1/p')

# seen WORD...: runs the command on a terminal; what it shows lands in seen.txt.
seen() {
	printf '%s\n' 'exec "$TOLD" "$@"' >told.sh
	words=
	for word; do
		words="$words '$word'"
	done
	TOLD=$command TERM=xterm script -qec "sh told.sh $words" typed.txt </dev/null >/dev/null
	status=$?
	sed -e 1d -e '/^Script done/d' typed.txt >seen.txt
}
coloured() {
	[ "$status" = 0 ] && grep -q "$escape\[[0-9;]*m" seen.txt
}
plain() {
	[ "$status" = 0 ] && [ -s "$1" ] && ! grep -q "$escape" "$1"
}

shop_make shop.db
printf 'member,date,total\n1,2025-01-02,5.00\n1,2025-02-03,5.00\n2,2025-01-05,7.00\n' >sales.csv
run import sales sales.csv --store shop.db
wrote '3 sales, 17.00 EUR'
tap the_shop_has_sales $?

if command -v script >/dev/null; then
	seen doctor --store shop.db
	coloured
	tap on_a_terminal_the_doctor_has_colours $?
	seen report cohorts --store shop.db
	coloured
	tap on_a_terminal_a_report_has_colours $?
	NO_COLOR=1 seen doctor --store shop.db
	plain seen.txt && NO_COLOR=1 seen report cohorts --store shop.db && plain seen.txt
	tap who_wants_no_colours_gets_none $?
	seen report cohorts --store shop.db --format csv
	plain seen.txt
	tap data_has_no_colours_even_on_a_terminal $?
	NO_COLOR=1 seen report cohorts --store shop.db
	tr -d '\r' <seen.txt >shown.txt
	run report cohorts --store shop.db
	[ "$(head -n 1 shown.txt)" = "$(head -n 1 out.txt)" ]
	tap a_terminal_and_a_pipe_read_the_same_words $?
else
	tap_skip colours_on_a_terminal 'there is no script(1)'
fi
all_plain() {
	for words in doctor 'report cohorts' 'report value'; do
		# shellcheck disable=SC2086
		run $words --store shop.db
		plain out.txt && [ ! -s err.txt ] || return 1
	done
}
all_plain
tap in_a_pipe_there_are_no_colours $?

[ "$(echo "$commands" | wc -l)" -ge 10 ]
tap the_overview_names_every_command $?
# An example is a whole command line, set off from the rest.
all_help() {
	for name in $commands; do
		run "$name" --help
		[ "$status" = 0 ] && [ ! -s err.txt ] && grep -q "^regulars $name" out.txt &&
			grep -q "^  .*regulars $name" out.txt && [ "$(wc -L <out.txt)" -le 100 ] ||
			{ echo "# $name"; return 1; }
	done
}
all_help
tap the_help_of_every_command_has_an_example $?
all_in_manual() {
	for name in $commands; do
		grep -qE "^\.(SS|TP|B|BI|BR|IP).*\b$name\b|^(regulars )?$name" "$root/cli/regulars.1" ||
			{ echo "# $name"; return 1; }
	done
}
all_in_manual
tap every_command_is_in_the_manual $?
run --help
wrote 'regulars init' '--store FILE' && run help && wrote 'regulars init' '--store FILE'
tap help_that_is_asked_for_goes_to_standard_output $?
run --version
wrote 'regulars 0' && [ "$(wc -l <out.txt)" = 1 ]
tap the_version_is_one_line $?

run
[ "$status" = 2 ] && [ ! -s out.txt ] && grep -q 'regulars init' err.txt
tap no_command_at_all_is_misuse $?
run dance
refused 2 dance
tap an_unknown_command_is_misuse $?
run identify 1234567 --store shop.db
refused 1 'Not a card of ours' 'Enrol?'
tap what_is_refused_ends_with_one $?
run identify 1234567 --store nowhere.db
[ "$status" = 1 ]
tap a_store_that_is_missing_ends_with_one $?
REGULARS_STORE=shop.db "$command" doctor >out.txt 2>err.txt
status=$?
wrote 'shop.db: Kaffe & Kage'
tap the_store_can_be_named_in_the_environment $?

# Standard output that is full, or closed: said, and not taken for done.
if [ -w /dev/full ]; then
	"$command" report cohorts --store shop.db >/dev/full 2>err.txt
	status=$?
	: >out.txt
	refused 1 'standard output'
	tap a_report_that_could_not_be_written_is_not_done $?
	"$command" doctor --store shop.db >/dev/full 2>err.txt
	status=$?
	refused 1 'standard output'
	tap a_doctor_who_could_not_speak_is_not_done $?
fi

tap_end
