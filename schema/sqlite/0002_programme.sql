-- Programmes, more kinds of accounts, holds, lots that expire, vouchers, tiers, and what watches
-- over them. This step runs with foreign keys off; they are checked when it is done.

-- The owner's programmes, as they were applied, never changed: a sale is counted by the one that
-- was in effect when it was made.
CREATE TABLE programme (
	id INTEGER PRIMARY KEY REFERENCES event,
	version INTEGER NOT NULL UNIQUE CHECK (version >= 1),
	effective_ms INTEGER NOT NULL,
	text TEXT NOT NULL
) STRICT;
CREATE INDEX programme_by_time ON programme (effective_ms, version);
CREATE TRIGGER programme_is_never_changed BEFORE UPDATE ON programme BEGIN
	SELECT RAISE(ABORT, 'a programme is never changed');
END;

-- A member's own cards are found without a look at the cards' rows.
DROP INDEX card_by_member;
CREATE INDEX card_by_member ON card (member, kind, blocked);

-- A scan finds its member without a look at the card's row: one page of the disk less.
CREATE INDEX card_found ON card (hash, member, blocked, ending) WHERE hash IS NOT NULL;

-- What an account counts. unit: 1 points (and stamps), 2 minor units of money. 1 is the points, 2
-- store credit, 3 gift cards; a stamp card of the programme is one more, by its name.
CREATE TABLE purse (
	id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 2047),
	name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 63),
	unit INTEGER NOT NULL CHECK (unit IN (1, 2))
) STRICT;
INSERT INTO purse (id, name, unit) VALUES (1, 'points', 1), (2, 'credit', 2), (3, 'gift', 2);

-- kind: 1 the shop's, which issues; 2 what is held while customers pay; 3 a member's; 4 a gift
-- card's. Only the shop's goes below zero, and a member's that a refund left in debt (may_owe).
-- The id says whose: all that a member has lies together and is found without an index; gift cards
-- count downwards from -1. ends_ms: of the first of its lots that has something left, NULL: it has
-- none.
CREATE TABLE account_2 (
	id INTEGER PRIMARY KEY CHECK (id = CASE kind WHEN 1 THEN purse WHEN 2 THEN 2048 + purse
		WHEN 3 THEN member * 4096 + purse ELSE min(id, -1) END),
	purse INTEGER NOT NULL REFERENCES purse,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
	member INTEGER REFERENCES member CHECK ((kind = 3) = (member IS NOT NULL)),
	balance INTEGER NOT NULL DEFAULT 0,
	may_owe INTEGER NOT NULL DEFAULT 0 CHECK (may_owe IN (0, 1)),
	ends_ms INTEGER,
	CHECK (kind = 1 OR balance >= 0 OR may_owe = 1)
) STRICT;
INSERT INTO account_2 (id, purse, kind, member, balance)
	SELECT iif(member IS NULL, 1, member * 4096 + 1), 1, iif(member IS NULL, 1, 3), member, balance
	FROM account;
DROP TRIGGER transfer_is_never_changed;
UPDATE transfer SET
	debit = (SELECT iif(member IS NULL, 1, member * 4096 + 1) FROM account WHERE id = debit),
	credit = (SELECT iif(member IS NULL, 1, member * 4096 + 1) FROM account WHERE id = credit);
CREATE TRIGGER transfer_is_never_changed BEFORE UPDATE ON transfer BEGIN
	SELECT RAISE(ABORT, 'a transfer is never changed');
END;
DROP TRIGGER transfer_moves;
DROP TABLE account;
ALTER TABLE account_2 RENAME TO account;
INSERT INTO account (id, purse, kind)
	VALUES (2049, 1, 2), (2, 2, 1), (2050, 2, 2), (3, 3, 1), (2051, 3, 2);

-- A transfer says why: 0 before this step, 1 earned, 2 spent, 3 taken back, 4 given back, 5
-- expired, 6 by hand, 7 held, 8 let go, 9 merged, 10 paid in, 11 paid with.
ALTER TABLE transfer RENAME COLUMN points TO amount;
ALTER TABLE transfer ADD COLUMN kind INTEGER NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 11);
CREATE TRIGGER transfer_keeps_to_its_purse BEFORE INSERT ON transfer
WHEN (SELECT purse FROM account WHERE id = new.debit)
	<> (SELECT purse FROM account WHERE id = new.credit) BEGIN
	SELECT RAISE(ABORT, 'a transfer stays within one purse');
