# SPDX-License-Identifier: BSD-2-Clause
# exact.sh - as many packets as a core makes, each counted once, while lists change and counters are
# read; run.sh reads this. EXACT=10000000 sends so many through each hook.

exact_frames=${EXACT:-2500000} exact_bytes=46 # of IPv4, in each
exact_known=(203.0.113.{1..4}) exact_strangers=198.51.100.0
exact_allowed=203.0.113.11 exact_blocked=203.0.113.12 exact_written=203.0.113.13

# On a CPU of its own, from end to end: then the cable takes every frame.
live_send() { # source, frames or seconds: JSON, see live.c
	in_ns "$outside" taskset -c $(($(nproc) - 1)) build/tests/bench/live vb \
		02:00:00:00:00:99 "$1" $home "$2"
}

sent_by() { # peers...: all of them when none is named
	awk -v peers=" $* " 'peers == "  " || index(peers, " " $1 " ") { n += $2 } END { print n + 0 }' \
		"$tmp/sent"
}

# All take turns, in four rounds; one of them is written into the map half-way.
exact_load() {
	local peer round n

	for round in 1 2 3 4; do
		for peer in "${exact_known[@]}" $exact_allowed $exact_blocked $exact_written \
			$exact_strangers+64; do
			n=$(live_send "$peer" $((exact_frames / 32)) | jq .sent) || return 1
			echo "${peer%+*} $n" >>"$tmp/sent"
		done
		((round != 2)) || map_update $exact_written || return 1
	done
}

# Who sends meanwhile is allowed and not, blocked and not.
exact_edits() {
	while :; do
		redarc allow add $exact_allowed
		redarc block add $exact_blocked
		redarc allow del $exact_allowed
		redarc block del $exact_blocked
		echo done
	done
}

exact_readings() {
	while :; do
		redarc status --json | jq -c '.ledger | [.balanced, .lost]'
	done
}

exact_while_busy() {
	local edits readings r

	exact_edits >"$tmp/edits" 2>/dev/null &
	edits=$!
	exact_readings >"$tmp/readings" 2>&1 &
	readings=$!
	exact_load
	r=$?
	kill $edits $readings
	wait $edits $readings
	return $r
}

exact_readings_hold() {
	(($(grep -c . "$tmp/readings") > 9 && $(grep -c done "$tmp/edits") > 1)) &&
		! grep -vxF '[true,0]' "$tmp/readings"
}

exact_in_allow4() { # each known peer's packets and bytes
	local peer

	for peer in "${exact_known[@]}"; do
		# shellcheck disable=SC2046
		bpftool -j map lookup id "$(map_id)" key $(key_of "$peer") |
			jq -r --arg peer "$peer" '.formatted.value | "\($peer) \(.packets[0]) \(.bytes[0])"'
	done | awk -v size=$exact_bytes '$3 == $2 * size { print $1, $2 }'
}

exact_in_top() {
	redarc top --sort packets --rows 100 --json | jq -r '.rows[] | "\(.peer) \(.packets)"'
}

exact_in_flows() { # whatever the verdicts were meanwhile; the strangers are told as one
	jq -r 'select(.event_type == "flow") | .redarc | "\(.peer) \(.packets)"' "$tmp/events" |
		sed "s/^${exact_strangers%.0}\.[0-9]*/$exact_strangers/"
}

# Whether what was sent by each of these peers is what a command counts: lines of peer, packets.
counts_what_was_sent() { # command, peers...
	local counts=$1 peer counted

	shift
	counted=$($counts) || return 1
	for peer; do
		counted_for "$peer" <<<"$counted" | grep -qx "$(sent_by "$peer")" && continue
		echo "$peer: sent $(sent_by "$peer"), counted $(counted_for "$peer" <<<"$counted")"
		return 1
	done
}

counted_for() { # peer
	awk -v peer="$1" '$1 == peer { n += $2 } END { print n + 0 }'
}

exact() { # how, options...
	local how="exact, $1" peer

	shift
	rm -rf "$tmp"/{state,events,sent}
	for peer in "${exact_known[@]}"; do
		build/redarc allow add "$peer" --state "$tmp/state" >/dev/null 2>&1
	done
	check "$how: it starts" start --events "$tmp/events" "$@"
	check "$how: frames are sent while lists change and counters are read" exact_while_busy
	check "$how: each of them is seen, and none is lost" ledger_says \
		"[$(sent_by),0,true]" '[.seen,.lost,.balanced]'
	check "$how: the ledger balanced at every reading" exact_readings_hold
	check "$how: lists did change verdicts" ledger_says true \
		"[.allowed.in > $(sent_by "${exact_known[@]}"),.unknown.in > 0,.blocked.in > 0] | all"
	check "$how: allow4 has each known peer's packets and bytes" \
		within 20 counts_what_was_sent exact_in_allow4 "${exact_known[@]}"
	check "$how: top has them" \
		within 20 counts_what_was_sent exact_in_top "${exact_known[@]}"
	check "$how: it ends" stop TERM
	check "$how: the flow lines of each peer add up to what it sent" \
		counts_what_was_sent exact_in_flows "${exact_known[@]}" $exact_allowed \
		$exact_blocked $exact_written $exact_strangers
}

# The same through libpcap, from a sender that keeps to a pace.
exact_pcap() {
	local packets=$((exact_frames * 2 / 5)) friend=${exact_known[0]}

	((packets <= 1000000)) || packets=1000000
	rm -rf "$tmp"/{state,events}
	build/redarc allow add "$friend" --state "$tmp/state" >/dev/null 2>&1
	check "exact, pcap: it starts" start --source pcap --events "$tmp/events"
	check "exact, pcap: frames are sent" from_outside "$friend"+2 $home $packets/300
	check "exact, pcap: each of them is seen; what was lost is called lost" \
		within 50 lossy_ledger_says "[$packets,$packets,true]" \
		'[.seen,.allowed.in + .unknown.in,.balanced]'
	stop TERM
	check "exact, pcap: what is not lost is in a flow line, once" exact_pcap_flows
}

exact_pcap_flows() {
	equals true jq -s '([.[] | select(.event_type == "flow") | .redarc.packets] | add) ==
		(.[-1].redarc.ledger | .seen - .lost)' "$tmp/events"
}


in_ns "$inside" ethtool -K va gro on # without XDP, frames that never were in a buffer want it
exact "native XDP" --hook xdp
exact "generic XDP" --hook xdp-generic
exact TCX --hook tc
exact clsact --hook clsact
exact "native XDP without the hot table" --hook xdp --no-hot
exact "TCX without the hot table" --hook tc --no-hot
exact_pcap
