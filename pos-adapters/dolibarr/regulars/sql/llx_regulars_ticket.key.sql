-- SPDX-License-Identifier: Apache-2.0
ALTER TABLE llx_regulars_ticket ADD UNIQUE INDEX uk_regulars_ticket_ref (entity, ref);
