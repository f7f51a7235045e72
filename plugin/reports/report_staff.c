/* report_staff.c - how many of those whom somebody served first come back; see reports.h.
 *
 * A member's day belongs to who made its first sale. Each is compared with all others together, and
 * the chance of such a difference is corrected for how many are compared (sums_staff.h).
 */
#include "plugin/reports/report_end.h"
#include "plugin/reports/report_staff_parts.h"
#include "plugin/reports/reports.h"
#include "plugin/reports/sums_staff.h"

#include <string.h>

#define NOT_COMPARED 2

struct staff_reading {
	struct staff_room *staff;
	struct report_days days;
	struct store *store;
};

static rgl_rc grow(struct staff_room *staff)
{
	size_t room = staff->room == 0 ? 16 : staff->room * 2;
	struct staff *bigger;

	if (staff->count < staff->room)
		return RGL_OK;
	bigger = host_resize(staff->host, staff->staff, room * sizeof(*bigger));
	if (bigger == NULL)
		return RGL_E_MEMORY;
	staff->staff = bigger;
	staff->room = room;
	return RGL_OK;
}

/* Which of the staff has this name; *ret is one more than where. */
static rgl_rc find_or_add(struct staff_room *staff, const char *name, size_t *ret)
{
	size_t length = strlen(name);
	struct staff *added;
	rgl_rc rc;

	for (size_t i = 0; i < staff->count; i++) {
		if (strcmp(staff->staff[i].name, name) != 0)
			continue;
		*ret = i + 1;
		return RGL_OK;
	}
	if (staff->count >= STAFF_MAX)
		return RGL_E_RANGE;
	rc = grow(staff);
	if (rc < 0)
		return rc;
	added = &staff->staff[staff->count];
	*added = (struct staff) { .name = host_new(staff->host, length + 1),
				  .chance = NOT_COMPARED };
	if (added->name == NULL)
		return RGL_E_MEMORY;
	memcpy(added->name, name, length + 1);
	staff->count++;
	*ret = staff->count;
	return RGL_OK;
}

static rgl_rc reach_scene(struct staff_room *staff, int64_t scene)
{
	size_t scenes = staff->scenes == 0 ? 64 : staff->scenes;
	size_t *bigger;

	while (scenes <= (size_t)scene)
		scenes *= 2;
	if (scenes == staff->scenes)
		return RGL_OK;
	bigger = host_resize(staff->host, staff->by_scene, scenes * sizeof(*bigger));
	if (bigger == NULL)
		return RGL_E_MEMORY;
	memset(bigger + staff->scenes, 0, (scenes - staff->scenes) * sizeof(*bigger));
	staff->by_scene = bigger;
	staff->scenes = scenes;
	return RGL_OK;
}

static rgl_rc take_scene(void *user, const struct scene *scene)
{
	struct staff_reading *reading = user;
	rgl_rc rc = reach_scene(reading->staff, scene->id);

	if (rc == RGL_OK)
		rc = find_or_add(reading->staff, scene->cashier,
				 &reading->staff->by_scene[scene->id]);
	if (rc == RGL_E_RANGE)
		return refuse(&reading->store->refusal, rc,
			      "there are more than %d names of cashiers: is the till sending "
			      "something else as one?",
			      (int)STAFF_MAX);
	return rc;
}

static struct staff *who(struct staff_room *staff, int64_t scene)
{
	size_t at = scene > 0 && (size_t)scene < staff->scenes ? staff->by_scene[scene] : 0;

	return at == 0 ? NULL : &staff->staff[at - 1];
}

static void count_newcomer(struct staff_room *staff, struct staff *first,
			   const struct visit_day *days, size_t count, int32_t end)
{
	bool is_over = end - days[0].day >= STAFF_DAYS;
	bool came = is_over && count > 1 && days[1].day - days[0].day <= STAFF_DAYS;

	staff->newcomers++;
	staff->could += is_over;
	staff->came += came;
	if (first == NULL)
		return;
	first->newcomers++;
	first->could += is_over;
	first->came += came;
}

