/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/kinsoku.h"

#include <uchar.h>

static const char32_t never_first[] =
	U"、。，．・：；？！…‥ー〜～々〻゛゜ヽヾゝゞ"
	U"）」』】〕〉》］｝〟’”,.:;?!)]}%"
	U"ぁぃぅぇぉっゃゅょゎゕゖ"
	U"ァィゥェォッャュョヮヵヶ";
static const char32_t never_last[] = U"（「『【〔〈《［｛〝‘“([{";

static const struct {
	uint32_t from, to;
} scripts[] = {
	{ 0x2e80, 0xa4cf },   /* kana, ideographs, and their signs */
	{ 0xf900, 0xfaff },   /* compatibility ideographs */
	{ 0xff00, 0xff60 },   /* wide forms of Latin */
	{ 0x20000, 0x3ffff }, /* rare ideographs */
};

static bool has_no_blanks(uint32_t code)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		if (code >= scripts[i].from && code <= scripts[i].to)
			return true;
	return false;
}

static bool is_among(const char32_t *set, uint32_t code)
{
	while (*set && *set != code)
		set++;
	return *set;
}

bool kinsoku_allows(uint32_t before, uint32_t after)
{
	return (has_no_blanks(before) || has_no_blanks(after)) && !is_among(never_last, before) &&
	       !is_among(never_first, after);
}
