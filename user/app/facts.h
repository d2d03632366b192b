/* SPDX-License-Identifier: BSD-2-Clause */
/* facts.h - gathers what `explain` tells of an address. */
#ifndef APP_FACTS_H
#define APP_FACTS_H

#include "geo/geo.h"
#include "judge/explain.h"
#include "model/model.h"

/* Where facts come from; all borrowed. */
struct facts {
	const struct judge *judge;
	struct geo *geo;
	const struct model *model; /* NULL: nothing runs */
	int64_t now_s;
};

/* out: valid until anything of the sources changes */
void facts_gather(const struct facts *f, const struct addr *a, struct explain *out);

#endif
