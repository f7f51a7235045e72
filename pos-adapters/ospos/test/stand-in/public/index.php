<?php
/** index.php - of the stand-in for OSPOS: begins as OSPOS's own does. */
define('FCPATH', __DIR__ . '/');
require FCPATH . '../app/Config/Paths.php';
$paths = new Config\Paths();
require $paths->systemDirectory . '/Boot.php';
exit(CodeIgniter\Boot::bootWeb($paths));
