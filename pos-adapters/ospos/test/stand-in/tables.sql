-- tables.sql - OSPOS's tables as far as the adapter reads them, and what the events speak of.
-- Readers and the writer do not wait for one another, as in the database of a real one.
PRAGMA journal_mode = WAL;
CREATE TABLE ospos_sales (sale_id INTEGER PRIMARY KEY, sale_time, customer_id, employee_id, comment,
	invoice_number, dinner_table_id, quote_number, sale_status, work_order_number, sale_type);
CREATE TABLE ospos_sales_items (sale_id INTEGER, item_id, description, serialnumber, line, quantity_purchased,
	item_cost_price, item_unit_price, discount, discount_type, item_location, print_option);
CREATE TABLE ospos_sales_payments (payment_id INTEGER, sale_id INTEGER, payment_type, payment_amount, cash_refund,
	cash_adjustment, employee_id, payment_time, reference_code);
CREATE TABLE ospos_sales_items_taxes (sale_id INTEGER, item_id, line, name, percent, tax_type, rounding_code,
	cascade_sequence, item_tax_amount, sales_tax_code_id, jurisdiction_id, tax_category_id);
CREATE TABLE ospos_sales_taxes (sales_taxes_id, sale_id INTEGER, jurisdiction_id, tax_category_id, tax_type,
	tax_group, sale_tax_basis, sale_tax_amount, print_sequence, name, tax_rate, sales_tax_code_id,
	rounding_code);
CREATE TABLE ospos_people (person_id INTEGER PRIMARY KEY, phone_number);
CREATE TABLE ospos_customers (person_id INTEGER PRIMARY KEY, account_number);
CREATE TABLE ospos_items (item_id INTEGER PRIMARY KEY, item_number, name, category);
INSERT INTO ospos_people VALUES (7, ''), (50, ''), (8, '+4512345678');
INSERT INTO ospos_customers VALUES (7, '2900000000018'), (50, '0420000000017'), (8, NULL);
INSERT INTO ospos_items VALUES (100, '4006381333931', 'Notebook', 'paper'),
	(101, '4006381333948', 'Fountain pen', 'pens'), (200, NULL, 'Cake', 'bakery'),
	(201, '201', 'Beans, loose', 'coffee'), (202, '202', 'Book', ''), (203, '203', 'Sugar', 'grocery');