static rgl_rc take_days(void *user, int64_t member, const struct visit_day *days, size_t count)
{
	struct staff_reading *reading = user;
	rgl_rc rc = RGL_OK;

	if (days[0].day < reading->days.first)
		return RGL_OK;
	count_newcomer(reading->staff, who(reading->staff, days[0].scene), days, count,
		       reading->days.last);
	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		struct staff *served = who(reading->staff, days[i].scene);

		if (served == NULL)
			continue;
		served->members += served->last_member != member;
		served->last_member = member;
		served->visits++;
		rc = money_add(served->net, days[i].net, &served->net);
	}
	if (rc == RGL_E_RANGE)
		return refuse(&reading->store->refusal, rc,
			      "sales add up to more than can be counted");
	return rc;
}

/* Who has a name and enough newcomers, as the others together have. */
static bool is_compared(const struct staff_room *staff, const struct staff *one)
{
	return one->name[0] != '\0' && one->could >= STAFF_FEW &&
	       staff->could - one->could >= STAFF_FEW;
}

/* Each against the rest of the shop. */
static rgl_rc compare(struct staff_room *staff)
{
	double *chances = host_new(staff->host, (staff->count + 1) * sizeof(*chances));
	size_t *order = host_new(staff->host, (staff->count + 1) * sizeof(*order));
	size_t count = 0;
	rgl_rc rc = chances == NULL || order == NULL ? RGL_E_MEMORY : RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < staff->count; i++) {
		const struct staff *one = &staff->staff[i];

		if (is_compared(staff, one))
			chances[count++] =
				chance_of_shares(one->came, one->could, staff->came - one->came,
						 staff->could - one->could);
	}
	if (rc == RGL_OK)
		chance_of_many(chances, count, order);
	for (size_t i = 0; rc == RGL_OK && i < staff->count; i++) {
		struct staff *one = &staff->staff[i];

		if (is_compared(staff, one))
			one->chance = chances[staff->compared++];
	}
	host_free(staff->host, chances);
	host_free(staff->host, order);
	return rc;
}

static void free_room(struct staff_room *staff)
{
	for (size_t i = 0; i < staff->count; i++)
		host_free(staff->host, staff->staff[i].name);
	host_free(staff->host, staff->staff);
	host_free(staff->host, staff->by_scene);
}

/* By name: the order is no ranking. */
static void sort_by_name(struct staff_room *staff)
{
	for (size_t i = 1; i < staff->count; i++) {
		struct staff one = staff->staff[i];
		size_t at = i;

		for (; at > 0 && strcmp(staff->staff[at - 1].name, one.name) > 0; at--)
			staff->staff[at] = staff->staff[at - 1];
		staff->staff[at] = one;
	}
}

static rgl_rc read_all(struct store *store, const struct report *report,
		       struct staff_reading *reading)
{
	rgl_rc rc = report_days(store, &report->wish, &reading->days);

	if (rc == RGL_OK)
		rc = scenes_read(store, take_scene, reading);
	if (rc == RGL_OK)
		rc = visits_read(store, reading->days.until_ms, take_days, reading);
	return rc;
}

rgl_rc report_staff(struct store *store, const struct report *report, struct page *page)
{
	struct staff_room staff = { .host = store->host };
	struct staff_reading reading = { .staff = &staff, .store = store };
	rgl_rc rc = read_all(store, report, &reading);

	if (rc == RGL_OK)
		rc = compare(&staff);
	if (rc == RGL_OK) {
		sort_by_name(&staff);
		staff_say(&staff, reading.days.last, page);
		report_days_note(&reading.days, page);
		staff_add_table(&staff, report->top, page);
		staff_add_chart(&staff, page);
	}
	free_room(&staff);
	return rc;
}
