/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/words.h"

#include <stddef.h>

static const char *word(const char *const *words, size_t n, uint8_t i)
{
	return i < n && words[i] ? words[i] : "";
}

const char *words_verdict(uint8_t verdict)
{
	static const char *const words[] = { "allowed", "learning", "unknown", "blocked" };

	return word(words, RA_VERDICTS, verdict);
}

const char *words_direction(uint8_t direction)
{
	static const char *const words[] = { "in", "out" };

	return word(words, RA_DIRECTIONS, direction);
}

const char *words_origin(uint8_t origin)
{
	static const char *const words[] = { "external", "history", "user" };

	return word(words, sizeof(words) / sizeof(*words), origin);
}

const char *words_reason(uint8_t reason)
{
	static const char *const words[REASONS] = {
		[REASON_NO_LIST] = "no allowlist yet: still learning",
		[REASON_HISTORY] = "seen within the window before the list was fixed",
		[REASON_USER] = "allowed by the user",
		[REASON_EXTERNAL] = "written into the kernel's map by another program",
		[REASON_NEVER_SEEN] = "not seen within the window, in no direction",
		[REASON_OTHER_DIRECTION] = "known only in the other direction",
	};

	return word(words, REASONS, reason);
}

const char *words_proto(uint8_t proto)
{
	static const char *const words[256] = {
		[1] = "ICMP", [2] = "IGMP", [4] = "IPIP", [6] = "TCP", [17] = "UDP", [33] = "DCCP",
		[41] = "IPV6", [47] = "GRE", [50] = "ESP", [51] = "AH", [58] = "ICMPV6",
		[89] = "OSPF", [103] = "PIM", [112] = "VRRP", [132] = "SCTP", [136] = "UDPLITE",
	};

	return word(words, 256, proto);
}
