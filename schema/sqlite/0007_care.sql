-- What people say, and what the shop does about it: moments, questions, complaints, gestures,
-- surprises, word of mouth, contacts, staff; consent, erasure and who saw what. This step runs with
-- foreign keys off; they are checked when it is done.

-- kind: as before, and 16 moment, 17 question asked, 18 complaint or a step of one, 19 gesture, 20
-- surprise, 21 contact, 22 consent, 23 erasure, 24 shift, 25 something was said to a member.
CREATE TABLE event_3 (
	id INTEGER PRIMARY KEY,
	till INTEGER NOT NULL REFERENCES till,
	epoch INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 25),
	written_ms INTEGER NOT NULL
) STRICT;
INSERT INTO event_3 SELECT id, till, epoch, sequence, kind, written_ms FROM event;
DROP TRIGGER event_is_never_changed;
DROP TRIGGER event_is_never_removed;
DROP TABLE event;
ALTER TABLE event_3 RENAME TO event;
CREATE UNIQUE INDEX event_by_till ON event (till, epoch, sequence);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN
	SELECT RAISE(ABORT, 'an event is never changed');
END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event BEGIN
	SELECT RAISE(ABORT, 'an event is never removed');
END;

-- kind: as before, and 6 an e-mail address: found by a keyed hash like a phone number.
CREATE TABLE card_2 (
	id INTEGER PRIMARY KEY,
	member INTEGER NOT NULL REFERENCES member,
	event INTEGER NOT NULL REFERENCES event,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
	hash BLOB CHECK (length(hash) = 16 AND kind <> 1 OR hash IS NULL AND kind = 1),
	ending TEXT NOT NULL CHECK (length(ending) <= 4),
	blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1))
) STRICT;
INSERT INTO card_2 SELECT id, member, event, kind, hash, ending, blocked FROM card;
DROP TABLE card;
ALTER TABLE card_2 RENAME TO card;
CREATE UNIQUE INDEX card_by_hash ON card (hash) WHERE hash IS NOT NULL;
CREATE INDEX card_by_member ON card (member, kind, blocked);
CREATE INDEX card_found ON card (hash, member, blocked, ending) WHERE hash IS NOT NULL;

-- All that a scan needs to know of how a member was treated, in one row; a member without one never
-- had anything. strikes: bad visits in a row among those that were spoken of; bad: the moment of the
-- last. sorry: the moment or the complaint (its event) that an apology is owed for; 0 none.
-- complaint: the oldest that is open, until_ms: when its clock runs out. away: the complaint that was
-- closed last, contact: the last contact. asked_ms: the last question. spoke: how often this member said anything at all.
CREATE TABLE member_care (
	member INTEGER PRIMARY KEY REFERENCES member,
	strikes INTEGER NOT NULL DEFAULT 0 CHECK (strikes >= 0),
	bad INTEGER NOT NULL DEFAULT 0,
	bad_ms INTEGER NOT NULL DEFAULT 0,
	sorry INTEGER NOT NULL DEFAULT 0,
	complaint INTEGER NOT NULL DEFAULT 0,
	until_ms INTEGER NOT NULL DEFAULT 0,
	away INTEGER NOT NULL DEFAULT 0,
	contact INTEGER NOT NULL DEFAULT 0,
	asked_ms INTEGER NOT NULL DEFAULT 0,
	asked INTEGER NOT NULL DEFAULT 0 CHECK (asked >= 0),
	spoke INTEGER NOT NULL DEFAULT 0 CHECK (spoke >= 0),
	surprised_ms INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A question that went out on a receipt. Its number, signed, is the token in the QR, which is good
-- for one answer until until_ms. question: nps, csat, mood, or the shop's own word.
CREATE TABLE asked (
	id INTEGER PRIMARY KEY REFERENCES event,
	sale INTEGER NOT NULL UNIQUE REFERENCES sale,
	member INTEGER REFERENCES member,
	question TEXT NOT NULL CHECK (length(question) BETWEEN 1 AND 63),
	at_ms INTEGER NOT NULL,
	until_ms INTEGER NOT NULL,
	answer INTEGER REFERENCES moment
) STRICT;
CREATE INDEX asked_by_time ON asked (at_ms);
CREATE INDEX asked_by_member ON asked (member) WHERE member IS NOT NULL;

-- How somebody felt. ref: the till's own id, or of an answer its token's number; digest: of all that
-- was said, to tell the same from another. mood: 1 very bad to 5 delighted, 0 not said. reason:
-- staff, product, contact, whole, or the shop's own word. stage: 0 not said, 1 before, 2 during, 3
-- after. via: 1 at the till, 2 by the question on the receipt. score: the answer to a question with
-- a scale (nps 0 to 10, csat 1 to 5), NULL else. cashier: who served. line: of the sale, from 1 on.
-- Words are taken out when a member is erased, or are over by the shop's own retention.
CREATE TABLE moment (
	id INTEGER PRIMARY KEY REFERENCES event,
	ref TEXT NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 255),
	digest BLOB NOT NULL CHECK (length(digest) = 16),
	member INTEGER REFERENCES member,
	sale INTEGER REFERENCES sale,
	line INTEGER CHECK (line >= 1 AND sale IS NOT NULL OR line IS NULL),
	at_ms INTEGER NOT NULL,
	store TEXT NOT NULL,
	cashier TEXT NOT NULL,
	via INTEGER NOT NULL CHECK (via IN (1, 2)),
	mood INTEGER NOT NULL CHECK (mood BETWEEN 0 AND 5),
	reason TEXT NOT NULL,
	stage INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 3),
	question TEXT NOT NULL,
	score INTEGER CHECK (score BETWEEN 0 AND 10),
	words TEXT NOT NULL CHECK (length(words) <= 1023),
	CHECK (mood > 0 OR score IS NOT NULL OR words <> '')
) STRICT;
CREATE INDEX moment_by_member ON moment (member, at_ms) WHERE member IS NOT NULL;
CREATE INDEX moment_by_time ON moment (at_ms);
CREATE INDEX moment_of_sale ON moment (sale) WHERE sale IS NOT NULL;
CREATE INDEX moment_by_cashier ON moment (cashier, id) WHERE cashier <> '';

