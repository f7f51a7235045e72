#!/bin/sh
# flow_page_html.sh - reports as HTML in a real browser, without any network: they are drawn, nothing
# is missing and nothing is complained of, whatever members are called.
#
# In:  REGULARS, the command.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

browser=
for name in chromium chromium-browser google-chrome; do
	command -v "$name" >/dev/null && browser=$name && break
done

# browse FLAG... FILE: opens a page in a fresh profile; what it complains of lands in log.txt.
browse() {
	rm -rf "$folder/profile"
	timeout 120 "$browser" --headless --no-sandbox --disable-gpu --no-first-run \
		--disable-dev-shm-usage --disable-background-networking \
		--host-resolver-rules='MAP * ~NOTFOUND' --proxy-server=127.0.0.1:9 \
		--user-data-dir="$folder/profile" --enable-logging=stderr "$@" 2>log.txt
}

# colours PNG COLOUR...: how many pixels of each colour a picture has, one a line.
colours() {
	python3 - "$@" <<'END'
import sys
import zlib

data = open(sys.argv[1], "rb").read()
at, packed = 8, b""
while at < len(data):
    length = int.from_bytes(data[at:at + 4], "big")
    kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
    if kind == b"IHDR":
        width, height, depth, colour = (int.from_bytes(body[:4], "big"),
                                        int.from_bytes(body[4:8], "big"), body[8], body[9])
    packed += body if kind == b"IDAT" else b""
    at += length + 12
size = {2: 3, 6: 4}[colour]
assert depth == 8
raw, before, pixels = zlib.decompress(packed), bytearray(width * size), {}
for row in range(height):
    start = row * (width * size + 1)
    how, line = raw[start], bytearray(raw[start + 1:start + 1 + width * size])
    for i in range(len(line)):
        left = line[i - size] if i >= size else 0
        corner = before[i - size] if i >= size else 0
        guess = left + before[i] - corner
        near = min((left, before[i], corner), key=lambda value: abs(guess - value))
        line[i] = (line[i] + (0, left, before[i], (left + before[i]) // 2, near)[how]) & 255
    for i in range(0, len(line), size):
        name = line[i:i + 3].hex()
        pixels[name] = pixels.get(name, 0) + 1
    before = line
print(*(pixels.get(name, 0) for name in sys.argv[2:]), sep="\n")
END
}

# contrast: steps of the heat map whose letters cannot be read, by WCAG 2.1 (4.5 to 1).
contrast() {
	python3 - "$root/plugin/page/page_html.css" <<'END'
import re
import sys


def light(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, other):
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


blocks = re.findall(r":root \{(.*?)\}", open(sys.argv[1], encoding="utf-8").read(), re.S)
assert len(blocks) == 2
for block in blocks:
    of = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))
    pairs = [(f"heat-{i}", f"ink-{i}") for i in range(7)]
    pairs += [("card", "text"), ("card", "quiet"), ("page", "quiet"), ("wash", "text"), ("page", "mark")]
    print(*(f"{a} {b}" for a, b in pairs if ratio(of[a], of[b]) < 4.5), sep="\n", end="")
END
}

# year: the sales of a year, with members whose names bite.
year() {
	echo 'sale_id,date,member,name,cashier,item,category,quantity,total'
	awk 'BEGIN {
		srand(7)
		for (i = 0; i < 3000; i++) {
			member = int(rand() * rand() * 150)
			name = "Member " member
			if (member == 0)
				name = "<script>alert(1)</script>"
			if (member == 1)
				name = "\"\"><img src=x onerror=alert(2)>"
			month = int(i / 250) + 1
			printf "S%d,2025-%02d-%02d %02d:%02d,m%d,\"%s\",Jonas,Tea & </td>,<b>teas</b>,1,%d.50\n",
				i, month, i % 28 + 1, 8 + i % 9, i % 60, member, name, 3 + member % 9
		}
	}'
}

if [ -z "$browser" ]; then
	echo '1..0 # SKIP no Chromium is installed'
	exit 0
fi
if ! browse --dump-dom about:blank >out.txt || ! grep -q '<html' out.txt; then
	echo '1..0 # SKIP Chromium does not start here'
	exit 0
fi

shop_make shop.db || exit 1
year >year.csv
run import sales year.csv --store shop.db
[ "$status" = 0 ]
tap a_year_of_sales_is_there $?
run refresh --store shop.db

reports='cohorts value at-risk segments rhythm new-vs-returning economics forecast staff alerts care'
for name in $reports; do
	run report "$name" --format html --store shop.db
	cp out.txt "$name.html"
	[ "$status" = 0 ] && xmllint --noout "$name.html" 2>err.txt
	tap "the_page_of_${name}_is_well_formed" $?

	! grep -qi '<script>alert\|<img\|<b>teas' "$name.html"
	tap "names_stay_text_in_$name" $?

	browse --dump-dom "file://$folder/$name.html" >dom.html
	! grep -i 'CONSOLE' log.txt >err.txt && grep -q '<html lang="en" class="drawn">' dom.html
	tap "the_browser_has_nothing_to_say_of_$name" $?

	# Chart.js gives each canvas that it drew a size.
	[ "$(grep -c '<canvas ' "$name.html")" = \
		"$(grep -c '<canvas [^>]*height="[1-9][0-9]*"[^>]*style="[^"]*display: block' dom.html)" ]
	tap "all_charts_of_${name}_are_drawn" $?
done

[ "$(grep -l '<canvas ' ./*.html | grep -c -e cohorts -e rhythm -e new-vs -e forecast)" = 4 ]
tap there_are_charts_at_all $?

grep -q '&lt;script&gt;alert(1)' value.html
tap the_bad_name_is_shown_as_it_is $?

# The second colour of a chart stands nowhere else on a page.
browse --screenshot="$folder/shot.png" --window-size=1200,2400 "file://$folder/new-vs-returning.html"
[ "$(colours shot.png c2571a | head -n 1)" -gt 200 ]
tap a_chart_is_really_painted $?

grep -qF 'Content-Security-Policy' cohorts.html && sed 's/drawn/drawn"+alert(3)+"/' cohorts.html >changed.html &&
	browse --dump-dom "file://$folder/changed.html" >dom.html && grep -q 'CONSOLE.*Content Security Policy' log.txt &&
	! grep -q 'class="drawn' dom.html
tap a_script_that_was_changed_does_not_run $?

contrast >err.txt 2>&1 && [ ! -s err.txt ]
tap every_shade_can_be_read_by_day_and_by_night $?

tap_end
