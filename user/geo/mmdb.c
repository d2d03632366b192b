/* SPDX-License-Identifier: BSD-2-Clause */
#include "geo/mmdb.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "core/hash.h"

#define PROBES 64     /* records that are looked at before a database is trusted */
#define REST_AFTER 256 /* look-ups, at most, between two rests */

typedef const char *const path_t[4]; /* keys from the record's top, ends with NULL */

/* Where a kind of database keeps what is asked. */
struct schema {
	enum mmdb_kind kind;
	bool flat; /* the columns of DB-IP's table */
	path_t lat, lon, country, city, accuracy, asn, organisation;
};

static const struct schema schemas[] = {
	{ .kind = MMDB_PLACES,
	  .lat = { "location", "latitude" },
	  .lon = { "location", "longitude" },
	  .country = { "country", "iso_code" },
	  .city = { "city", "names", "en" },
	  .accuracy = { "location", "accuracy_radius" } },
	{ .kind = MMDB_PLACES,
	  .flat = true,
	  .lat = { "latitude" },
	  .lon = { "longitude" },
	  .country = { "country_code" },
	  .city = { "city" },
	  .accuracy = { "accuracy_radius" } },
	{ .kind = MMDB_NETWORKS,
	  .asn = { "autonomous_system_number" },
	  .organisation = { "autonomous_system_organization" } },
};

struct mmdb {
	MMDB_s file;
	const struct schema *schema;
	char type[64]; /* database_type, fit to be shown */
	unsigned int lookups; /* since the last rest */
};

/* --- reading a record --- */

static bool get(MMDB_entry_s *entry, path_t path, MMDB_entry_data_s *out)
{
	return MMDB_aget_value(entry, out, path) == MMDB_SUCCESS && out->has_data;
}

static bool get_number(MMDB_entry_s *entry, path_t path, double *out)
{
	MMDB_entry_data_s data;

	if (!get(entry, path, &data))
		return false;
	switch (data.type) {
	case MMDB_DATA_TYPE_FLOAT:
		*out = data.float_value;
		return true;
	case MMDB_DATA_TYPE_DOUBLE:
		*out = data.double_value;
		return true;
	case MMDB_DATA_TYPE_UINT16:
		*out = data.uint16;
		return true;
	case MMDB_DATA_TYPE_UINT32:
		*out = data.uint32;
		return true;
	}
	return false;
}

/* Cut between two characters; what would move a terminal's cursor becomes a space. */
static void copy_text(char *text, size_t room, const char *from, size_t len)
{
	if (len >= room)
		for (len = room - 1; len && (from[len] & 0xc0) == 0x80; len--)
			;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)from[i];

		text[i] = c < 0x20 || c == 0x7f ? ' ' : (char)c;
	}
	text[len] = 0;
}

static void get_text(MMDB_entry_s *entry, path_t path, char *text, size_t room)
{
	MMDB_entry_data_s data;

	if (get(entry, path, &data) && data.type == MMDB_DATA_TYPE_UTF8_STRING)
		copy_text(text, room, data.utf8_string, data.data_size);
}

