<?php
/* SPDX-License-Identifier: Apache-2.0 */
/**
 * regulars_page.class.php - the answers of ajax.php.
 *
 * In:  Dolibarr's objects, the terminal. Out: arrays for JSON; "late" where the plugin had no time.
 */
require_once __DIR__ . '/regulars_request.php';
require_once __DIR__ . '/regulars_outbox.class.php';
require_once __DIR__ . '/regulars_tickets.class.php';
require_once __DIR__ . '/regulars_words.php';
require_once __DIR__ . '/regulars_desk.class.php';

class RegularsPage
{
	const DRAIN_S = 2;

	private $db;
	private $conf;
	private $langs;
	private $user;
	private $terminal;
	private $outbox;
	private $tickets;
	private $desk;

	public function __construct($db, $conf, $langs, $user, string $terminal)
	{
		$this->db = $db;
		$this->conf = $conf;
		$this->langs = $langs;
		$this->user = $user;
		$this->terminal = $terminal;
		$this->outbox = new RegularsOutbox($db, (int) $conf->entity);
		$this->tickets = new RegularsTickets($db, (int) $conf->entity);
		$this->desk = RegularsDesk::of_dolibarr();
	}

	public function answer(string $do, string $place, string $text, bool $is_post): array
	{
		$ref = RegularsTickets::ref($this->terminal, $place);
		try {
			if ($do === 'greet') {
				return $this->greet($ref, $text === 'ticket');
			}
			if (!$is_post) {
				return [];
			}
			if ($do === 'scan') {
				return $this->scan($ref, $text);
			}
			if ($do === 'reward') {
				return $this->reward($ref, $text);
			}
			return $do === 'drain' ? $this->drain() : [];
		} catch (RegularsRefused $why) {
			return ['error' => $why->getMessage()];
		} catch (RegularsLate $why) {
			return ['late' => true];
		} catch (RegularsMissing $why) {
			/* The owner reads it in the settings; a cashier can do nothing about it. */
			dol_syslog('Regulars: ' . $why->getMessage(), LOG_WARNING);
			return ['missing' => true];
		} finally {
			$this->desk->close();
		}
	}

	/** On the ticket rewards are buttons; on the pay screen it is too late for them. */
	private function greet(string $ref, bool $is_ticket): array
	{
		$owner = $this->tickets->customer_card($ref, $this->anybody());
		$scan = RegularsTickets::holding($this->tickets->find($ref), $owner['customer'])['scan'];
		$card = $scan !== '' ? $scan : $owner['card'];
		if ($card === '') {
			return [];
		}
		try {
			$member = $this->desk->ask(['op' => 'identify', 'scan' => $card])['member'];
		} catch (RegularsRefused $why) {
			if ($scan === '' && $why->getCode() === 'E_UNKNOWN') {
				/* A customer whose barcode is no card: nothing to say at each ticket of theirs. */
				return [];
			}
			throw $why;
		}
		if ($scan === '' && $owner['customer'] > 0) {
			$this->tickets->link((int) $member['id'], $owner['customer']);
		}
		$buttons = $is_ticket ? regulars_rewards($member) : [];
		return ['rewards' => $buttons,
			'lines' => regulars_greeting($member, $this->conf->currency, [$this, 'say'], $buttons)];
	}

	/** Whose card it is: Dolibarr's customer, or a member that is none and gets this ticket. */
	private function scan(string $ref, string $text): array
	{
		$customer = $this->tickets->customer_with(trim($text));
		if ($customer > 0) {
			return $this->found($ref, $customer);
		}
		$member = $this->desk->ask(['op' => 'identify', 'scan' => $text])['member'];
		$customer = $this->tickets->customer_of((int) $member['id']);
		if ($customer === 0 && isset($member['qr'])) {
			$customer = $this->tickets->customer_with($member['qr']);
		}
		if ($customer > 0) {
			return $this->found($ref, $customer);
		}
		$owner = $this->tickets->customer_card($ref, $this->anybody());
		$this->tickets->keep($ref, ['customer' => $owner['customer'], 'scan' => $text, 'hold' => 0,
			'rewards' => []]);
		return ['member' => (int) $member['id']];
	}

	/** The customer's own card is theirs; one that was scanned before no longer counts. */
	private function found(string $ref, int $customer): array
	{
		$kept = $this->tickets->find($ref);
		if ($kept['scan'] !== '') {
			$this->tickets->forget($ref);
		}
		return ['customer' => $customer];
	}

	private function drain(): array
	{
		return ['posted' => $this->outbox->drain([$this->desk, 'ask'], microtime(true) + self::DRAIN_S)];
	}

	/** Asks what the reward comes to on this ticket, and puts its lines there as any other line. */
	private function reward(string $ref, string $reward): array
	{
		require_once DOL_DOCUMENT_ROOT . '/compta/facture/class/facture.class.php';
		$invoice = new Facture($this->db);
		if ($invoice->fetch(0, $ref) <= 0 || !$this->user->hasRight('facture', 'creer')) {
			return ['error' => $this->say('RegularsNoTicket')];
		}
		$owner = $this->tickets->customer_card($ref, $this->anybody());
		$kept = RegularsTickets::holding($this->tickets->find($ref), $owner['customer']);
		$wishes = array_map(static function ($line) {
			return ['reward' => $line['reward']];
		}, $kept['rewards']);
		$known = ['now' => gmdate('Y-m-d\TH:i:s\Z'), 'currency' => $this->conf->currency,
			'till' => getDolGlobalString('REGULARS_TILL', 'dolibarr') . '-' . $this->terminal,
			'card' => $kept['scan'] !== '' ? $kept['scan'] : $owner['card'], 'hold' => $kept['hold'],
			'rewards' => $kept['rewards'], 'cashier' => $this->user->login];
		$wishes[] = ['reward' => $reward];
		$quote = $this->desk->ask(regulars_quote_request($invoice, $known, $wishes));
		return $this->put($ref, $invoice, $kept, $quote, $reward);
	}

	/** The lines of a quote for one reward. What stops it, in a line. */
	private function put(string $ref, $invoice, array $kept, array $quote, string $reward): array
	{
		$why = $this->say('RegularsNotNow');
		foreach ($quote['claims'] as $claim) {
			if (($claim['reward'] ?? '') === $reward) {
				$why = $claim['error'] ?? $why;
			}
		}
		$count = 0;
		foreach ($quote['lines'] as $line) {
			if ($line['reward'] === $reward && $line['total'] < 0) {
				$kept['rewards'][] = $this->add_line($invoice, $line);
				$count++;
			} elseif ($line['reward'] === $reward) {
				$why = $this->say('RegularsPutFirst', $line['sku'] ?? $line['name']);
			}
		}
		$kept['hold'] = $quote['hold'] ?? $kept['hold'];
		$this->tickets->keep($ref, $kept);
		return $count > 0 ? ['put' => $count] : ['error' => $why];
	}

	private function add_line($invoice, array $line): array
	{
		$name = regulars_text($line['name']);
		$total = regulars_money($line['total'], $this->conf->currency);
		$rate = $line['tax_rate'] ?? ($invoice->lines[0]->tva_tx ?? 0);
		$invoice->addline($name, 0, 1, $rate, 0, 0, 0, 0, '', '', 0, 0, '', 'TTC', $total);
		return ['name' => $name, 'total' => $total, 'reward' => $line['reward']];
	}

	private function anybody(): int
	{
		return getDolGlobalInt('CASHDESK_ID_THIRDPARTY' . $this->terminal);
	}

	public function say(string $key, ...$values): string
	{
		return $this->langs->transnoentitiesnoconv($key, ...$values);
	}
}