-- What was said to a member, so that it is not said again. kind: what of (care/things). about: which
-- one of that kind: a moment, a complaint, a year.
CREATE TABLE told (
	member INTEGER NOT NULL REFERENCES member,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 63),
	about INTEGER NOT NULL,
	event INTEGER NOT NULL REFERENCES event,
	at_ms INTEGER NOT NULL,
	PRIMARY KEY (member, kind, about)
) STRICT, WITHOUT ROWID;

-- A complaint as it stands now; its steps say how it came there. reason as a moment's. owner: whose
-- it is, '' nobody's yet. state: 1 open, 2 somebody's, 3 a remedy was given and the customer's word is
-- waited for, 4 closed by that word, 5 closed without it. until_ms: when the clock runs out, in
-- opening hours; second_ms: when the second one does, of whom it was handed to then; 0: it was not.
-- Whether the member came back is counted from the sales.
CREATE TABLE complaint (
	id INTEGER PRIMARY KEY REFERENCES event,
	ref TEXT NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 255),
	digest BLOB NOT NULL CHECK (length(digest) = 16),
	member INTEGER REFERENCES member,
	sale INTEGER REFERENCES sale,
	moment INTEGER UNIQUE REFERENCES moment,
	at_ms INTEGER NOT NULL,
	reason TEXT NOT NULL,
	words TEXT NOT NULL CHECK (length(words) <= 1023),
	cashier TEXT NOT NULL,
	owner TEXT NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 5),
	until_ms INTEGER NOT NULL,
	closed_ms INTEGER NOT NULL DEFAULT 0,
	second_ms INTEGER NOT NULL DEFAULT 0,
	CHECK ((state >= 4) = (closed_ms > 0))
) STRICT;
CREATE INDEX complaint_open ON complaint (until_ms) WHERE state < 4;
CREATE INDEX complaint_closed ON complaint (closed_ms) WHERE state >= 4;
CREATE INDEX complaint_runs ON complaint (until_ms) WHERE state < 3 AND second_ms = 0;
CREATE INDEX complaint_by_member ON complaint (member, id) WHERE member IS NOT NULL;
CREATE INDEX complaint_by_time ON complaint (at_ms);
CREATE INDEX complaint_of_sale ON complaint (sale) WHERE sale IS NOT NULL;

-- kind: 1 opened, 2 taken, 3 listened, 4 apologised, 5 alternatives offered, 6 remedy, 7 closed by the
-- customer's word, 8 closed without it, 9 reopened, 10 note, 11 the clock ran out (escalated; who:
-- to whom). ref and digest: as a complaint's, which its first step has too; NULL: nobody sent it.
-- Never changed, but for words that are erased.
CREATE TABLE complaint_step (
	id INTEGER PRIMARY KEY REFERENCES event,
	complaint INTEGER NOT NULL REFERENCES complaint,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 11),
	at_ms INTEGER NOT NULL,
	who TEXT NOT NULL,
	words TEXT NOT NULL CHECK (length(words) <= 1023),
	gesture INTEGER REFERENCES gesture,
	ref TEXT UNIQUE CHECK (length(ref) BETWEEN 1 AND 255),
	digest BLOB CHECK (length(digest) = 16),
	CHECK ((ref IS NULL) = (digest IS NULL))
) STRICT;
CREATE INDEX complaint_step_by_complaint ON complaint_step (complaint, id);
CREATE TRIGGER complaint_step_is_never_changed BEFORE UPDATE OF id, complaint, kind, at_ms, gesture,
	ref, digest ON complaint_step BEGIN
	SELECT RAISE(ABORT, 'of a step of a complaint only names and words are changed');
