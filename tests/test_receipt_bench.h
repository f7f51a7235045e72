/* test_receipt_bench.h - fonts opened for a test, and receipts drawn with them. */
#pragma once

#include "tests/test_receipt_facts.h"

#include "receipts/dots/layout.h"

/* What a test needs, opened once for each. */
struct bench {
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;
};

static inline int bench_set_up(void **state)
{
	static struct bench bench;
	struct rgl_why why = { 0 };

	facts_lend(&bench.sweep, &bench.host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&bench.host, &bench.fonts, &why), RGL_OK);
	*state = &bench;
	return 0;
}

static inline int bench_tear_down(void **state)
{
	struct bench *bench = *state;

	fonts_close(bench->fonts);
	assert_int_equal(bench->sweep.held, 0);
	assert_false(bench->sweep.misused);
	return 0;
}

static inline struct canvas bench_draw(struct bench *bench, const struct receipt *receipt,
				       uint32_t width)
{
	struct paper paper = paper_of(&bench->host);
	struct rgl_why why = { 0 };
	struct canvas canvas = { 0 };

	assert_int_equal(compose(receipt, &paper, &why), RGL_OK);
	assert_int_equal(layout_draw(&paper, bench->fonts, width, &canvas, &why), RGL_OK);
	paper_free(&paper);
	return canvas;
}
