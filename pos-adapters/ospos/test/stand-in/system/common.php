<?php
/** common.php - of the stand-in for OSPOS: the two of the framework's functions that are called. */

function config(string $class)
{
	return new $class();
}

/** OSPOS's word of a language; here none is known, and the key comes back as in the framework. */
function lang(string $key)
{
	return $key;
}