static void get_country(MMDB_entry_s *entry, path_t path, char country[3])
{
	char text[4] = "";

	get_text(entry, path, text, sizeof(text));
	if (text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z' && !text[2])
		memcpy(country, text, 3);
}

static bool on_the_globe(double lat, double lon)
{
	return isfinite(lat) && isfinite(lon) && fabs(lat) <= 90 && fabs(lon) <= 180 &&
	       (lat != 0 || lon != 0);
}

static bool read_place(const struct schema *s, MMDB_entry_s *entry, struct geo_place *out)
{
	double lat, lon, accuracy = 0;

	if (!get_number(entry, s->lat, &lat) || !get_number(entry, s->lon, &lon) ||
	    !on_the_globe(lat, lon))
		return false;
	if (get_number(entry, s->accuracy, &accuracy) && accuracy > 0 && accuracy < UINT16_MAX)
		out->accuracy_km = (uint16_t)accuracy;
	out->lat_deg = (float)lat + 0.0f; /* a place that is equal has equal bytes: no -0 */
	out->lon_deg = (float)lon + 0.0f;
	get_country(entry, s->country, out->country);
	get_text(entry, s->city, out->city, sizeof(out->city));
	return true;
}

static bool read_network(const struct schema *s, MMDB_entry_s *entry, struct geo_network *out)
{
	double asn;

	if (!get_number(entry, s->asn, &asn) || !(asn >= 1 && asn <= UINT32_MAX))
		return false;
	out->asn = (uint32_t)asn;
	get_text(entry, s->organisation, out->name, sizeof(out->name));
	return true;
}

/* --- looking around before a database is trusted --- */

/* returns 1 when a record has what the schema asks first, 0, or -EBADMSG */
static int fits(const struct schema *s, MMDB_entry_s *entry)
{
	MMDB_entry_data_s data;
	int status = MMDB_aget_value(entry, &data, s->kind == MMDB_PLACES ? s->lat : s->asn);

	if (status == MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR ||
	    status == MMDB_INVALID_LOOKUP_PATH_ERROR)
		return 0;
	return status == MMDB_SUCCESS ? data.has_data : -EBADMSG;
}

/*
 * Follow a path of random bits down the tree to a record, turning from what is empty.
 *
 * returns  1 with the record, 0 when there is none this way, -EBADMSG
 */
static int descend(const MMDB_s *file, uint64_t bits, MMDB_entry_s *out)
{
	uint64_t number = 0;

	for (unsigned int depth = 0; depth < file->depth; depth++, bits = bits << 1 | bits >> 63) {
		MMDB_search_node_s node;
		bool right = bits >> 63;
		uint8_t type;

		if (MMDB_read_node(file, (uint32_t)number, &node) != MMDB_SUCCESS)
			return -EBADMSG;
		if ((right ? node.right_record_type : node.left_record_type) ==
		    MMDB_RECORD_TYPE_EMPTY)
			right = !right;
		type = right ? node.right_record_type : node.left_record_type;
		*out = right ? node.right_record_entry : node.left_record_entry;
		number = right ? node.right_record : node.left_record;
		if (type == MMDB_RECORD_TYPE_DATA)
			return 1;
		if (type == MMDB_RECORD_TYPE_EMPTY)
			return 0;
		if (type != MMDB_RECORD_TYPE_SEARCH_NODE)
			return -EBADMSG;
	}
	return -EBADMSG;
}

/* The first schema that fits any record is the database's. */
static int try_record(struct mmdb *m, enum mmdb_kind kind, MMDB_entry_s *entry)
{
	for (size_t i = 0; i < sizeof(schemas) / sizeof(*schemas); i++) {
		int fit = schemas[i].kind == kind ? fits(&schemas[i], entry) : 0;

		if (fit < 0)
			return fit;
		if (fit && !m->schema)
			m->schema = &schemas[i];
	}
	return 0;
}

static int look_around(struct mmdb *m, enum mmdb_kind kind)
{
	MMDB_entry_s entry;
	int err = 0;

	for (uint64_t i = 1; !err && i <= PROBES; i++) {
		int found = descend(&m->file, hash_mix(i), &entry);

		err = found > 0 ? try_record(m, kind, &entry) : found;
	}
	return err;
}

/* --- opening --- */

/* libmaxminddb says only that it could not open; the reason is the system's. */
static int open_failure(const char *path, int status, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), code = -errno;

	if (fd < 0)
		return err_set(e, code, "%s: %s", path, strerror(-code));
	close(fd);
	if (status == MMDB_OUT_OF_MEMORY_ERROR)
		return err_set(e, -ENOMEM, "%s: out of memory", path);
	return err_set(e, -EBADMSG, "%s: not a MaxMind database, or damaged", path);
}

