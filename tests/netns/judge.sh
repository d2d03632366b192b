# SPDX-License-Identifier: BSD-2-Clause
# judge.sh - what changes while packets come: lists, trust, configuration; run.sh reads this.

reason_is() { # words, peer
	equals "\"$1\"" jq -s "[.[] | select(.event_type == \"alert\" and .redarc.peer == \"$2\")] |
		last | .redarc.reason" "$tmp/events"
}

edits_lists() {
	rm -rf "$tmp/state" "$tmp/events"
	build/redarc allow add $known --state "$tmp/state" >/dev/null 2>&1
	check "lists: it starts" start --events "$tmp/events"
	from_outside $known $home $n
	check "lists: what is allowed is counted" ledger_says $n .allowed.in
	check "lists: a peer is blocked" redarc block add $known
	from_outside $known $home $n
	check "lists: from then on it is blocked, the user's allow list notwithstanding" \
		ledger_says "[$n,$n]" '[.allowed.in,.blocked.in]'
	check "lists: it is taken off again" redarc block del $known
	from_outside $known $home $n
	check "lists: and allowed" ledger_says "[$((2 * n)),$n]" '[.allowed.in,.blocked.in]'
	check "lists: a prefix is allowed for what comes in" \
		redarc allow add 203.0.113.0/24 --direction in
	from_outside $stranger $home $n
	from_inside $home $stranger $n
	check "lists: all of it is allowed, in that direction" \
		ledger_says "[$((3 * n)),0,$n]" '[.allowed.in,.unknown.in,.unknown.out]'
	check "lists: every packet was counted once, and none is lost" ledger_says \
		"[$((5 * n)),0,true]" '[.allowed.in + .blocked.in + .unknown.out,.lost,.balanced]'
	check "lists: the reason is told" reason_is 'blocked by the user' $known
	check "lists: it ends" stop TERM
	check "lists: who is allowed by a prefix has flows" packets_are $n $stranger in allowed
}

rereads() {
	rm -rf "$tmp/state"
	echo $'[redarc]\nred = any' >"$tmp/conf"
	chmod 755 "$tmp" && chmod 644 "$tmp/conf"
	check "hangup: it starts" start --config "$tmp/conf"
	echo $'[redarc]\nred = country\ncolour = red' >"$tmp/conf"
	kill -HUP "$(sensor)"
	check "hangup: a bad configuration is named with file and line" \
		within 20 grep -q "conf:3: colour: unknown key.*nothing was changed" "$tmp/log"
	check "hangup: and changes nothing" equals '"any"' status .red.level
	echo $'[redarc]\nred = country' >"$tmp/conf"
	kill -HUP "$(sensor)"
	check "hangup: a good one holds at once" within 20 equals '"country"' status .red.level
	check "hangup: it ends" stop TERM
}

touches_dark() {
	local inside_host=10.9.8.7

	rm -rf "$tmp/state" "$tmp/events"
	check "dark: it starts" start --dark 192.0.2.128/25 --events "$tmp/events"
	from_outside $stranger 192.0.2.201 5
	from_outside $inside_host 192.0.2.200 1
	check "dark: who touched it from inside is on the list" within 50 listed_as_dark
	check "dark: who did from outside is not" \
		refute grep -q $stranger <(redarc block list --list tripwire)
	from_outside $inside_host $home $n
	check "dark: the intruder is blocked" ledger_says $n .blocked.in
	check "dark: the reason is told" \
		reason_is 'touched addresses that nobody uses' $inside_host
	check "dark: the user clears it" redarc allow add $inside_host
	from_outside $inside_host $home $n
	check "dark: and it is allowed" ledger_says $n .allowed.in
	check "dark: it ends" stop TERM
}

listed_as_dark() {
	redarc block list --list tripwire --json 2>/dev/null | jq -e '.reason' | grep -q dark
}

# Whatever a sensor was doing with its lists when it was killed, they are whole.
killed_while_lists_change() {
	local round lists=("$tmp/even" "$tmp/odd")

	rm -rf "$tmp/state"
	seq 0 2 65535 | awk '{ print "198.18." int($1 / 256) "." $1 % 256 }' >"${lists[0]}"
	seq 1 2 65535 | awk '{ print "198.18." int($1 / 256) "." $1 % 256 }' >"${lists[1]}"
	build/redarc block import "${lists[1]}" --list big --state "$tmp/state" >/dev/null 2>&1
	for ((round = 0; round < 50; round++)); do
		start || return 1
		build/redarc block import "${lists[round % 2]}" --list big --state "$tmp/state" \
			>/dev/null 2>&1 &
		sleep "0.$((RANDOM % 30 + 10))"
		stop KILL || return 1
		wait
		whole || { echo "in round $round"; return 1; }
	done
	nothing_attached
}

whole() { # the list is the even or the odd addresses, all of them
	build/redarc block export --list big --state "$tmp/state" | grep -v '^[#;]' >"$tmp/big" &&
		{ cmp -s "$tmp/big" "$tmp/even" || cmp -s "$tmp/big" "$tmp/odd"; }
}

edits_lists
rereads
touches_dark
check "lists: a sensor that is killed while they change, 50 times, leaves them whole" \
	killed_while_lists_change
