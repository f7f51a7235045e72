-- SPDX-License-Identifier: Apache-2.0
-- Sales that Regulars is told of: written in the sale's own transaction, posted after it.
CREATE TABLE llx_regulars_outbox(
	rowid integer AUTO_INCREMENT PRIMARY KEY,
	entity integer DEFAULT 1 NOT NULL,
	fk_facture integer NOT NULL,
	op varchar(8) NOT NULL,
	sale_id varchar(255) NOT NULL,
	request mediumtext NOT NULL,
	state varchar(8) DEFAULT 'waiting' NOT NULL,
	claimed integer DEFAULT 0 NOT NULL,
	tries integer DEFAULT 0 NOT NULL,
	staged integer DEFAULT 0 NOT NULL,
	answer mediumtext,
	error varchar(512)
) ENGINE=innodb;
