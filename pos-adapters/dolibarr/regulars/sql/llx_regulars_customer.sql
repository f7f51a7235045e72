-- SPDX-License-Identifier: Apache-2.0
-- Which of Dolibarr's customers a member of Regulars is, so that any card of theirs finds them.
CREATE TABLE llx_regulars_customer(
	rowid integer AUTO_INCREMENT PRIMARY KEY,
	entity integer DEFAULT 1 NOT NULL,
	member bigint NOT NULL,
	fk_soc integer NOT NULL
) ENGINE=innodb;