END;
CREATE TRIGGER transfer_moves AFTER INSERT ON transfer BEGIN
	UPDATE account SET balance = balance - new.amount WHERE id = new.debit;
	UPDATE account SET balance = balance + new.amount WHERE id = new.credit;
END;

-- kind: 1 enrolment, 2 card, 3 sale, 4 refund, 5 programme, 6 hold, 7 hold let go, 8 void, 9 edit,
-- 10 adjustment, 11 merge, 12 merge undone, 13 expiry, 14 voucher, 15 member changed.
CREATE TABLE event_2 (
	id INTEGER PRIMARY KEY,
	till INTEGER NOT NULL REFERENCES till,
	epoch INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 15),
	written_ms INTEGER NOT NULL
) STRICT;
INSERT INTO event_2 SELECT id, till, epoch, sequence, kind, written_ms FROM event;
DROP TRIGGER event_is_never_changed;
DROP TRIGGER event_is_never_removed;
DROP TABLE event;
ALTER TABLE event_2 RENAME TO event;
CREATE UNIQUE INDEX event_by_till ON event (till, epoch, sequence);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN
	SELECT RAISE(ABORT, 'an event is never changed');
END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event BEGIN
	SELECT RAISE(ABORT, 'an event is never removed');
END;

-- tier: the id of a level of the programme, '' for none. segments: the shop's own words for groups
-- of members, a space between two. merged_into: this member's history is another's now.
ALTER TABLE member ADD COLUMN tier TEXT NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN tier_since_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN segments TEXT NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN merged_into INTEGER REFERENCES member;

-- spent: points that rewards and payments took at this sale, beside `points`, which were earned
-- (or, below zero, taken back); for a refund what was given back, below zero. voided: its effect is
-- undone. undoes: a void, of that sale. exchange_of: the sale that its lines below zero bring back.
-- replaces: the sale that stood under this id before it was edited. stored_minor: what of the total
-- was put on gift cards and credit, which is spent only when those pay. returned_minor: goods that
-- its lines below zero brought back, which paid for as much of what it sold; refunded_more_minor:
-- what of that was refunded, when all of the total was.
ALTER TABLE sale ADD COLUMN programme INTEGER REFERENCES programme;
ALTER TABLE sale ADD COLUMN spent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale ADD COLUMN voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1));
ALTER TABLE sale ADD COLUMN undoes INTEGER REFERENCES sale;
ALTER TABLE sale ADD COLUMN exchange_of INTEGER REFERENCES sale;
ALTER TABLE sale ADD COLUMN replaces INTEGER REFERENCES sale;
ALTER TABLE sale ADD COLUMN stored_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale ADD COLUMN returned_minor INTEGER NOT NULL DEFAULT 0 CHECK (returned_minor >= 0);
ALTER TABLE sale ADD COLUMN refunded_more_minor INTEGER NOT NULL DEFAULT 0
	CHECK (refunded_more_minor BETWEEN 0 AND returned_minor);

-- With all that a tier goes by: else each of a member's sales would be looked up, at every scan.
DROP INDEX sale_by_member;
CREATE INDEX sale_by_member ON sale (member, at_ms, total_minor, stored_minor, points, is_refund,
	voided, refund_of) WHERE member IS NOT NULL;

-- kind: 0 goods, 1 a tip, 2 a gift card sold, 3 store credit paid in, 4 rounding of the cash total.
-- reward: the reward whose discount or free thing this line is, or ''. tags: of the product, a
-- space between two. rate_milli: the tax rate in thousandths of a per cent, NULL when not given.
ALTER TABLE sale_line ADD COLUMN kind INTEGER NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 4);
ALTER TABLE sale_line ADD COLUMN reward TEXT NOT NULL DEFAULT '';
ALTER TABLE sale_line ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE sale_line ADD COLUMN rate_milli INTEGER;

-- kind 7 is a gift card, 8 store credit, 9 points; account: what paid.
CREATE TABLE tender_2 (
	sale INTEGER NOT NULL REFERENCES sale,
	n INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 9),
	amount_minor INTEGER NOT NULL,
	account INTEGER REFERENCES account,
	PRIMARY KEY (sale, n)
) STRICT, WITHOUT ROWID;
INSERT INTO tender_2 (sale, n, kind, amount_minor) SELECT sale, n, kind, amount_minor FROM tender;
DROP TABLE tender;
ALTER TABLE tender_2 RENAME TO tender;

