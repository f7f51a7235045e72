/* test_contact.c - who is quietly going: listed, drawn by lot, contacted. */
#include "tests/support/check.h"

#include "plugin/care/consent.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/silent.h"

static struct policy policy_of(struct store *store)
{
	struct policy policy;

	assert_int_equal(policy_read(store, &policy), RGL_OK);
	return policy;
}

/* A list of so many; of the policy as it is, but for who is held out. */
static void make_list(const struct report_page *page, int64_t top, int64_t held_out_percent,
		      struct contact_list *ret)
{
	struct store *store = page->shop.store;
	struct policy policy = policy_of(store);
	const struct contact_wish wish = { .policy = &policy, .who = "Mia", .top = top };
	struct silent_list silent;

	policy.held_out_percent = held_out_percent;
	assert_int_equal(silent_read(store, &policy, &silent), RGL_OK);
	if (contact_list_make(store, &silent, &wish, ret) < 0)
		fail_msg("%s", store->refusal.text);
	silent_free(&silent);
}

static int64_t listed(const struct report_page *page)
{
	return shop_number(&page->shop, "SELECT count(*) FROM contact");
}

/* The weekly ones who stayed away, and nobody else; the dearest first. */
static void the_overdue_who_never_spoke_are_found(void **state)
{
	struct silent_list silent;
	struct policy policy;
	struct report_page page;

	(void)state;
	silent_open(&page);
	policy = policy_of(page.shop.store);
	assert_int_equal(silent_read(page.shop.store, &policy, &silent), RGL_OK);
	assert_int_equal(silent.count, 4);
	assert_int_equal(silent.never_spoke, 4);
	for (size_t i = 0; i < silent.count; i++) {
		assert_in_range(silent.at[i].member, SILENT_FIRST, SILENT_LAST);
		assert_false(silent.at[i].may_contact);
		assert_false(silent.at[i].was_listed);
		if (i > 0)
			assert_true(money_compare(silent.at[i - 1].loss, silent.at[i].loss) >= 0);
	}
	silent_free(&silent);
	report_page_close(&page);
}

/* What was said on a card that became another's is said by who is left: a list must not have
 * somebody who took it back there, nor leave out who agreed there. */
static void consent_is_read_over_a_merge(void **state)
{
	struct silent_list silent;
	struct policy policy;
	struct report_page page;
	int64_t merge = 0;
	bool may = false;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	silent_consent(&page.shop, 1, false);
	assert_int_equal(merge_members(page.shop.store, 22, 1, "Mia", "one", &merge), RGL_OK);
	silent_consent(&page.shop, 23, false);
	silent_consent(&page.shop, 2, true);
	assert_int_equal(merge_members(page.shop.store, 23, 2, "Mia", "one", &merge), RGL_OK);
	policy = policy_of(page.shop.store);
	assert_int_equal(silent_read(page.shop.store, &policy, &silent), RGL_OK);
	assert_true(silent.count >= 2);
	for (size_t i = 0; i < silent.count; i++) {
		assert_int_equal(consent_has(page.shop.store, silent.at[i].member, "contact", &may),
				 RGL_OK);
		assert_int_equal(silent.at[i].may_contact, may);
	}
	silent_free(&silent);
	report_page_close(&page);
}

/* Without consent nobody's number is looked at, and nobody is drawn: they are spoken to when they
 * come. */
static void without_consent_it_is_only_at_the_till(void **state)
{
	struct contact_list list;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	for (int64_t member = SILENT_FIRST; member <= SILENT_LAST; member++)
		silent_consent(&page.shop, member, false);
	make_list(&page, 10, 20, &list);
	assert_int_equal(list.to_contact, 0);
	assert_int_equal(list.count, 4);
	for (size_t i = 0; i < list.count; i++) {
		assert_int_equal(list.at[i].id, 0);
		assert_string_equal(list.at[i].phone, "");
		assert_string_equal(list.at[i].email, "");
	}
	assert_int_equal(listed(&page), 0);
	assert_int_equal(shop_number(&page.shop, "SELECT count(*) FROM audit"
						 " WHERE what LIKE 'saw%'"),
			 0);
	contact_list_free(&list);
	report_page_close(&page);
}

