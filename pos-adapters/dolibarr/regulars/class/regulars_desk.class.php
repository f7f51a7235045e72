<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * regulars_desk.class.php - the plugin, opened as the module's settings say, for requests that no
 * customer waits for.
 *
 * In:  settings (array). Out: answers, or RegularsError with one line for a person.
 * One call of the plugin at a time on this computer, whatever the pages ask for: a plugin that is
 * stuck holds one worker of the web server and never all of them.
 */
require_once __DIR__ . '/../lib/Regulars.php';

class RegularsDesk
{
	/** What a till's page may wait for; a helper process has to be started in it. */
	const WITHIN_MS = 1500;
	const PATIENCE_MS = 40;
	const TURN_MS = 40;

	private $settings;
	private $regulars = null;

	/** $settings: store, till, key, mode, library, command (null or "": the usual), folder. */
	public function __construct(array $settings)
	{
		$this->settings = $settings;
	}

	/** As Dolibarr's constants say. */
	public static function of_dolibarr(): self
	{
		return new self(['store' => getDolGlobalString('REGULARS_STORE'),
			'till' => getDolGlobalString('REGULARS_TILL', 'dolibarr'),
			'key' => getDolGlobalString('REGULARS_KEY'),
			'mode' => getDolGlobalString('REGULARS_MODE', 'auto'),
			'library' => getDolGlobalString('REGULARS_LIBRARY'),
			'command' => getDolGlobalString('REGULARS_COMMAND'),
			'folder' => DOL_DATA_ROOT]);
	}

	/** One request. RegularsLate when the turn is not free within $turn_ms. */
	public function ask(array $request, int $turn_ms = self::TURN_MS): array
	{
		$turn = $this->take_turn($turn_ms);
		try {
			if ($this->regulars === null) {
				$this->regulars = $this->open();
			}
			return $this->regulars->request($request, self::WITHIN_MS);
		} finally {
			fclose($turn);
		}
	}

	/** The plugin is let go of. */
	public function close(): void
	{
		if ($this->regulars !== null) {
			$this->regulars->close();
		}
		$this->regulars = null;
	}

	private function open(): Regulars
	{
		if ((string) $this->settings['store'] === '') {
			throw new RegularsMissing('no store is set: enter its path in the settings of Regulars');
		}
		return Regulars::open($this->settings['store'], $this->settings['till'],
			$this->settings['key'] ?: null, null, $this->settings['library'] ?: 'libregulars.so.0',
			self::PATIENCE_MS, $this->settings['mode'] ?: 'auto',
			$this->settings['command'] ?: 'regulars');
	}

	/** @return resource to be closed after the call */
	private function take_turn(int $turn_ms)
	{
		$path = $this->settings['folder'] . '/regulars.turn';
		$file = @fopen($path, 'c');
		if ($file === false) {
			throw new RegularsMissing("$path cannot be written: give the web server that folder");
		}
		$until = microtime(true) + $turn_ms / 1000;
		while (!flock($file, LOCK_EX | LOCK_NB)) {
			if (microtime(true) >= $until) {
				fclose($file);
				throw new RegularsLate('Regulars is busy with another page');
			}
			usleep(2000);
		}
		return $file;
	}
}
