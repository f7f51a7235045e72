<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * door.php - the plugin, asked by one page at a time: while one waits for a slow answer the others
 * are told at once that it is late, and no process of the web server piles up behind it.
 */
namespace RegularsOspos;

require_once is_file(__DIR__ . '/../Regulars.php') ? __DIR__ . '/../Regulars.php' :
	__DIR__ . '/../../php/Regulars.php';

final class Door
{
	private const TURN_MS = 40;

	/** @var \Regulars */
	private $regulars;
	private $turn;

	/** @param array<string, mixed> $own settings.php */
	public function __construct(array $own)
	{
		$this->turn = fopen("{$own['data']}/turn.lock", 'c');
		$this->regulars = \Regulars::open($own['store'], $own['till'], $own['key'] ?? null,
			$own['printer'] ?? null, $own['library'], 40, $own['mode'], $own['command']);
	}

	/** As Regulars::request(); RegularsLate also while another page waits for its answer. */
	public function ask(array $request, int $within_ms): array
	{
		$until = microtime(true) + self::TURN_MS / 1000;
		while (!flock($this->turn, LOCK_EX | LOCK_NB)) {
			if (microtime(true) > $until) {
				throw new \RegularsLate('another page of the till still waits for Regulars');
			}
			usleep(2000);
		}
		try {
			return $this->regulars->request($request, $within_ms);
		} finally {
			flock($this->turn, LOCK_UN);
		}
	}

	public function how(): string
	{
		return $this->regulars->how();
	}
}