static const struct contact *find(const struct contact_list *list, int64_t member)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i].member == member)
			return &list->at[i];
	return NULL;
}

/* With what they usually buy, and how they can be reached; each look is in the audit trail. */
static void who_agreed_is_listed_with_what_it_takes(void **state)
{
	const struct contact *asha;
	struct contact_list list;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	make_list(&page, 10, 0, &list);
	assert_int_equal(list.to_contact, 4);
	assert_int_equal(list.count, 4);
	assert_int_equal(list.drawn, 4);
	assert_int_equal(list.left_alone, 0);
	asha = find(&list, 24);
	assert_non_null(asha);
	assert_true(asha->id > 0);
	assert_string_equal(asha->name, "Asha Verma");
	assert_string_equal(asha->phone, "+4520304053");
	assert_string_equal(asha->email, "asha@example.com");
	assert_string_equal(asha->item, "Flat white");
	assert_int_equal(asha->usual_days, 70);
	assert_int_equal(shop_number(&page.shop, "SELECT count(*) FROM audit WHERE who = 'Mia'"
						 " AND what LIKE 'saw%'"),
			 4);
	contact_list_free(&list);
	report_page_close(&page);
}

/* The lot is written down when they are listed; asking again shows the same and draws nobody. */
static void asking_again_gives_the_same(void **state)
{
	struct contact_list first;
	struct contact_list again;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	make_list(&page, 10, 50, &first);
	assert_int_equal((int64_t)first.to_contact + first.left_alone, 4);
	assert_int_equal(listed(&page), 4);
	/* Whatever is set afterwards. */
	make_list(&page, 10, 0, &again);
	assert_int_equal(again.drawn, 0);
	assert_int_equal(again.to_contact, first.to_contact);
	assert_int_equal(again.left_alone, first.left_alone);
	for (size_t i = 0; i < first.to_contact; i++)
		assert_int_equal(again.at[i].id, first.at[i].id);
	assert_int_equal(listed(&page), 4);
	contact_list_free(&first);
	contact_list_free(&again);
	report_page_close(&page);
}

static void no_more_are_listed_than_were_asked_for(void **state)
{
	struct contact_list list;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	make_list(&page, 2, 0, &list);
	assert_int_equal(list.to_contact, 2);
	assert_int_equal(list.count, 2);
	assert_int_equal(listed(&page), 2);
	contact_list_free(&list);
	make_list(&page, 3, 0, &list);
	assert_int_equal(list.to_contact, 3);
	assert_int_equal(list.drawn, 1);
	contact_list_free(&list);
	report_page_close(&page);
}

/* Who said anything, or came meanwhile, is not gone quietly. */
static void who_spoke_or_came_is_not_listed(void **state)
{
	struct contact_list list;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	assert_int_equal(shop_run(&page.shop, "INSERT INTO member_care (member, spoke)"
					      " VALUES (22, 1)"),
			 0);
	make_list(&page, 10, 0, &list);
	assert_int_equal(list.to_contact, 3);
	assert_null(find(&list, 22));
	contact_list_free(&list);
	assert_int_equal(shop_run(&page.shop, "UPDATE member SET last_visit_ms ="
					      " (SELECT max(listed_ms) + 1 FROM contact)"
					      " WHERE id = 23"),
			 0);
	make_list(&page, 10, 0, &list);
	assert_int_equal(list.to_contact, 2);
	assert_null(find(&list, 23));
	contact_list_free(&list);
	report_page_close(&page);
}