static bool metadata_make_sense(const MMDB_s *file)
{
	const MMDB_metadata_s *data = &file->metadata;

	return data->binary_format_major_version == 2 && data->node_count && data->database_type &&
	       (data->ip_version == 4 || data->ip_version == 6);
}

static int examine(struct mmdb *m, const char *path, enum mmdb_kind kind, struct err *e)
{
	const char *type = m->file.metadata.database_type;

	if (!metadata_make_sense(&m->file) || look_around(m, kind))
		return err_set(e, -EBADMSG, "%s: not a MaxMind database, or damaged", path);
	copy_text(m->type, sizeof(m->type), type, strlen(type));
	if (!m->schema)
		return err_set(e, -EBADMSG, "%s: holds no %s (it is \"%s\")", path,
			       kind == MMDB_PLACES ? "places" : "networks", m->type);
	return 0;
}

int mmdb_open(const char *path, enum mmdb_kind kind, struct mmdb **out, struct err *e)
{
	struct mmdb *m = calloc(1, sizeof(*m));
	int status, err;

	*out = NULL;
	if (!m)
		return err_set(e, -ENOMEM, "%s: out of memory", path);
	status = MMDB_open(path, MMDB_MODE_MMAP, &m->file);
	if (status != MMDB_SUCCESS) {
		err = open_failure(path, status, e);
		free(m);
		return err;
	}
	err = examine(m, path, kind, e);
	if (err) {
		mmdb_close(m);
		return err;
	}
	m->lookups = PROBES;
	mmdb_rest(m);
	*out = m;
	return 0;
}

void mmdb_close(struct mmdb *m)
{
	if (!m)
		return;
	MMDB_close(&m->file);
	free(m);
}

/* What was read stays in the system's cache; mapped, it would count as our memory. */
void mmdb_rest(struct mmdb *m)
{
	if (!m || !m->lookups)
		return;
	m->lookups = 0;
	madvise((void *)(uintptr_t)m->file.file_content, (size_t)m->file.file_size, MADV_DONTNEED);
}

/* --- asking --- */

static bool look_up(struct mmdb *m, const struct addr *a, MMDB_entry_s *out)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	const struct sockaddr *address = (const struct sockaddr *)&v6;
	MMDB_lookup_result_s found;
	int error;

	if (addr_is_v4(a)) {
		v4.sin_addr.s_addr = addr_to_be32(a);
		address = (const struct sockaddr *)&v4;
	} else {
		memcpy(&v6.sin6_addr, a->b, sizeof(a->b));
	}
	if (++m->lookups == REST_AFTER)
		mmdb_rest(m);
	found = MMDB_lookup_sockaddr(&m->file, address, &error);
	*out = found.entry;
	return error == MMDB_SUCCESS && found.found_entry;
}

bool mmdb_place(struct mmdb *m, const struct addr *a, struct geo_place *out)
{
	MMDB_entry_s entry;

	memset(out, 0, sizeof(*out));
	return look_up(m, a, &entry) && read_place(m->schema, &entry, out);
}

bool mmdb_network(struct mmdb *m, const struct addr *a, struct geo_network *out)
{
	MMDB_entry_s entry;

	memset(out, 0, sizeof(*out));
	return look_up(m, a, &entry) && read_network(m->schema, &entry, out);
}

bool mmdb_is_dbip(const struct mmdb *m)
{
	return m->schema->flat || strcasestr(m->type, "DBIP") || strcasestr(m->type, "DB-IP");
}

const char *mmdb_name(const struct mmdb *m)
{
	return m->schema->flat ? "DB-IP City Lite" : m->type;
}

const char *mmdb_describe(const struct mmdb *m, char *text, size_t room)
{
	time_t built = (time_t)m->file.metadata.build_epoch;
	struct tm day = { 0 };
	char month[32] = "no date";

	if (gmtime_r(&built, &day))
		strftime(month, sizeof(month), "%Y-%m", &day);
	snprintf(text, room, "%s, %s", mmdb_name(m), month);
	return text;
}
