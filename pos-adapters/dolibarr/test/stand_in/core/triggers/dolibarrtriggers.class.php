<?php
/* SPDX-License-Identifier: Apache-2.0 */
/** dolibarrtriggers.class.php - stands in for Dolibarr's: as much of it as the trigger touches. */
abstract class DolibarrTriggers
{
	public $db;
	public $name;
	public $family;
	public $description;
	public $version;
	public $picto;
	public $errors = [];
}
