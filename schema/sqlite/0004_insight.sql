-- What the owner's reports are made of. Figures are kept in the transaction of the sale that changes
-- them, so that a report costs its cells and not the purchases; `regulars doctor` counts them anew.

-- Where, by whom and over which channel (counter, web, phone) a sale was made: a small number in each
-- sale instead of four texts, so that a cut by any of them is a look into an array.
CREATE TABLE scene (
	id INTEGER PRIMARY KEY,
	store TEXT NOT NULL,
	till TEXT NOT NULL,
	cashier TEXT NOT NULL,
	channel TEXT NOT NULL,
	UNIQUE (store, till, cashier, channel)
) STRICT;

-- What members bought most of, in money, at their first visit.
CREATE TABLE product (
	id INTEGER PRIMARY KEY,
	sku TEXT NOT NULL,
	name TEXT NOT NULL,
	category TEXT NOT NULL,
	UNIQUE (sku, name, category)
) STRICT;

-- discount_minor: of all lines, and of rewards' own lines; above zero, below for what came back.
ALTER TABLE sale ADD COLUMN discount_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale ADD COLUMN scene INTEGER REFERENCES scene;

-- All that a count of a member's sales needs, so that it reads the index alone.
DROP INDEX sale_by_member;
CREATE INDEX sale_by_member ON sale (member, at_ms, total_minor, stored_minor, points, is_refund,
	voided, refund_of, tax_minor, cost_minor, discount_minor, returned_minor, undoes, scene)
	WHERE member IS NOT NULL;

-- The same of sales without a member, which no other index finds.
CREATE INDEX sale_of_nobody ON sale (at_ms, total_minor, stored_minor, points, is_refund, voided,
	refund_of, tax_minor, cost_minor, discount_minor, returned_minor, undoes, scene)
	WHERE member IS NULL;

-- Figures. net: total less tax and less what was put on gift cards and credit. cost: of sales whose
-- cost is known; costless: how many had none. refund: what was given back, above zero. A voided sale
-- counts as never made, and so do its void and its refunds. A refund counts when it was made.

-- second_visit_ms: 0, it has not come. first_*: of the first visit.
ALTER TABLE member ADD COLUMN second_visit_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN first_scene INTEGER REFERENCES scene;
ALTER TABLE member ADD COLUMN first_product INTEGER REFERENCES product;
ALTER TABLE member ADD COLUMN net_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN cost_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN costless INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN refund_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN discount_minor INTEGER NOT NULL DEFAULT 0;

-- By member and month of the shop's calendar, counted from January 1970.
CREATE TABLE member_month (
	member INTEGER NOT NULL REFERENCES member,
	month INTEGER NOT NULL,
	visits INTEGER NOT NULL CHECK (visits >= 0),
	net_minor INTEGER NOT NULL,
	cost_minor INTEGER NOT NULL,
	costless INTEGER NOT NULL CHECK (costless >= 0),
	refund_minor INTEGER NOT NULL,
	discount_minor INTEGER NOT NULL,
	PRIMARY KEY (member, month)
) STRICT, WITHOUT ROWID;

-- The members whose first visit fell in `cohort`, and what they did in `period`; both counted in
-- weeks (grain 1, Monday to Sunday, 0 holds 1 January 1970), months (2) or quarters (3). cohort
-- -1000000: sales without a member, -1000001: refunds of members who never had a visit. members:
-- who came then; returned: whose second visit fell in that period. A row of zeros says nothing.
CREATE TABLE cohort_cell (
	grain INTEGER NOT NULL CHECK (grain BETWEEN 1 AND 3),
	cohort INTEGER NOT NULL,
	period INTEGER NOT NULL,
	members INTEGER NOT NULL CHECK (members >= 0),
	returned INTEGER NOT NULL CHECK (returned >= 0),
	visits INTEGER NOT NULL CHECK (visits >= 0),
	net_minor INTEGER NOT NULL,
	cost_minor INTEGER NOT NULL,
	costless INTEGER NOT NULL CHECK (costless >= 0),
	refund_minor INTEGER NOT NULL,
	discount_minor INTEGER NOT NULL,
	PRIMARY KEY (grain, period, cohort) -- what sales of one day change lies together
) STRICT, WITHOUT ROWID;

-- How far the figures are kept: those of members up to this number, and of nobody's sales up to this
-- row, in this zone; the largest number: all. A store that had sales before, or another zone, counts
-- them anew with `regulars refresh --rebuild`; until then reports count the sales.
CREATE TABLE keeping (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	zone TEXT NOT NULL,
	members INTEGER NOT NULL CHECK (members >= 0),
	sales INTEGER NOT NULL CHECK (sales >= 0)
) STRICT;
INSERT INTO keeping (id, zone, members, sales) SELECT 1, coalesce((SELECT zone FROM shop), ''), last, last
	FROM (SELECT iif(EXISTS (SELECT 1 FROM sale), 0, 9223372036854775807) AS last);
CREATE TRIGGER shop_keeps AFTER INSERT ON shop BEGIN
	UPDATE keeping SET zone = new.zone;
END;
CREATE TRIGGER shop_moves AFTER UPDATE OF zone ON shop WHEN new.zone <> old.zone BEGIN
	UPDATE keeping SET zone = new.zone, members = 0, sales = 0;
END;
