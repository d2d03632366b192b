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
	static const char *const words[] = { "external", "history", "user", "rule" };

	return word(words, sizeof(words) / sizeof(*words), origin);
}

const char *words_reason(uint8_t reason)
{
	static const char *const words[REASONS] = {
		[REASON_NO_LIST] = "no allowlist yet: still learning",
		[REASON_HISTORY] = "seen within the window before the list was fixed",
		[REASON_USER] = "allowed by the user",
		[REASON_EXTERNAL] = "written into the kernel's map by another program",
		[REASON_NEVER_SEEN] = "not known, in no direction",
		[REASON_OTHER_DIRECTION] = "known only in the other direction",
		[REASON_RULE] = "seen in enough hours, over long enough, to be trusted",
		[REASON_ALLOWLIST] = "on an allow list",
		[REASON_CANDIDATE] = "seen before, not yet trusted",
		[REASON_HELD] =
			"as regular as a beacon, from a rare network: not trusted by itself",
		[REASON_EXPIRED] = "was trusted, and not seen for the window",
		[REASON_WAS_LISTED] = "seen while on a blocklist: not trusted by itself",
		[REASON_USER_BLOCK] = "blocked by the user",
		[REASON_BLOCKLIST] = "on a blocklist",
		[REASON_DARK] = "touched addresses that nobody uses",
	};

	return word(words, REASONS, reason);
}

const char *words_novelty(uint8_t novelty)
{
	static const char *const words[NOVELTY_LEVELS] = {
		"known address", "new address in a known /24", "new /24 in a known network",
		"new network", "new country",
	};

	return word(words, NOVELTY_LEVELS, novelty_level(novelty));
}

const char *words_level(uint8_t level)
{
	static const char *const words[NOVELTY_LEVELS] = { "any", "address", "subnet", "network",
							   "country" };

	return word(words, NOVELTY_LEVELS, level);
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
