<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * regulars_jobs.class.php - what Dolibarr's scheduler runs: sales that no till's page has posted.
 */
require_once __DIR__ . '/regulars_outbox.class.php';
require_once __DIR__ . '/regulars_desk.class.php';

class RegularsJobs
{
	const DRAIN_S = 50;

	public $db;
	public $error = '';
	public $output = '';

	public function __construct($db)
	{
		$this->db = $db;
	}

	public function drain()
	{
		global $conf;
		$outbox = new RegularsOutbox($this->db, (int) $conf->entity);
		$desk = RegularsDesk::of_dolibarr();
		$count = $outbox->drain([$desk, 'ask'], microtime(true) + self::DRAIN_S);
		$desk->close();
		$this->output = "$count posted";
		return 0;
	}
}
