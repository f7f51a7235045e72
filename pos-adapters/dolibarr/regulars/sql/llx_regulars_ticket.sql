-- SPDX-License-Identifier: Apache-2.0
-- What was scanned for a ticket that is not paid yet, by its provisional number, and the rewards on it.
CREATE TABLE llx_regulars_ticket(
	rowid integer AUTO_INCREMENT PRIMARY KEY,
	entity integer DEFAULT 1 NOT NULL,
	ref varchar(60) NOT NULL,
	customer integer DEFAULT 0 NOT NULL,
	scan varchar(255),
	hold bigint DEFAULT 0 NOT NULL,
	rewards text,
	kept integer DEFAULT 0 NOT NULL
) ENGINE=innodb;
