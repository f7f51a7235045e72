<?php
/** Paths.php - of the stand-in for OSPOS: where its system folder is. */
namespace Config;

class Paths
{
	public $systemDirectory = __DIR__ . '/../../system';
}
