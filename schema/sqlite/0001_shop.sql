-- The shop, its tills, its members and what they bought. One file, one shop, one currency.
-- Times are milliseconds since 1970 UTC, money whole minor units, quantities thousandths.

-- worth_*: what points are worth in money. earn_*: points earned for each earn_minor spent.
-- key_check ties the file to its key without telling anything of it.
CREATE TABLE shop (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	uid BLOB NOT NULL CHECK (length(uid) = 16),
	key_check BLOB NOT NULL CHECK (length(key_check) = 16),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	exponent INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 4),
	zone TEXT NOT NULL,
	language TEXT NOT NULL,
	earn_points INTEGER NOT NULL CHECK (earn_points >= 0),
	earn_minor INTEGER NOT NULL CHECK (earn_minor > 0),
	worth_minor INTEGER NOT NULL CHECK (worth_minor >= 0),
	worth_points INTEGER NOT NULL CHECK (worth_points > 0),
	reward_points INTEGER NOT NULL CHECK (reward_points >= 0),
	reward_name TEXT NOT NULL,
	card_ranges TEXT NOT NULL, -- leading digits of the shop's own numbered cards: '29 977'
	calling_code TEXT NOT NULL, -- of phone numbers written without one: '45'
	created_ms INTEGER NOT NULL
) STRICT;

-- Who wrote: one row a till. Each time a till begins to write it takes a new epoch: the second of
-- the clock, or one more than its last. So a store put back from a backup does not hand out a
-- (till, epoch, sequence) again that it had handed out since that backup.
CREATE TABLE till (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 255),
	epoch INTEGER NOT NULL CHECK (epoch >= 1)
) STRICT;

