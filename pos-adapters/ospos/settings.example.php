<?php
/* settings.php - what the adapter is told of the shop. Copy this file to settings.php. */
return [
	/* The store that `regulars init` made. PHP's user must be able to write to it and its folder. */
	'store' => '/var/lib/regulars/shop.db',
	/* A folder of the adapter's own, outside of the web server's reach, writable for PHP's user. */
	'data' => '/var/lib/regulars/ospos',
	/* Where OSPOS lies: the folder that has app, public and vendor in it. */
	'ospos' => '/var/www/ospos',
	/* This till's name in the store. */
	'till' => 'ospos',
	/* 'auto': the library inside PHP where php.ini allows it, else the command as a helper. */
	'mode' => 'auto',
	'library' => 'libregulars.so.0',
	'command' => 'regulars',
	/* Of the store, as EUR; '' : as OSPOS has it. */
	'currency' => '',
	/* A receipt printer of Regulars, as in "usb"; null: the points are on OSPOS's receipt only. */
	'printer' => null,
];