END;
CREATE TRIGGER complaint_step_is_never_removed BEFORE DELETE ON complaint_step BEGIN
	SELECT RAISE(ABORT, 'a step of a complaint is never removed');
END;

-- Who works, from when: what a budget is counted over. ended_ms 0: still.
CREATE TABLE shift (
	id INTEGER PRIMARY KEY REFERENCES event,
	cashier TEXT NOT NULL CHECK (length(cashier) BETWEEN 1 AND 255),
	till TEXT NOT NULL,
	began_ms INTEGER NOT NULL,
	ended_ms INTEGER NOT NULL DEFAULT 0,
	heard INTEGER NOT NULL DEFAULT 0 -- the newest moment whose praise was shown
) STRICT;
CREATE INDEX shift_by_cashier ON shift (cashier, id);
CREATE UNIQUE INDEX shift_open ON shift (cashier) WHERE ended_ms = 0;

-- Who may allow what is over a budget. code: as libsodium's crypto_pwhash_str (Argon2id) writes it.
CREATE TABLE manager (
	name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 255),
	code TEXT NOT NULL CHECK (length(code) >= 32),
	failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
	locked_ms INTEGER NOT NULL DEFAULT 0 -- no code of this one is looked at before
) STRICT, WITHOUT ROWID;

-- What staff gave to put something right. kind: 1 points, 2 a product, 3 money off, 4 a note. sale: at
-- which it was given, with its place there from 1 on; NULL: apart from one. units: points. worth_minor:
-- what of the budget it takes. manager: who allowed it, '' nobody had to. over: it stood on the bill
-- already when the budget was gone. undone_ms: its sale was undone, and it counts no more.
CREATE TABLE gesture (
	id INTEGER PRIMARY KEY REFERENCES event,
	ref TEXT NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 319),
	digest BLOB NOT NULL CHECK (length(digest) = 16),
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
	member INTEGER REFERENCES member,
	sale INTEGER REFERENCES sale,
	complaint INTEGER REFERENCES complaint,
	cashier TEXT NOT NULL CHECK (length(cashier) BETWEEN 1 AND 255),
	shift INTEGER NOT NULL REFERENCES shift,
	units INTEGER NOT NULL CHECK (units >= 0),
	worth_minor INTEGER NOT NULL CHECK (worth_minor >= 0),
	sku TEXT NOT NULL,
	words TEXT NOT NULL CHECK (length(words) <= 1023),
	manager TEXT NOT NULL,
	over INTEGER NOT NULL CHECK (over IN (0, 1)),
	at_ms INTEGER NOT NULL,
	undone_ms INTEGER NOT NULL DEFAULT 0,
	CHECK (kind IN (1, 4) OR member IS NOT NULL OR sale IS NOT NULL)
) STRICT;
CREATE INDEX gesture_by_shift ON gesture (shift, worth_minor, undone_ms, manager, kind);
CREATE INDEX gesture_of_sale ON gesture (sale) WHERE sale IS NOT NULL;
CREATE INDEX gesture_of_complaint ON gesture (complaint) WHERE complaint IS NOT NULL;
CREATE INDEX gesture_by_time ON gesture (at_ms);
CREATE INDEX gesture_by_member ON gesture (member) WHERE member IS NOT NULL;

