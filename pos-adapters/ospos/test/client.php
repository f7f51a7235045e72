<?php
/**
 * client.php - the browser's part in tests: one request a run, over HTTP.
 *
 * usage: php client.php URL [NAME=VALUE...]     posts when there are fields; @FILE as a value is read
 *        php client.php --script URL [...]      the attributes of the adapter's script in that page
 * Out: the body (or name=value lines), and on standard error the status, milliseconds and cookies.
 */
$words = array_slice($argv, 1);
$script = $words[0] === '--script' && array_shift($words);
$url = array_shift($words);
$fields = [];
$headers = ['Connection: close'];
foreach ($words as $word) {
	[$name, $value] = explode('=', $word, 2);
	if ($name === 'Cookie') {
		$headers[] = "Cookie: $value";
	} else {
		$fields[$name] = $value !== '' && $value[0] === '@' ? file_get_contents(substr($value, 1)) : $value;
	}
}
$http = ['timeout' => 20, 'ignore_errors' => true, 'header' => $headers];
if ($fields !== []) {
	$http = ['method' => 'POST', 'content' => http_build_query($fields), 'header' => array_merge(
		$headers, ['Content-Type: application/x-www-form-urlencoded'])] + $http;
}
$begin = hrtime(true);
$body = file_get_contents($url, false, stream_context_create(['http' => $http]));
$took_ms = (hrtime(true) - $begin) / 1e6;
fprintf(STDERR, "%s %.1f\n", explode(' ', $http_response_header[0])[1], $took_ms);
foreach (preg_grep('/^Set-Cookie:/i', $http_response_header) as $header) {
	fwrite(STDERR, "$header\n");
}
if ($script) {
	preg_match('#<script defer id="regulars-ospos"([^>]*)>#', $body, $found);
	preg_match_all('#([a-z-]+)="([^"]*)"#', $found[1] ?? '', $pairs, PREG_SET_ORDER);
	foreach ($pairs as [, $name, $value]) {
		echo $name, '=', html_entity_decode($value, ENT_QUOTES), "\n";
	}
} else {
	echo $body;
}
