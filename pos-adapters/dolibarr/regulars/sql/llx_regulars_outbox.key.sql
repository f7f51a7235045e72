-- SPDX-License-Identifier: Apache-2.0
ALTER TABLE llx_regulars_outbox ADD INDEX idx_regulars_outbox_state (entity, state, rowid);
ALTER TABLE llx_regulars_outbox ADD INDEX idx_regulars_outbox_fk_facture (entity, fk_facture, rowid);