static void a_list_of_none_or_too_many_is_refused(void **state)
{
	static const int64_t TOPS[] = { 0, -1, CONTACT_TOP_MOST + 1 };
	struct contact_list list;
	struct silent_list silent;
	struct policy policy;
	struct report_page page;

	(void)state;
	silent_open(&page);
	policy = policy_of(page.shop.store);
	assert_int_equal(silent_read(page.shop.store, &policy, &silent), RGL_OK);
	for (size_t i = 0; i < sizeof(TOPS) / sizeof(TOPS[0]); i++) {
		const struct contact_wish wish = { .policy = &policy, .top = TOPS[i] };

		assert_int_equal(contact_list_make(page.shop.store, &silent, &wish, &list),
				 RGL_E_FIELD);
		assert_string_equal(page.shop.store->refusal.field, "top");
		contact_list_free(&list);
	}
	silent_free(&silent);
	report_page_close(&page);
}

/* One in five of many, within four standard errors; none of none; the same when asked again, and
 * other ones in another round. */
static void the_lot_is_as_it_was_set(void **state)
{
	enum { MEMBERS = 10000 };
	struct test_shop shop;
	int64_t out = 0;
	int64_t moved = 0;

	(void)state;
	shop_make(&shop);
	for (int64_t member = 1; member <= MEMBERS; member++) {
		const bool now = contact_is_held_out(shop.store, member, 224, 20);

		out += now;
		moved += now != contact_is_held_out(shop.store, member, 225, 20);
		assert_int_equal(now, contact_is_held_out(shop.store, member, 224, 20));
		assert_false(contact_is_held_out(shop.store, member, 224, 0));
		assert_true(contact_is_held_out(shop.store, member, 224, 100));
	}
	assert_in_range(out, 2000 - 160, 2000 + 160);
	assert_in_range(moved, 3200 - 190, 3200 + 190);
	shop_remove(&shop);
}

static rgl_rc do_it(const struct report_page *page, int64_t member, const char *who,
		    const char *how)
{
	const struct contact_did did = { .member = member, .who = who, .how = how };

	return contact_done(page->shop.store, &did);
}

static void a_contact_is_written_down_once(void **state)
{
	struct contact_list list;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	make_list(&page, 10, 0, &list);
	assert_int_equal(do_it(&page, 24, "Mia", NULL), RGL_OK);
	assert_int_equal(do_it(&page, 24, "Mia", "phone"), RGL_EXISTS);
	assert_int_equal(do_it(&page, 24, "Mia", "email"), RGL_E_DIFFERS);
	assert_int_equal(do_it(&page, 24, "Jonas", "phone"), RGL_E_DIFFERS);
	assert_int_equal(shop_number(&page.shop, "SELECT count(*) FROM contact WHERE done_ms > 0"
						 " AND who = 'Mia' AND how = 'phone'"),
			 1);
	assert_int_equal(shop_number(&page.shop, "SELECT contact FROM member_care"
						 " WHERE member = 24"),
			 find(&list, 24)->id);
	assert_int_equal(shop_number(&page.shop, "SELECT count(*) FROM audit WHERE member = 24"
						 " AND what = 'contacted'"),
			 1);
	contact_list_free(&list);
	make_list(&page, 10, 0, &list);
	assert_int_equal(list.to_contact, 3);
	contact_list_free(&list);
	report_page_close(&page);
}

static void what_cannot_have_been_done_is_refused(void **state)
{
	struct contact_did did = { .member = 24, .who = "Mia" };
	struct contact_list list;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	assert_int_equal(do_it(&page, 24, "Mia", NULL), RGL_E_UNKNOWN); /* not listed */
	make_list(&page, 10, 0, &list);
	contact_list_free(&list);
	assert_int_equal(do_it(&page, 999, "Mia", NULL), RGL_E_UNKNOWN);
	assert_int_equal(do_it(&page, 24, "", NULL), RGL_E_FIELD);
	assert_string_equal(page.shop.store->refusal.field, "who");
	assert_int_equal(do_it(&page, 24, NULL, NULL), RGL_E_FIELD);
	assert_int_equal(do_it(&page, 24, "4111111111111111", NULL), RGL_E_PAYMENT_CARD);
	assert_int_equal(do_it(&page, 24, "Mi\na", NULL), RGL_E_TEXT);
	assert_int_equal(do_it(&page, 24, "Mia", "pigeon"), RGL_E_FIELD);
	assert_string_equal(page.shop.store->refusal.field, "how");
	did.at_ms = SHOP_NOW_MS + 1;
	assert_int_equal(contact_done(page.shop.store, &did), RGL_E_TIME);
	did.at_ms = SHOP_NOW_MS - 1;
	assert_int_equal(contact_done(page.shop.store, &did), RGL_E_TIME);
	assert_int_equal(shop_number(&page.shop, "SELECT count(*) FROM contact WHERE done_ms > 0"),
			 0);
	report_page_close(&page);
}

