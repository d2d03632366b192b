/* SPDX-License-Identifier: BSD-2-Clause */
/* mkmmdb flat|nested|asn < table > out.mmdb; mkmmdb.h has the table. */
#include <string.h>

#include "tests/support/mkmmdb.h"

int main(int argc, char **argv)
{
	int schema = 0, err;
	unsigned int line;

	while (argc == 2 && schema < MKMMDB_SCHEMAS && strcmp(argv[1], mkmmdb_schema_names[schema]))
		schema++;
	if (argc != 2 || schema == MKMMDB_SCHEMAS) {
		fprintf(stderr, "usage: mkmmdb flat|nested|asn < table > out.mmdb\n");
		return 2;
	}
	err = mkmmdb_write(schema, NULL, stdin, stdout, &line);
	if (err)
		fprintf(stderr, "mkmmdb: line %u: %s\n", line, strerror(-err));
	return err ? 1 : 0;
}
