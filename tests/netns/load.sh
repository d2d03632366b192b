# SPDX-License-Identifier: BSD-2-Clause
# load.sh - strangers that pour in, and a sensor that is stopped while packets come; run.sh reads
# this behind exact.sh.

paced() { # source, frames/pace: on the CPU of the live frames, so that the cable keeps its CPU
	in_ns "$outside" taskset -c $(($(nproc) - 1)) build/tests/netns/send vb "$1" $home "$2"
}

begin_with_friend() { # options...
	rm -rf "$tmp"/{state,events}
	build/redarc allow add $known --state "$tmp/state" >/dev/null 2>&1
	start --events "$tmp/events" "$@"
}

memory_kb() { awk '/^VmRSS:/ { print $2 }' "/proc/$(sensor)/status"; }

# Three seconds of strangers, and a friend meanwhile; notes the memory after one and at the end.
flood() {
	local friend

	paced $known 5000/2 &
	friend=$!
	live_send 198.18.0.0~131072 1s >"$tmp/flood" && memory_kb >"$tmp/memory" &&
		live_send 198.18.0.0~131072 2s >>"$tmp/flood" && memory_kb >>"$tmp/memory" &&
		wait $friend
}

cable_took() { in_ns "$outside" ip -s -j link show vb | jq '.[0].stats64.tx.packets'; }

memory_is_flat() {
	awk '{ kb[NR] = $1 } END { print kb[1], kb[2]; exit kb[2] - kb[1] > 10240 }' "$tmp/memory"
}

# All of them, but for what the cable had no room for.
friend_is_exact() {
	local counted dropped

	counted=$(load_status .ledger.allowed.in) dropped=$(jq -s 'map(.dropped) | add' "$tmp/flood")
	echo "counted $counted of 5000, $dropped were dropped"
	((counted <= 5000 && counted >= 5000 - dropped))
}

load_status() { # jq filter; packets may be lost, which fails the command
	{ redarc status --json 2>/dev/null || true; } | jq -c "$1"
}

load_says() { within 50 equals "$1" load_status "$2"; } # expected, jq filter

storms() { # hook
	local before

	check "storm, $1: it starts" begin_with_friend --hook "$1"
	before=$(cable_took)
	check "storm, $1: strangers pour in for 3 s, a friend sends 5,000 packets" flood
	check "storm, $1: it is shown" load_says '[true,true]' '.storm | [.on, .all_peers > 0]'
	check "storm, $1: every packet that the cable took was seen, and the sums hold" \
		load_says "[$(($(cable_took) - before)),true]" '.ledger | [.seen, .balanced]'
	check "storm, $1: the friend is counted exactly" friend_is_exact
	check "storm, $1: memory grew by 10 MB at most after the first second" memory_is_flat
	check "storm, $1: it ends by itself" within 150 equals false load_status .storm.on
	check "storm, $1: the sensor ends" stop TERM
}

# A friend sends 20 frames a millisecond, as strangers do meanwhile; notes what allow4 has of it
# before the sensor goes on.
stop_under_load() { # seconds, strangers, frames of them a millisecond
	local seconds=$1 strangers=$2 pace=$3 friend

	kill -STOP "$(sensor)"
	paced $known $((seconds * 20000))/20 &
	friend=$!
	paced "$strangers" $((seconds * pace * 1000))/"$pace" && wait $friend
	known_in_allow4 >"$tmp/meanwhile"
	kill -CONT "$(sensor)"
}

known_in_allow4() {
	# shellcheck disable=SC2046
	bpftool -j map lookup id "$(map_id)" key $(key_of $known) |
		jq '.formatted.value.packets[0]'
}

events_sum() { # jq condition of the flow's .redarc
	jq -s "[.[] | select(.event_type == \"flow\") | .redarc | select($1) | .packets] | add" \
		"$tmp/events"
}

each_stranger_has() { # packets
	jq -r 'select(.event_type == "flow" and .redarc.verdict == "unknown") |
		.redarc | "\(.peer) \(.packets)"' "$tmp/events" |
		awk -v each="$1" '{ n[$1] += $2 } END {
			for (peer in n) if (n[peer] != each) { print peer, n[peer]; wrong = 1 }
			exit wrong || length(n) != 100 }'
}

# The table in front has a lease of 10 s.
lease_ended() { # packets of the friend: those of the last second or two were counted by allow4
	local counted

	counted=$(cat "$tmp/meanwhile")
	echo "allow4 had counted $counted of $1"
	((counted > 0 && counted < $1))
}

stopped() { # hook
	local seconds=12 friend strangers

	friend=$((seconds * 20000)) strangers=$((seconds * 2000))
	check "stopped, $1: it starts" begin_with_friend --hook "$1"
	sleep 1 # until the friend stands in the hot table
	check "stopped, $1: packets come for $seconds s while it is stopped" \
		stop_under_load $seconds 198.18.0.0+100 2
	check "stopped, $1: once nobody folded the hot table, allow4 counted" lease_ended $friend
	check "stopped, $1: every packet is in the ledger, none is lost" \
		load_says "[$friend,$strangers,0,true]" \
		'.ledger | [.allowed.in, .unknown.in, .lost, .balanced]'
	check "stopped, $1: status ends well" build/redarc status --socket "$tmp/sock"
	check "stopped, $1: allow4 has the friend's" within 20 equals $friend known_in_allow4
	check "stopped, $1: it ends" stop TERM
	check "stopped, $1: the friend's flow lines are whole" \
		equals $friend events_sum ".peer == \"$known\""
	check "stopped, $1: and each stranger's" each_stranger_has $((strangers / 100))
}

# More strangers than there are rows and records.
overrun() { # hook
	local seconds=6 friend strangers

	friend=$((seconds * 20000)) strangers=$((seconds * 20000))
	check "overrun, $1: it starts" begin_with_friend --hook "$1"
	check "overrun, $1: 100,000 strangers call while it is stopped" \
		stop_under_load $seconds 198.18.0.0+100000 20
	check "overrun, $1: every packet is in the ledger, some are called lost" \
		load_says "[$friend,$strangers,true,true]" \
		'.ledger | [.allowed.in, .unknown.in, .lost > 0, .balanced]'
	check "overrun, $1: status ends with 1, and says why" status_owns_up
	check "overrun, $1: allow4 has the friend's" within 20 equals $friend known_in_allow4
	check "overrun, $1: it ends" stop TERM
	check "overrun, $1: what is not lost is in a flow line, once" flows_hold_what_is_not_lost
}

status_owns_up() {
	local said

	said=$(build/redarc status --socket "$tmp/sock" 2>&1)
	(($? == 1)) && grep -q 'packets lost: who sent them may be missing' <<<"$said"
}

storms tc
stopped tc
overrun xdp
in_ns "$inside" ethtool -K va gro off