-- Everything that ever happened, in the order it was written down. kind: 1 enrolment, 2 card,
-- 3 sale, 4 refund.
CREATE TABLE event (
	id INTEGER PRIMARY KEY,
	till INTEGER NOT NULL REFERENCES till,
	epoch INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
	written_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_by_till ON event (till, epoch, sequence);

-- A member and the figures that a till shows. Phone and e-mail are sealed with the shop's key.
CREATE TABLE member (
	id INTEGER PRIMARY KEY,
	event INTEGER NOT NULL REFERENCES event,
	name TEXT NOT NULL,
	language TEXT NOT NULL,
	birthday TEXT NOT NULL,
	consent TEXT NOT NULL,
	phone_sealed BLOB,
	email_sealed BLOB,
	referred_by INTEGER REFERENCES member,
	visits INTEGER NOT NULL DEFAULT 0 CHECK (visits >= 0),
	first_visit_ms INTEGER NOT NULL DEFAULT 0,
	last_visit_ms INTEGER NOT NULL DEFAULT 0,
	spent_minor INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A card is anything that says who someone is. kind: 1 our QR (its number is this id, inside a
-- keyed token), 2 a number or text off a card, 3 a phone number, 4 an NFC UID, 5 an id of another
-- system. Other kinds are found by a keyed hash; what they say is not kept, but for how it ends.
CREATE TABLE card (
	id INTEGER PRIMARY KEY,
	member INTEGER NOT NULL REFERENCES member,
	event INTEGER NOT NULL REFERENCES event,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),
	hash BLOB CHECK (length(hash) = 16 AND kind <> 1 OR hash IS NULL AND kind = 1),
	ending TEXT NOT NULL CHECK (length(ending) <= 4),
	blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX card_by_hash ON card (hash) WHERE hash IS NOT NULL;
CREATE INDEX card_by_member ON card (member);

-- Sales and refunds; a refund's amounts are negative. `ref` is the till's own id, the key that
-- makes sending it twice harmless; `digest` is of everything the till said. member_points and
-- visit are what the first answer was.
CREATE TABLE sale (
	id INTEGER PRIMARY KEY REFERENCES event,
	ref TEXT NOT NULL CHECK (length(ref) BETWEEN 1 AND 255),
	refund_of INTEGER REFERENCES sale,
	is_refund INTEGER NOT NULL CHECK (is_refund IN (0, 1)),
	member INTEGER REFERENCES member,
	at_ms INTEGER NOT NULL,
	store TEXT NOT NULL,
	till TEXT NOT NULL,
	cashier TEXT NOT NULL,
	total_minor INTEGER NOT NULL,
	tax_minor INTEGER NOT NULL,
	cost_minor INTEGER, -- of all lines; NULL when one is not known
	refunded_minor INTEGER NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
	points INTEGER NOT NULL DEFAULT 0,
	balance INTEGER NOT NULL DEFAULT 0,
	visit INTEGER NOT NULL DEFAULT 0,
	digest BLOB NOT NULL CHECK (length(digest) = 16),
	CHECK (refund_of IS NULL OR is_refund = 1),
	CHECK (is_refund = 0 OR total_minor <= 0),
	CHECK (refunded_minor = 0 OR refunded_minor <= total_minor)
) STRICT;
CREATE UNIQUE INDEX sale_by_ref ON sale (ref);
CREATE INDEX sale_by_refund ON sale (refund_of) WHERE refund_of IS NOT NULL;
CREATE INDEX sale_by_member ON sale (member, at_ms) WHERE member IS NOT NULL;

CREATE TABLE sale_line (
	sale INTEGER NOT NULL REFERENCES sale,
	n INTEGER NOT NULL,
	sku TEXT NOT NULL,
	name TEXT NOT NULL,
	category TEXT NOT NULL,
	qty_milli INTEGER NOT NULL,
	unit_minor INTEGER,
	discount_minor INTEGER NOT NULL,
	total_minor INTEGER NOT NULL,
	tax_minor INTEGER NOT NULL,
	cost_minor INTEGER,
	PRIMARY KEY (sale, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE tender (
	sale INTEGER NOT NULL REFERENCES sale,
	n INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
	amount_minor INTEGER NOT NULL,
	PRIMARY KEY (sale, n)
) STRICT, WITHOUT ROWID;

-- Points. Account 1 is the shop, which issues them; each member has one more. A transfer moves
-- points from `debit` to `credit` and is never changed; balances follow by trigger.
CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	member INTEGER UNIQUE REFERENCES member,
	balance INTEGER NOT NULL DEFAULT 0,
	CHECK (member IS NULL OR balance >= 0)
) STRICT;
INSERT INTO account (id, member) VALUES (1, NULL);

CREATE TABLE transfer (
	id INTEGER PRIMARY KEY,
	event INTEGER NOT NULL REFERENCES event,
	debit INTEGER NOT NULL REFERENCES account,
	credit INTEGER NOT NULL REFERENCES account,
	points INTEGER NOT NULL CHECK (points > 0),
	CHECK (debit <> credit)
) STRICT;

CREATE TRIGGER transfer_moves AFTER INSERT ON transfer BEGIN
	UPDATE account SET balance = balance - new.points WHERE id = new.debit;
	UPDATE account SET balance = balance + new.points WHERE id = new.credit;
END;
CREATE TRIGGER transfer_is_never_changed BEFORE UPDATE ON transfer BEGIN
	SELECT RAISE(ABORT, 'a transfer is never changed');
END;
CREATE TRIGGER transfer_is_never_removed BEFORE DELETE ON transfer BEGIN
	SELECT RAISE(ABORT, 'a transfer is never removed');
END;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN
	SELECT RAISE(ABORT, 'an event is never changed');
END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event BEGIN
	SELECT RAISE(ABORT, 'an event is never removed');
END;
CREATE TRIGGER sale_is_never_removed BEFORE DELETE ON sale BEGIN
	SELECT RAISE(ABORT, 'a sale is never removed');
END;

-- Receipts to print. state: 1 waiting, 2 at the printer, 3 printed, 4 given up by a person.
-- One found at 2 when the store is opened was cut short: it is printed again, marked as a copy.
CREATE TABLE print_job (
	id INTEGER PRIMARY KEY,
	till INTEGER NOT NULL REFERENCES till, -- which prints what it sold
	sale INTEGER NOT NULL REFERENCES sale,
	state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),
	is_copy INTEGER NOT NULL DEFAULT 0 CHECK (is_copy IN (0, 1)),
	created_ms INTEGER NOT NULL,
	done_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX print_job_open ON print_job (till, id) WHERE state < 3;
CREATE INDEX print_job_by_sale ON print_job (sale);

-- Printers that were printed on, for `regulars doctor`.
CREATE TABLE printer (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	last_ms INTEGER NOT NULL,
	receipts INTEGER NOT NULL DEFAULT 0
) STRICT;
