-- What a shop says on its receipts, and a print job that knows which printer took it.

-- Settings that can be changed: language, question_link, printer_width ... A name that is not there
-- has its usual value.
CREATE TABLE setting (
	name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 63),
	value TEXT NOT NULL CHECK (length(value) <= 1023)
) STRICT, WITHOUT ROWID;

-- The shop's own parts of a receipt, as they were applied. kind: 1 the template (name 'receipt'), 2
-- sentences (name: their language), 3 the logo, a PNG (name 'logo').
CREATE TABLE receipt_part (
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 63),
	data BLOB NOT NULL CHECK (length(data) BETWEEN 1 AND 1000000),
	applied_ms INTEGER NOT NULL,
	PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- The journal of a job at the printer (state 2). printer: which one, '' where it cannot be told from
-- others of its kind. session: since when that printer is on, '' when nobody can know. counter: its
-- cuts before the receipt was sent, NULL when it does not count; cuts: how many the receipt has. tag: what it was asked to repeat behind the receipt; '' at state 2:
-- nothing of the receipt came out, and what did is being marked void. tries: how often it was begun.
-- asked: how often a person asked for it to be tried at once. why: what the cashier was told last.
-- next_session, next_counter: the same of the till that used that printer first after this job was
-- begun and before it was known what became of it; next_session NULL: none did.
ALTER TABLE print_job ADD COLUMN printer TEXT NOT NULL DEFAULT '';
ALTER TABLE print_job ADD COLUMN session TEXT NOT NULL DEFAULT '';
ALTER TABLE print_job ADD COLUMN counter INTEGER;
ALTER TABLE print_job ADD COLUMN cuts INTEGER NOT NULL DEFAULT 1 CHECK (cuts >= 1);
ALTER TABLE print_job ADD COLUMN tag TEXT NOT NULL DEFAULT '';
ALTER TABLE print_job ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE print_job ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE print_job ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE print_job ADD COLUMN next_session TEXT;
ALTER TABLE print_job ADD COLUMN next_counter INTEGER;
CREATE INDEX print_job_at_printer ON print_job (printer) WHERE state = 2;

-- An older Regulars left no journal of what was at the printer: it may be on paper already.
UPDATE print_job SET state = 1, is_copy = 1 WHERE state = 2;
