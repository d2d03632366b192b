/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream/request.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum text { NONE, MAY, MUST };

static const struct {
	const char *words;
	enum text text;
} forms[STREAM_REQUESTS] = {
	[STREAM_ALLOW_ADD] = { "allow add ", MAY },
	[STREAM_ALLOW_DEL] = { "allow del ", NONE },
	[STREAM_ALLOW_PUT] = { "allow put ", MUST },
	[STREAM_BLOCK_ADD] = { "block add ", MAY },
	[STREAM_BLOCK_DEL] = { "block del ", NONE },
	[STREAM_BLOCK_PUT] = { "block put ", MUST },
	[STREAM_LABEL_ADD] = { "label add ", MUST },
	[STREAM_LABEL_DEL] = { "label del ", NONE },
	[STREAM_LABEL_PUT] = { "label put ", MUST },
	[STREAM_EVIDENCE_EXPORT] = { "evidence export ", NONE },
};

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

size_t stream_request_format(const struct stream_request *r, char *line)
{
	char address[ADDR_TEXT];
	int len = snprintf(line, STREAM_REQUEST_LINE, "%s%s%s%.*s\n", forms[r->kind].words,
			   addr_format(&r->peer, address), r->text[0] ? " " : "",
			   STREAM_REQUEST_TEXT - 1, r->text);

	for (char *c = line; c < line + len - 1; c++)
		if (is_control(*c))
			*c = ' ';
	return (size_t)len;
}

static bool is_plain(const char *text)
{
	while (*text && !is_control(*text))
		text++;
	return !*text;
}

static int parse_rest(const char *rest, enum text wants, struct stream_request *out)
{
	size_t len = strcspn(rest, " ");
	char address[ADDR_TEXT];
	const char *text = rest + len + (rest[len] == ' ');

	if (len >= sizeof(address) || !is_plain(text))
		return -EINVAL;
	memcpy(address, rest, len);
	address[len] = 0;
	if (addr_parse(address, &out->peer) || (wants == NONE && rest[len]) ||
	    (wants == MUST && !*text))
		return -EINVAL;
	if (strlen(text) >= sizeof(out->text))
		return -E2BIG;
	strcpy(out->text, text);
	return 0;
}

int stream_request_parse(const char *line, struct stream_request *out)
{
	*out = (struct stream_request){ .kind = STREAM_REQUESTS };
	for (enum stream_request_kind k = 0; k < STREAM_REQUESTS; k++) {
		size_t len = strlen(forms[k].words);

		if (strncmp(line, forms[k].words, len))
			continue;
		out->kind = k;
		return parse_rest(line + len, forms[k].text, out);
	}
	return -ENOMSG;
}

bool stream_request_undo(const struct stream_answer *a, struct stream_request *out)
{
	enum stream_request_kind list = a->request / 3 * 3;

	if (!a->ok || a->request >= STREAM_EVIDENCE_EXPORT)
		return false;
	*out = (struct stream_request){ .kind = a->before[0] ? list + 2 : list + 1,
					.peer = a->addr };
	memcpy(out->text, a->before, sizeof(out->text));
	return a->before[0] || a->request != list + 1;
}
