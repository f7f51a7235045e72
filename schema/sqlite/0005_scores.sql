-- What models expect of members. `regulars refresh` writes both tables; nothing else reads the clock
-- of a score but whoever shows it: as_of_ms says how old it is.

-- A fit that was kept. kind: 1 when members come, 2 what they leave. name: of the model, with its k
-- ('mbg/nbd', 'mbg/cnbd-2', 'gamma-gamma'). words: parameters, standard errors, likelihood, the
-- errors on the tail that was held out, the models it was chosen among, what the owner asked for: one
-- JSON object. The newest of each kind is in use; older ones stay, to compare.
CREATE TABLE model (
	id INTEGER PRIMARY KEY,
	kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
	name TEXT NOT NULL,
	as_of_ms INTEGER NOT NULL,
	last_event INTEGER NOT NULL, -- the newest it knew of
	members INTEGER NOT NULL,
	verdict INTEGER NOT NULL CHECK (verdict BETWEEN 1 AND 3), -- good, no measurable churn, too little data
	words TEXT NOT NULL
) STRICT;
CREATE INDEX model_newest ON model (kind, id);

-- One row a member with a visit. days: visits on different days; usual_days: between two, in tenths,
-- as their own rhythm and everybody's say together, 0 when there is none yet. alive: that they are
-- still customers; again: that they come within a year; overdue: that a gap of theirs is shorter
-- than the one that runs; all in millionths. visits_milli: expected within a year. value_minor: worth
-- of a year, discounted, with the bounds between which it falls four times of five. basis: 1 net
-- sales, 2 margin.
CREATE TABLE score (
	member INTEGER PRIMARY KEY REFERENCES member,
	as_of_ms INTEGER NOT NULL,
	days INTEGER NOT NULL,
	usual_days INTEGER NOT NULL,
	alive INTEGER NOT NULL CHECK (alive BETWEEN 0 AND 1000000),
	again INTEGER NOT NULL CHECK (again BETWEEN 0 AND 1000000),
	overdue INTEGER NOT NULL CHECK (overdue BETWEEN 0 AND 1000000),
	visits_milli INTEGER NOT NULL CHECK (visits_milli >= 0),
	value_minor INTEGER NOT NULL CHECK (value_minor >= 0),
	low_minor INTEGER NOT NULL CHECK (low_minor >= 0),
	high_minor INTEGER NOT NULL CHECK (high_minor >= low_minor),
	spread_minor INTEGER NOT NULL CHECK (spread_minor >= 0), -- of value: its standard deviation
	loss_minor INTEGER NOT NULL CHECK (loss_minor >= 0), -- less than if they were surely still customers
	basis INTEGER NOT NULL CHECK (basis IN (1, 2))
) STRICT;

-- The last refresh that came to its end, and what all members together are worth in a year by it,
-- with the bounds between which that falls four times of five. doubt: how far off
-- that may be beside what chance does to each member, in millionths of it: by the model's own errors,
-- and by what it missed on the weeks that were held out. rate_ppm: discount a year.
CREATE TABLE scored (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	as_of_ms INTEGER NOT NULL,
	last_event INTEGER NOT NULL,
	members INTEGER NOT NULL,
	basis INTEGER NOT NULL CHECK (basis IN (1, 2)),
	rate_ppm INTEGER NOT NULL,
	value_minor INTEGER NOT NULL CHECK (value_minor >= 0),
	low_minor INTEGER NOT NULL CHECK (low_minor >= 0),
	high_minor INTEGER NOT NULL CHECK (high_minor >= low_minor),
	doubt INTEGER NOT NULL CHECK (doubt >= 0)
) STRICT;
