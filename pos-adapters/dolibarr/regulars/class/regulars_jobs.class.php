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
	/** A receipt that is printed again after that has no points on it. */
	const PAST_S = 90 * 86400;

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
		$outbox->forget_before(time() - self::PAST_S);
		$this->output = "$count posted";
		return 0;
	}
}
