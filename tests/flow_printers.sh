#!/bin/sh
# flow_printers.sh - what the owner does about printers, without one: profiles, a test page as a
# picture and into a file, and each wish that is wrong.
#
# In:  REGULARS, the command.
# Out: TAP.
# Not here: printers that are there (test_usb*.c, test_port_*.c).
set -u
: "${REGULARS:?names the command}"
command=$(realpath "$REGULARS") || exit 1
folder=$(mktemp -d) || exit 1
[ -n "$folder" ] && [ -d "$folder" ] || exit 1
trap 'rm -rf "${folder:?}"' EXIT
cd "$folder" || exit 1
n=0
failed=0

# tap NAME STATUS
tap() {
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $1"
	sed 's/^/# /' out.txt err.txt 2>/dev/null
}

# run STATUS ARGUMENT...: whether `regulars printers` ends with that status.
run() {
	wanted=$1
	shift
	"$command" printers "$@" >out.txt 2>err.txt
	[ $? = "$wanted" ]
}

# The makes that a shop may have, and the one for none of them.
profiles() {
	run 0 --profiles || return 1
	for name in generic-80 generic-58 epson-tm-m30 star-tsp100 bixolon citizen; do
		grep -q "^$name" out.txt || return 1
	done
}
profiles
tap profiles_are_listed $?

# As wide as the paper that the profile names.
picture() {
	run 0 test generic-58@usb --png page.png || return 1
	[ "$(od -An -tu4 --endian=big -j16 -N4 page.png | tr -d ' ')" = 384 ]
}
picture
tap a_test_page_is_a_picture_of_the_papers_width $?

# Somebody else's reader reads the code off the page.
code() {
	zbarimg -q --raw -Sdisable -Sqrcode.enable page.png >code.txt 2>err.txt
	grep -qx 'https://example.com/regulars-test-page' code.txt
}
if command -v zbarimg >found.txt; then
	code
	tap the_code_on_the_page_can_be_read $?
fi

# Both ways of printing where the profile has both: two papers, two cuts.
into_file() {
	run 0 test generic-80@file:dots.bin && run 0 test epson-tm-m30@file:both.bin || return 1
	[ "$(wc -c <both.bin)" -gt "$(wc -c <dots.bin)" ] && grep -qa 'Test page' both.bin
}
into_file
tap a_test_page_goes_into_a_file $?

# A till without a printer can be tried.
run 0 test null
tap nowhere_takes_a_test_page $?

# Each mistake is one line, and says what to write.
mistakes() {
	for wish in usb:04g8 ubs tcp: tcp:a:b file: nobody@usb; do
		run 1 test "$wish" && [ "$(wc -l <err.txt)" = 1 ] && grep -q 'printer\|file' err.txt ||
			return 1
	done
	run 2 test && run 1 tcp:127.0.0.1:1
}
mistakes
tap a_wrong_wish_is_one_line $?
echo "1..$n"
[ "$failed" = 0 ]
