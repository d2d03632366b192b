/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/palette.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

struct rgb {
	double r, g, b; /* linear light, 0..1 */
};

static double linear(uint32_t byte)
{
	double c = byte / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static struct rgb light_of(uint32_t color)
{
	return (struct rgb){ linear(color >> 24), linear(color >> 16 & 255),
			     linear(color >> 8 & 255) };
}

static double luminance(struct rgb c)
{
	return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

/* WCAG 2.1, 1.4.3: 4.5 for text, 3 for what is large or a mark */
static double contrast(uint32_t a, uint32_t b)
{
	double x = luminance(light_of(a)), y = luminance(light_of(b));

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* What is seen without the M cones, and without the L cones: Viénot, Brettel, Mollon 1999. */
static struct rgb deuteranopic(struct rgb c)
{
	double y = 0.29275 * c.r + 0.70725 * c.g;

	return (struct rgb){ y, y, -0.02234 * c.r + 0.02234 * c.g + c.b };
}

static struct rgb protanopic(struct rgb c)
{
	double y = 0.11238 * c.r + 0.88762 * c.g;

	return (struct rgb){ y, y, 0.00401 * c.r - 0.00401 * c.g + c.b };
}

static double root(double c)
{
	return cbrt(fmax(c, 0));
}

/* Difference in CIE 1976 L*a*b*, 100 from black to white. */
static double difference(struct rgb a, struct rgb b)
{
	double xa = root((0.4124 * a.r + 0.3576 * a.g + 0.1805 * a.b) / 0.9505);
	double xb = root((0.4124 * b.r + 0.3576 * b.g + 0.1805 * b.b) / 0.9505);
	double ya = root(luminance(a)), yb = root(luminance(b));
	double za = root((0.0193 * a.r + 0.1192 * a.g + 0.9505 * a.b) / 1.089);
	double zb = root((0.0193 * b.r + 0.1192 * b.g + 0.9505 * b.b) / 1.089);
	double l = 116 * (ya - yb);

	return hypot(hypot(l, 500 * (xa - xb - ya + yb)), 200 * (ya - yb - za + zb));
}

static void test_text_is_legible(void **state)
{
	(void)state;
	for (int n = 0; n < PALETTES; n++) {
		const struct palette *p = &palettes[n];
		const uint32_t ink[] = { p->white, p->text, p->soft, p->warn, p->good, p->home };

		for (size_t i = 0; i < sizeof(ink) / sizeof(*ink); i++)
			assert_true(contrast(ink[i], p->solid) >= 4.5);
		assert_true(contrast(p->faint, p->solid) >= 3.8);
		for (int v = 0; v < RA_VERDICTS; v++)
			assert_true(contrast(p->verdict[v].text, p->solid) >= 4.5);
		for (int level = 0; level < NOVELTY_LEVELS; level++)
			assert_true(contrast(p->shade[level].text, p->solid) >= 4.5);
	}
}

static void test_newer_stands_out_more(void **state)
{
	(void)state;
	for (int n = 0; n < PALETTES; n++) {
		const struct palette *p = &palettes[n];

		for (int level = 1; level < NOVELTY_LEVELS; level++) {
			double was = contrast(p->shade[level - 1].mark, p->solid);
			double is = contrast(p->shade[level].mark, p->solid);

			assert_true(is > was);
		}
	}
}

static void test_blue_and_red_differ(void **state)
{
	(void)state;
	for (int n = 0; n < PALETTES; n++) {
		struct rgb known = light_of(palettes[n].verdict[RA_ALLOWED].mark);

		for (int level = 0; level < NOVELTY_LEVELS; level++) {
			struct rgb stranger = light_of(palettes[n].shade[level].mark);

			assert_true(difference(known, stranger) > 30);
		}
	}
}

static void test_safe_for_all_eyes(void **state)
{
	(void)state;
	for (int n = PALETTE_DARK_SAFE; n <= PALETTE_LIGHT_SAFE; n++) {
		struct rgb known = light_of(palettes[n].verdict[RA_ALLOWED].mark);
		struct rgb blocked = light_of(palettes[n].verdict[RA_BLOCKED].mark);

		assert_true(palettes[n].shapes);
		assert_true(difference(deuteranopic(known), deuteranopic(blocked)) > 40);
		for (int level = 0; level < NOVELTY_LEVELS; level++) {
			struct rgb stranger = light_of(palettes[n].shade[level].mark);

			assert_true(difference(deuteranopic(known), deuteranopic(stranger)) > 40);
			assert_true(difference(protanopic(known), protanopic(stranger)) > 40);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "palette: all text is legible on its panel", test_text_is_legible, 0, 0, 0 },
		{ "palette: the newer a stranger, the more it stands out",
		  test_newer_stands_out_more, 0, 0, 0 },
		{ "palette: known and unknown are never alike", test_blue_and_red_differ, 0, 0, 0 },
		{ "palette: the safe ones differ without red or green cones too",
		  test_safe_for_all_eyes, 0, 0, 0 },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
