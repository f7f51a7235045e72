/* SPDX-License-Identifier: Apache-2.0 */
/* apply.c - puts a programme into a store, in effect from when the bench's shops open.
 *
 * In:  the store, the programme's file.
 * Not here: `regulars programme apply`, whose programme begins by the clock of the system.
 */
#include "bench/till.h"

int main(int count, char **texts)
{
	measure_need(count == 3, "usage: apply STORE PROGRAMME");
	till_apply(texts[1], texts[2], TILL_BEGIN_MS);
	return 0;
}
