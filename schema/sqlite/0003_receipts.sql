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

-- The journal of a job at the printer. printer: which one, '' where they cannot be told apart.
-- counter: its cuts before the job was sent, NULL when it does not count. tag: what it was asked to
-- repeat behind the data. tries: how often it was begun. why: what the cashier was told last.
ALTER TABLE print_job ADD COLUMN printer TEXT NOT NULL DEFAULT '';
ALTER TABLE print_job ADD COLUMN counter INTEGER;
ALTER TABLE print_job ADD COLUMN tag TEXT NOT NULL DEFAULT '';
ALTER TABLE print_job ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE print_job ADD COLUMN why TEXT NOT NULL DEFAULT '';