-- A small thank-you that nobody expected: drawn for a member and a day of the shop's, by a key, so
-- that asking again gives the same. state: 1 promised by a quote, 2 given at a sale, 3 taken back with
-- it. draw: what the key gave, chance: what it had to be below, both in millionths, so that it can be
-- played again. units: points; reward: of the programme, as a coupon; worth_minor: of the budget.
-- seal: a keyed hash of all that but state and sale, so that a row that is changed is found.
CREATE TABLE surprise (
	id INTEGER PRIMARY KEY REFERENCES event,
	member INTEGER NOT NULL REFERENCES member,
	day INTEGER NOT NULL, -- since 1970, of the shop's calendar
	state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
	sale INTEGER REFERENCES sale,
	draw INTEGER NOT NULL CHECK (draw BETWEEN 0 AND 999999),
	chance INTEGER NOT NULL CHECK (chance BETWEEN 0 AND 1000000),
	units INTEGER NOT NULL CHECK (units >= 0),
	reward TEXT NOT NULL,
	worth_minor INTEGER NOT NULL CHECK (worth_minor >= 0),
	at_ms INTEGER NOT NULL,
	seal BLOB NOT NULL CHECK (length(seal) = 16),
	CHECK ((state = 1) = (sale IS NULL)),
	CHECK ((reward = '') = (units > 0))
) STRICT;
CREATE UNIQUE INDEX surprise_by_day ON surprise (member, day);
CREATE INDEX surprise_of_budget ON surprise (day, state, worth_minor);
CREATE INDEX surprise_of_sale ON surprise (sale) WHERE sale IS NOT NULL;

-- Who was brought by whom: a row a friend. state: 1 has not bought yet, 2 counted at the first
-- purchase, 3 that was undone or wholly given back, 4 counts for nothing (over the cap, or no friend
-- but the same person, a circle, or who served). sale: the purchase that state 2, 3 or 4 is of. ref:
-- the till's own id where it was said after the enrolment. How long chains are is counted when
-- somebody asks.
CREATE TABLE referral (
	member INTEGER PRIMARY KEY REFERENCES member,
	by_member INTEGER NOT NULL REFERENCES member,
	event INTEGER NOT NULL REFERENCES event,
	state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),
	sale INTEGER REFERENCES sale,
	at_ms INTEGER NOT NULL, -- when it was said
	counted_ms INTEGER NOT NULL DEFAULT 0,
	ref TEXT UNIQUE CHECK (length(ref) BETWEEN 1 AND 255),
	CHECK (member <> by_member)
) STRICT;
CREATE INDEX referral_by ON referral (by_member, state, counted_ms);
CREATE INDEX referral_of_sale ON referral (sale) WHERE sale IS NOT NULL;
INSERT INTO referral (member, by_member, event, state, sale, at_ms, counted_ms)
	SELECT m.id, m.referred_by, m.event, iif(m.visits > 0, 2, 1),
		(SELECT s.id FROM sale s WHERE s.member = m.id AND s.is_refund = 0 AND s.voided = 0
			ORDER BY s.at_ms, s.id LIMIT 1), e.written_ms, m.first_visit_ms
	FROM member m JOIN event e ON e.id = m.event
	WHERE m.referred_by IS NOT NULL AND m.referred_by <> m.id;
-- Whichever way a member comes in who was brought, there is a row.
CREATE TRIGGER member_was_brought AFTER INSERT ON member
WHEN new.referred_by IS NOT NULL AND new.referred_by <> new.id BEGIN
	INSERT INTO referral (member, by_member, event, state, at_ms)
		SELECT new.id, new.referred_by, new.event, 1, e.written_ms
		FROM event e WHERE e.id = new.event;
END;
CREATE TRIGGER member_is_brought AFTER UPDATE OF referred_by ON member
WHEN new.referred_by IS NOT NULL AND new.referred_by <> new.id BEGIN
	INSERT OR REPLACE INTO referral (member, by_member, event, state, at_ms)
		SELECT new.id, new.referred_by, new.event, iif(new.visits > 0, 2, 1), e.written_ms
		FROM event e WHERE e.id = new.event;
END;

-- A member who was quietly going, and what was done: contacted, or left alone so that there is
-- something to hold it against. held_out: drawn by a key for the member and the round. round: of the
-- shop's calendar, counted in quarters. done_ms 0: not contacted (yet). Whether the
-- member came back is counted from the sales. loss_minor: what was expected to be lost then.
CREATE TABLE contact (
	id INTEGER PRIMARY KEY REFERENCES event,
	member INTEGER NOT NULL REFERENCES member,
	round INTEGER NOT NULL,
	held_out INTEGER NOT NULL CHECK (held_out IN (0, 1)),
	listed_ms INTEGER NOT NULL,
	done_ms INTEGER NOT NULL DEFAULT 0,
	who TEXT NOT NULL DEFAULT '',
	how TEXT NOT NULL DEFAULT '',
	loss_minor INTEGER NOT NULL DEFAULT 0,
	CHECK (held_out = 0 OR done_ms = 0)
) STRICT;
CREATE UNIQUE INDEX contact_by_member ON contact (member, round);
CREATE INDEX contact_by_time ON contact (listed_ms);

