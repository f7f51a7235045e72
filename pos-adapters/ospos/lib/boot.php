<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * boot.php - begins CodeIgniter with OSPOS's configuration, but runs no page of it: no session, no
 * filter, no output. To be read after CodeIgniter's own Boot.php.
 */
namespace RegularsOspos;

final class Boot extends \CodeIgniter\Boot
{
	public static function without_a_page(\Config\Paths $paths): void
	{
		static::definePathConstants($paths);
		if (!defined('APP_NAMESPACE')) {
			static::loadConstants();
		}
		static::loadDotEnv($paths);
		static::defineEnvironment();
		static::loadEnvironmentBootstrap($paths);
		static::loadCommonFunctions();
		static::loadAutoloader();
		static::autoloadHelpers();
	}
}
