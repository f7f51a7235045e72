-- The sales of members once more, packed: for questions that nobody foresaw, which read them all. It
-- is a copy and nothing else: a row that is missing is read from the sales instead, and `regulars
-- refresh` makes it anew. Stores with few sales have none.

-- One row for the members span * 256 to span * 256 + 255: all their sales that count (none that was
-- voided, no void, no refund of what was voided), by member and time, as plugin/insight/sheaf_pack.h
-- lays them out. sales: how many. reach: all up to this event, and none after it.
CREATE TABLE sheaf (
	span INTEGER PRIMARY KEY CHECK (span >= 0),
	sales INTEGER NOT NULL CHECK (sales >= 0),
	reach INTEGER NOT NULL CHECK (reach >= 0),
	packed BLOB NOT NULL
) STRICT;

-- Up to which event every row reaches, whatever its own reach says: whose members bought nothing
-- meanwhile is not written anew. Sales after it are looked up by their number.
CREATE TABLE sheaves (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	reach INTEGER NOT NULL CHECK (reach >= 0)
) STRICT;
INSERT INTO sheaves (id, reach) VALUES (1, 0);

-- A sale that is added changes no row: it comes after the reach. Whatever changes one that was there
-- (a void, a merge, its undoing) takes away the rows of all whom it concerns, whoever changes it;
-- refunds of a voided sale count no more, and may be other members'.
CREATE TRIGGER sale_leaves_sheaf AFTER UPDATE OF member, at_ms, total_minor, stored_minor, points,
	is_refund, voided, refund_of, tax_minor, cost_minor, discount_minor, returned_minor, undoes,
	scene ON sale BEGIN
	DELETE FROM sheaf WHERE span IN (old.member / 256, new.member / 256);
	DELETE FROM sheaf WHERE span IN (SELECT member / 256 FROM sale WHERE refund_of = new.id
		AND member IS NOT NULL);
END;