-- What staff say they need, in confidence: no event, no time but the week, a number of chance and not
-- of order, and of who said it a keyed hash that tells two voices of one theme and quarter apart and
-- no more. words: kept only where whoever said them wants them shown. score: 0 to 10, of the shop as a
-- place to work, theme '' then.
CREATE TABLE staff_voice (
	id INTEGER PRIMARY KEY,
	voice BLOB NOT NULL CHECK (length(voice) = 16),
	quarter INTEGER NOT NULL,
	week INTEGER NOT NULL,
	theme TEXT NOT NULL,
	score INTEGER CHECK (score BETWEEN 0 AND 10),
	words TEXT NOT NULL CHECK (length(words) <= 1023),
	UNIQUE (voice),
	CHECK ((theme = '') = (score IS NOT NULL))
) STRICT;

-- What a member agreed to, or took back: each as it was said, never changed; the newest of a purpose
-- holds. ref: the till's own id. purpose: keep, contact, analyse. text: in the words used; erased with
-- the member.
CREATE TABLE consent (
	id INTEGER PRIMARY KEY REFERENCES event,
	ref TEXT NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 255),
	member INTEGER NOT NULL REFERENCES member,
	purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 63),
	given INTEGER NOT NULL CHECK (given IN (0, 1)),
	at_ms INTEGER NOT NULL,
	text TEXT NOT NULL,
	who TEXT NOT NULL
) STRICT;
CREATE INDEX consent_by_member ON consent (member, purpose, at_ms);
CREATE TRIGGER consent_is_never_removed BEFORE DELETE ON consent BEGIN
	SELECT RAISE(ABORT, 'what was agreed to is never removed');
END;
CREATE TRIGGER consent_is_never_changed BEFORE UPDATE ON consent WHEN new.text <> '' OR new.id <> old.id
	OR new.member <> old.member OR new.purpose <> old.purpose OR new.given <> old.given
	OR new.at_ms <> old.at_ms BEGIN
	SELECT RAISE(ABORT, 'what was agreed to is never changed, only its words are erased');
END;
INSERT INTO consent (id, ref, member, purpose, given, at_ms, text, who)
	SELECT m.event, 'enrol-' || m.id, m.id, 'keep', 1, e.written_ms, m.consent, ''
	FROM member m JOIN event e ON e.id = m.event WHERE m.consent <> '';

-- Members whose personal data were erased: that it was done, when and why, and nothing of whom.
-- cleared: what was left in unused parts of the file was cleared since.
CREATE TABLE erasure (
	id INTEGER PRIMARY KEY REFERENCES event,
	member INTEGER NOT NULL UNIQUE REFERENCES member,
	at_ms INTEGER NOT NULL,
	who TEXT NOT NULL,
	why TEXT NOT NULL,
	cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1))
) STRICT;
CREATE INDEX erasure_left ON erasure (id) WHERE cleared = 0;

-- Members of an older store whose e-mail address is not found yet: those after `next` up to `last`.
-- `regulars refresh` goes on from there; only the key can do it.
CREATE TABLE email_due (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	next INTEGER NOT NULL,
	last INTEGER NOT NULL
) STRICT;
INSERT INTO email_due (id, next, last) SELECT 1, 0, coalesce(max(id), 0) FROM member
	WHERE email_sealed IS NOT NULL;

-- Who saw or changed what of whom. Each row's mac is a keyed hash over the row and the mac before it;
-- audit_end holds how many there are, and a mac over that and the last row's; signed before the first
-- row too, as the step is made (plugin/store/trail.c). So a row that is changed,
-- taken out, put in or cut off at the end is found by `regulars doctor`. event: the newest when the row
-- was written: what was done by hand and has no row is found too, but for what came before there was
-- a trail (since). The texts name no member but by number.
CREATE TABLE audit (
	id INTEGER PRIMARY KEY,
	at_ms INTEGER NOT NULL,
	who TEXT NOT NULL,
	what TEXT NOT NULL,
	member INTEGER,
	event INTEGER NOT NULL,
	detail TEXT NOT NULL,
	mac BLOB NOT NULL CHECK (length(mac) = 16)
) STRICT;
CREATE INDEX audit_by_member ON audit (member) WHERE member IS NOT NULL;
CREATE TABLE audit_end (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	rows INTEGER NOT NULL CHECK (rows >= 0),
	since INTEGER NOT NULL,
	mac BLOB NOT NULL CHECK (length(mac) = 16)
) STRICT;
INSERT INTO audit_end (id, rows, since, mac) SELECT 1, 0, coalesce(max(id), 0), zeroblob(16) FROM event;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN
	SELECT RAISE(ABORT, 'the audit trail is never changed');
END;
CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit BEGIN
	SELECT RAISE(ABORT, 'the audit trail is never removed');
END;
