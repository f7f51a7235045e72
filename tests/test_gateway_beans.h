/* test_gateway_beans.h - a shop of coffee with a programme, and what is asked of it as JSON; for
 * test_gateway_programme.c and test_gateway_by_hand.c. */
#pragma once

#include "tests/support/door.h"

static const char PROGRAMME[] =
	"{\"programme\":1,\"name\":\"Beans\","
	"\"points\":{\"worth\":{\"points\":100,\"money\":100}},"
	"\"stamp_cards\":[{\"id\":\"cups\",\"title\":\"Cups\",\"stamps\":10}],"
	"\"tiers\":{\"by\":\"spend\",\"levels\":[{\"id\":\"green\",\"title\":\"Green\",\"from\":0},"
	"{\"id\":\"gold\",\"title\":\"Gold\",\"from\":100000}]},"
	"\"earn\":[{\"id\":\"base\",\"title\":\"1 a euro\",\"give\":{\"points\":1,\"per\":"
	"\"amount\",\"amount\":100}},"
	"{\"id\":\"cup\",\"title\":\"A cup\",\"give\":{\"stamps\":1,\"card\":\"cups\",\"per\":"
	"\"unit\"},\"when\":{\"items\":{\"tags\":[\"hot\"]}}}],"
	"\"rewards\":[{\"id\":\"treat\",\"title\":\"A treat\",\"cost\":{\"points\":50},"
	"\"give\":{\"amount\":100,\"on\":\"order\"}},"
	"{\"id\":\"half\",\"title\":\"Half\",\"coupon_only\":true,\"give\":{\"percent\":\"50\","
	"\"on\":\"order\"}},"
	"{\"id\":\"staff\",\"title\":\"Staff\",\"automatic\":true,\"when\":{\"segments\":"
	"[\"staff\"]},\"give\":{\"percent\":\"10\",\"on\":\"order\"}}],"
	"\"limits\":{\"own_card\":{\"policy\":\"flag\"},\"adjustments\":{\"max\":2,\"policy\":"
	"\"refuse\"}}}";

static inline void open_beans(struct door *door)
{
	door_open(door);
	door_programme(door, PROGRAMME);
}