/* Else what contacting does could not be told any more. */
static void who_is_left_alone_stays_alone(void **state)
{
	struct contact_list list;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	make_list(&page, 10, 100, &list);
	assert_int_equal(list.to_contact, 0);
	assert_int_equal(list.left_alone, 4);
	assert_int_equal(list.count, 0);
	contact_list_free(&list);
	assert_int_equal(do_it(&page, 24, "Mia", NULL), RGL_E_FIELD);
	assert_string_equal(page.shop.store->refusal.field, "member_id");
	report_page_close(&page);
}

static void one_can_be_listed_by_hand_and_of_the_past(void **state)
{
	const int64_t then_ms = SHOP_NOW_MS - 200 * MS_A_DAY;
	struct report_page page;
	struct policy policy;
	bool held_out = true;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	policy = policy_of(page.shop.store);
	policy.held_out_percent = 0;
	assert_int_equal(contact_add(page.shop.store, &policy, 22, then_ms, &held_out), RGL_OK);
	assert_false(held_out);
	assert_int_equal(shop_number(&page.shop, "SELECT listed_ms FROM contact"), then_ms);
	assert_int_equal(contact_add(page.shop.store, &policy, 22, then_ms + 1, &held_out),
			 RGL_EXISTS);
	assert_int_equal(contact_add(page.shop.store, &policy, 22, 0, &held_out), RGL_OK);
	assert_int_equal(listed(&page), 2);
	assert_int_equal(contact_add(page.shop.store, &policy, 22, SHOP_NOW_MS + 1, &held_out),
			 RGL_E_TIME);
	assert_int_equal(contact_add(page.shop.store, &policy, 999, 0, &held_out), RGL_E_UNKNOWN);
	assert_int_equal(contact_add(page.shop.store, &policy, 1, 0, &held_out), RGL_E_FIELD);
	assert_string_equal(page.shop.store->refusal.field, "member_id");
	report_page_close(&page);
}

/* A shorter wait than the quarter: still once a round, by the store's own rule. */
static void nobody_is_listed_twice_in_a_round(void **state)
{
	struct report_page page;
	struct policy policy;
	bool held_out = false;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	policy = policy_of(page.shop.store);
	policy.contact_wait_days = 0;
	policy.held_out_percent = 0;
	assert_int_equal(contact_add(page.shop.store, &policy, 22, SHOP_NOW_MS - 2, &held_out),
			 RGL_OK);
	assert_int_equal(contact_add(page.shop.store, &policy, 22, SHOP_NOW_MS - 1, &held_out),
			 RGL_EXISTS);
	assert_int_equal(listed(&page), 1);
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_overdue_who_never_spoke_are_found),
		cmocka_unit_test(consent_is_read_over_a_merge),
		cmocka_unit_test(without_consent_it_is_only_at_the_till),
		cmocka_unit_test(who_agreed_is_listed_with_what_it_takes),
		cmocka_unit_test(asking_again_gives_the_same),
		cmocka_unit_test(no_more_are_listed_than_were_asked_for),
		cmocka_unit_test(who_spoke_or_came_is_not_listed),
		cmocka_unit_test(a_list_of_none_or_too_many_is_refused),
		cmocka_unit_test(the_lot_is_as_it_was_set),
		cmocka_unit_test(a_contact_is_written_down_once),
		cmocka_unit_test(what_cannot_have_been_done_is_refused),
		cmocka_unit_test(who_is_left_alone_stays_alone),
		cmocka_unit_test(one_can_be_listed_by_hand_and_of_the_past),
		cmocka_unit_test(nobody_is_listed_twice_in_a_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