-- What each rule and reward did, and what refunds undid of it. kind: 1 earned, 2 spent, 3 taken
-- back, 4 given back, 5 earned for bringing a friend; when an exchange is undone, 6 what it had taken
-- back is given again, 7 what it had given back is taken again. name: the rule's or reward's id.
-- amount is above zero. of: for 3, 4, 6 and 7 the sale that it belongs to, else the row's own event.
-- own: it is of the sale's own member, whoever that is by now. lost: what a factor below one took
-- off again, which a rule's limits count all the same.
CREATE TABLE applied (
	event INTEGER NOT NULL REFERENCES event,
	n INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 7),
	name TEXT NOT NULL,
	member INTEGER NOT NULL REFERENCES member,
	purse INTEGER NOT NULL REFERENCES purse,
	amount INTEGER NOT NULL CHECK (amount >= 0),
	times INTEGER NOT NULL DEFAULT 1 CHECK (times >= 0),
	discount_minor INTEGER NOT NULL DEFAULT 0,
	of INTEGER NOT NULL REFERENCES event,
	at_ms INTEGER NOT NULL,
	own INTEGER NOT NULL DEFAULT 1 CHECK (own IN (0, 1)),
	lost INTEGER NOT NULL DEFAULT 0 CHECK (lost >= 0),
	PRIMARY KEY (event, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX applied_of ON applied (of);
CREATE INDEX applied_by_member ON applied (member, name, at_ms);

-- How often a reward was used by all members together; kept for those that have such a limit.
CREATE TABLE reward_total (
	reward TEXT PRIMARY KEY,
	uses INTEGER NOT NULL CHECK (uses >= 0)
) STRICT, WITHOUT ROWID;

-- Points that end on a day. What of an account's balance is in no lot never ends. remaining
-- includes what is held. Spent soonest first.
CREATE TABLE lot (
	id INTEGER PRIMARY KEY,
	account INTEGER NOT NULL REFERENCES account,
	event INTEGER NOT NULL REFERENCES event,
	amount INTEGER NOT NULL CHECK (amount > 0),
	remaining INTEGER NOT NULL CHECK (remaining BETWEEN 0 AND amount),
	ends_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX lot_open ON lot (account, ends_ms, id) WHERE remaining > 0;
CREATE INDEX lot_due ON lot (ends_ms) WHERE remaining > 0;
CREATE TRIGGER lot_opens AFTER INSERT ON lot BEGIN
	UPDATE account SET ends_ms = new.ends_ms
	WHERE id = new.account AND (ends_ms IS NULL OR ends_ms > new.ends_ms);
END;
CREATE TRIGGER lot_changes AFTER UPDATE ON lot WHEN (old.remaining > 0) <> (new.remaining > 0)
	OR old.ends_ms <> new.ends_ms OR old.account <> new.account BEGIN
	UPDATE account SET ends_ms = (SELECT lot.ends_ms FROM lot WHERE lot.account = account.id
		AND lot.remaining > 0 ORDER BY lot.ends_ms LIMIT 1)
	WHERE id IN (old.account, new.account);
END;

-- What a customer chose in a quote, kept aside until it is paid for. state: 1 held, 2 settled by a
-- sale, 3 given back.
CREATE TABLE hold (
	id INTEGER PRIMARY KEY REFERENCES event,
	member INTEGER NOT NULL REFERENCES member,
	ends_ms INTEGER NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
	ended_by INTEGER REFERENCES event
) STRICT;
CREATE INDEX hold_open ON hold (member) WHERE state = 1;
CREATE INDEX hold_due ON hold (ends_ms) WHERE state = 1;

-- The rewards in it. account and amount: what was set aside for it (NULL: it costs nothing).
-- voucher: the coupon that it uses.
CREATE TABLE hold_item (
	hold INTEGER NOT NULL REFERENCES hold,
	n INTEGER NOT NULL,
	reward TEXT NOT NULL,
	times INTEGER NOT NULL CHECK (times >= 1),
	points INTEGER NOT NULL DEFAULT 0, -- wished for, of a reward that is points as money
	account INTEGER REFERENCES account,
	amount INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0),
	voucher INTEGER REFERENCES voucher,
	PRIMARY KEY (hold, n)
) STRICT, WITHOUT ROWID;

-- Gift cards (kind 1) and coupons (kind 2). One whose code we made is found by its number in the
-- code; one that came printed by a keyed hash. used_by: the sale, or the hold, that has the coupon.
CREATE TABLE voucher (
	id INTEGER PRIMARY KEY,
	event INTEGER NOT NULL REFERENCES event,
	kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
	hash BLOB UNIQUE CHECK (hash IS NULL OR length(hash) = 16),
	ending TEXT NOT NULL CHECK (length(ending) <= 4),
	account INTEGER REFERENCES account CHECK ((kind = 1) = (account IS NOT NULL)),
	reward TEXT NOT NULL CHECK ((kind = 2) = (reward <> '')),
	member INTEGER REFERENCES member,
	from_ms INTEGER NOT NULL,
	until_ms INTEGER NOT NULL, -- 0: without an end
	used_by INTEGER REFERENCES event,
	blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1))
) STRICT;
CREATE INDEX voucher_by_event ON voucher (event);
CREATE INDEX voucher_by_member ON voucher (member) WHERE member IS NOT NULL;
CREATE INDEX voucher_by_use ON voucher (used_by) WHERE used_by IS NOT NULL;

