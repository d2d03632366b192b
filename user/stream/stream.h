/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stream.h - the model as it travels to the views: records of fixed size, little-endian.
 *
 * A stream starts with HELLO. Then come records in any order, but a PLACE, NETWORK or LIST before
 * the first PEER, ARC or PAST that names it. The first SNAPSHOT says that all there was has been
 * sent; after it come changes as they happen, each a whole record that replaces the one
 * with the same key. END is the last record of a sensor that stops in peace.
 *
 * A view may send lines to the sensor: "explain 198.51.100.7" is answered with an EXPLAIN, "past"
 * with a SPAN, the PASTs of the peers seen last, and the SPAN again; "points" with the POINTs of
 * just now, and from then on with each that comes. Of a capture all of these come by themselves,
 * before END. What request.h has is done, and then answered with an ANSWER, in the order asked.
 *
 * On the wire a record is a head of 8 bytes (u16 kind, u16 size with the head, "RDRC"), then
 * the members of its struct in record.h in their order, without what is named pad and without
 * gaps. Each kind has one size. Text fills its array, ended by zero.
 */
#ifndef STREAM_STREAM_H
#define STREAM_STREAM_H

#include <stddef.h>

#include "stream/record.h"

/*
 * r        kind in range; text that is not ended is cut
 * buf      out: STREAM_RECORD_MOST bytes are always enough
 * returns  bytes written
 * errors   -ENOSPC; -EINVAL what stream_decode() would refuse
 */
int stream_encode(const struct stream_record *r, uint8_t *buf, size_t room);

/*
 * Read one record.
 *
 * returns  bytes consumed, 0 when more bytes are needed
 * errors   -EBADMSG not a record of this version. In one that is, strings are ended,
 *          verdicts, directions, reasons, novelties and kinds are in range, flags are 0 or 1,
 *          latitudes are within 90 degrees and longitudes within 180, no place is a tray's, and
 *          no list has number 0
 */
int stream_decode(const uint8_t *buf, size_t len, struct stream_record *out);

#endif
