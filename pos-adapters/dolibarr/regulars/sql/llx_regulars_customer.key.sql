-- SPDX-License-Identifier: Apache-2.0
ALTER TABLE llx_regulars_customer ADD UNIQUE INDEX uk_regulars_customer_member (entity, member);