-- By hand: who and why. amount is above zero for what was given.
CREATE TABLE adjustment (
	id INTEGER PRIMARY KEY REFERENCES event,
	ref TEXT NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 255),
	member INTEGER NOT NULL REFERENCES member,
	purse INTEGER NOT NULL REFERENCES purse,
	amount INTEGER NOT NULL,
	who TEXT NOT NULL CHECK (length(who) >= 1),
	why TEXT NOT NULL CHECK (length(why) >= 1)
) STRICT;
CREATE INDEX adjustment_by_who ON adjustment (who, id);

-- Gift cards and coupons that a person made by hand: who and why, and all that was asked, so that
-- asking twice makes one. amount_minor: of a gift card, 0 for a coupon. until_ms: 0 when none was
-- asked for.
CREATE TABLE issue (
	id INTEGER PRIMARY KEY REFERENCES event,
	ref TEXT NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 255),
	amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
	reward TEXT NOT NULL CHECK ((reward = '') = (amount_minor > 0)),
	member INTEGER REFERENCES member,
	until_ms INTEGER NOT NULL,
	who TEXT NOT NULL CHECK (length(who) >= 1),
	why TEXT NOT NULL CHECK (length(why) >= 1)
) STRICT;
CREATE INDEX issue_by_who ON issue (who, id);

-- Two members became one; what moved is listed, so that it can be undone.
CREATE TABLE merge (
	id INTEGER PRIMARY KEY REFERENCES event,
	into_member INTEGER NOT NULL REFERENCES member,
	from_member INTEGER NOT NULL REFERENCES member,
	who TEXT NOT NULL,
	why TEXT NOT NULL,
	undone_by INTEGER REFERENCES event,
	undone_who TEXT NOT NULL DEFAULT '',
	CHECK (into_member <> from_member)
) STRICT;
CREATE INDEX merge_by_member ON merge (from_member);
CREATE INDEX merge_by_into ON merge (into_member);

-- what: 1 card, 2 sale, 3 voucher, 4 purse, 5 lot, 6 row of `applied` (id: its event, n: its n).
-- amount: of a purse what moved, of a lot what was left of it then.
CREATE TABLE merge_moved (
	merge INTEGER NOT NULL REFERENCES merge,
	what INTEGER NOT NULL CHECK (what BETWEEN 1 AND 6),
	id INTEGER NOT NULL,
	n INTEGER NOT NULL DEFAULT 0,
	amount INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (merge, what, id, n)
) STRICT, WITHOUT ROWID;

-- Who at the till is which member: for a cashier who scans an own card.
CREATE TABLE staff (
	cashier TEXT PRIMARY KEY CHECK (length(cashier) BETWEEN 1 AND 255),
	member INTEGER NOT NULL REFERENCES member
) STRICT, WITHOUT ROWID;

-- What the owner should look at. kind: the limit's name in the programme, or clock: a sale came with
-- a time that had not come.
CREATE TABLE alert (
	id INTEGER PRIMARY KEY,
	event INTEGER NOT NULL REFERENCES event,
	kind TEXT NOT NULL,
	refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
	member INTEGER REFERENCES member,
	cashier TEXT NOT NULL,
	text TEXT NOT NULL,
	at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_by_time ON alert (at_ms);
CREATE INDEX sale_by_cashier ON sale (cashier, at_ms) WHERE cashier <> '' AND member IS NOT NULL;
