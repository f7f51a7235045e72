# Turns the style and the script of a report's HTML page into C, so that the plugin carries them
# inside itself, each with its SHA-256 in base64 as a Content-Security-Policy names it.
#
# usage: awk -v style=HEX -v script=HEX -f page_html.awk STYLE SCRIPT
function value(hex, at) {
	return index("0123456789abcdef", substr(hex, at, 1)) - 1
}
function base64(hex,    digits, text, at, bits) {
	digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	# Three hexadecimal digits are two of base64; 64 of them are 42 and two bits.
	for (at = 1; at + 2 <= length(hex); at += 3) {
		bits = value(hex, at) * 256 + value(hex, at + 1) * 16 + value(hex, at + 2)
		text = text substr(digits, int(bits / 64) + 1, 1) substr(digits, bits % 64 + 1, 1)
	}
	return text substr(digits, value(hex, at) * 4 + 1, 1) "="
}
BEGIN {
	print "/* Made from plugin/page/page_html.css, page_html.js and Chart.js by page_html.awk. */"
	print "#include \"plugin/page/page_html.h\""
	print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
	print "const char page_html_style_hash[] = \"" base64(style) "\";"
	print "const char page_html_script_hash[] = \"" base64(script) "\";"
}
FNR == 1 {
	print (NR == 1 ? "" : ";\n") "const char page_html_" (NR == 1 ? "style" : "script") "[] ="
}
{
	# No line of C longer than a compiler likes; no trigraphs.
	for (at = 1; at <= length($0); at += 2000) {
		part = substr($0, at, 2000)
		gsub(/\\/, "&&", part)
		gsub(/"/, "\\\"", part)
		gsub(/\?/, "\\?", part)
		print "\t\"" part "\""
	}
	print "\t\"\\n\""
}
END {
	print ";"
}
