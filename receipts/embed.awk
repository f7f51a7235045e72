# Turns sentences and templates into one C table, so that the plugin carries them inside itself. A
# file's name in it is its path below receipts/ without its ending: words/da, template/default.
BEGIN {
	print "/* Made from receipts/ by receipts/embed.awk. */"
	print "#include \"receipts/texts.h\""
	print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
	print "const struct text texts[] = {"
}
FNR == 1 {
	if (NR > 1)
		print "\t  \"\" },"
	name = FILENAME
	sub(/^.*receipts\//, "", name)
	sub(/\.[a-z]*$/, "", name)
	print "\t{ \"" name "\","
}
{
	gsub(/\\/, "&&")
	gsub(/"/, "\\\"")
	print "\t  \"" $0 "\\n\""
}
END {
	print "\t  \"\" },"
	print "\t{ 0, 0 },"
	print "};"
}
