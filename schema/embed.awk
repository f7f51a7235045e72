# Turns the numbered steps of schema/sqlite into one C table, so that the plugin carries its schema
# inside itself. The steps' order is their files' order.
BEGIN {
	print "/* Made from schema/sqlite by schema/embed.awk. */"
	print "#include \"plugin/store/migrate.h\""
	print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
	print "const char *const schema_steps[] = {"
}
FNR == 1 && NR > 1 { print "," }
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	print "\t\"" $0 "\\n\""
}
END {
	print ", 0 };"
}
