/* SPDX-License-Identifier: BSD-2-Clause */
/* learn_verbs.h - what can be asked of learning: freeze, thaw, forget, report, log. */
#ifndef APP_LEARN_VERBS_H
#define APP_LEARN_VERBS_H

#include "app/target.h"

/* Each returns 0 or -errno. The first three change the state, through its sensor if one runs. */
int learn_verb_freeze(const struct options *o, struct target *t, struct err *e);
int learn_verb_thaw(const struct options *o, struct target *t, struct err *e);
int learn_verb_forget(const struct options *o, struct target *t, struct err *e);

/* Who was learned, and the reasons to doubt; who moved whom from state to state. */
int learn_verb_report(const struct options *o, struct target *t, struct err *e);
int learn_verb_log(const struct options *o, struct target *t, struct err *e);

#endif
