# story.sh - how a story is told: what is asked at the door and run, shown between the tests.
#
# In:  support/shop.sh before it; story, the store's file.
# Out: comments of TAP, for who asks for a transcript.

# part WORD...: a heading.
part() {
	echo "#"
	echo "# $*"
}

# door REQUEST...: each in turn, the answers in out.txt; both are shown, a manager's code as ****.
door() {
	printf '%s\n' "$@" | "$command" gateway --store "$story" --till till-1 >out.txt 2>err.txt
	status=$?
	printf '%s\n' "$@" | sed 's/"code":"[0-9]*"/"code":"****"/; s/^/#   > /'
	sed 's/^/#   < /' out.txt
}

# look WORD...: as run, and shown.
look() {
	run "$@"
	sed 's/^/#     /' out.txt
}

# heard TEXT...: what was answered or shown last has each.
heard() {
	[ "$status" = 0 ] || return 1
	for said; do
		grep -qF -- "$said" out.txt || { echo "# not heard: $said"; return 1; }
	done
}

# field NAME: a number of the last answer.
field() {
	tail -n 1 out.txt | sed -n "s/.*\"$1\":\\([0-9]*\\).*/\\1/p"
}
