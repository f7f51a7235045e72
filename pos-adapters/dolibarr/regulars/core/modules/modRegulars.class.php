<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * modRegulars.class.php - what the module is and brings, for Dolibarr's list of modules.
 */
require_once DOL_DOCUMENT_ROOT . '/core/modules/DolibarrModules.class.php';

class modRegulars extends DolibarrModules
{
	public function __construct($db)
	{
		$this->db = $db;
		$this->numero = 738500;
		$this->rights_class = 'regulars';
		$this->family = 'crm';
		$this->module_position = '90';
		$this->name = 'Regulars';
		$this->description = 'RegularsDescription';
		$this->version = '1.0';
		$this->const_name = 'MAIN_MODULE_REGULARS';
		$this->picto = 'fa-heart';
		$this->module_parts = ['triggers' => 1,
			'hooks' => ['data' => ['takeposfrontend', 'takeposinvoice', 'takepospay'], 'entity' => '0'],
			'js' => ['/regulars/js/regulars.js'], 'css' => ['/regulars/css/regulars.css']];
		$this->dirs = [];
		$this->config_page_url = ['setup.php@regulars'];
		$this->depends = ['modTakePos', 'modFacture', 'modSociete'];
		$this->requiredby = [];
		$this->conflictwith = [];
		$this->langfiles = ['regulars@regulars'];
		$this->phpmin = [7, 4];
		$this->need_dolibarr_version = [18, 0];
		$this->const = [];
		$this->tabs = [];
		$this->boxes = [];
		$this->rights = [];
		$this->menu = [];
		$this->cronjobs = [['label' => 'RegularsJob', 'jobtype' => 'method',
			'class' => '/regulars/class/regulars_jobs.class.php', 'objectname' => 'RegularsJobs',
			'method' => 'drain', 'parameters' => '', 'comment' => '', 'frequency' => 5,
			'unitfrequency' => 60, 'status' => 1, 'test' => 'isModEnabled("regulars")', 'priority' => 50]];
	}

	/** The tables, and a field for the card of a thirdparty. */
	public function init($options = '')
	{
		if ($this->_load_tables('/regulars/sql/') < 0) {
			return -1;
		}
		require_once DOL_DOCUMENT_ROOT . '/core/class/extrafields.class.php';
		$fields = new ExtraFields($this->db);
		$fields->addExtraField('regulars_card', 'RegularsCard', 'varchar', 100, '255', 'thirdparty', 0,
			0, '', '', 1, '', '1', 'RegularsCardHelp', '', '', 'regulars@regulars',
			'isModEnabled("regulars")');
		return $this->_init([], $options);
	}

	/** The tables stay: what was not posted yet is still there when the module is switched on again. */
	public function remove($options = '')
	{
		return $this->_remove([], $options);
	}
}
