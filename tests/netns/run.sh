#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The sensor on a real interface: every hook, exact counts, edits while it runs, and its death.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh
. tests/netns/lib.sh
PATH=$PATH:/usr/sbin:/sbin

home=192.0.2.1 known=198.51.100.10 stranger=203.0.113.20 late=203.0.113.30 foreign=203.0.113.40
n=1000

if [[ $(id -u) != 0 ]]; then
	echo "SKIP netns: namespaces and programs in the kernel need root"
	exit 0
fi
if ! ip netns add "$inside" 2>/dev/null; then
	echo "SKIP netns: this machine allows no network namespaces"
	exit 0
fi
ip netns del "$inside"
trap tear_down EXIT
trap 'exit 130' INT TERM HUP

has_kernel_path() { build/redarc check 2>/dev/null | grep -q '^kernel path *built in'; }

four_thousand() { # known and unknown, in and out
	from_outside $known $home $n && from_outside $stranger $home $n &&
		from_inside $home $known $n && from_inside $home $stranger $n
}

ledger_says() { # expected, jq filter of the ledger
	within 20 equals "$1" status ".ledger | $2"
}

allowed_in_events() { # peer: its last flow says allowed
	equals '"allowed"' events \
		"select(.event_type==\"flow\" and .redarc.peer==\"$1\") | .redarc.verdict"
}

key_of() { # address: as bpftool wants it
	echo "$1" | tr . ' '
}

map_update() { # address: an entry for both directions, written by a foreign hand
	local zeros

	zeros=$(printf '0 %.0s' $(seq 55))
	# shellcheck disable=SC2046,SC2086
	bpftool map update id "$(map_id)" key $(key_of "$1") value 3 $zeros
}

map_id() { # of this sensor's allow4, its hash of 56 bytes: others may run on this machine
	cat /proc/"$(sensor)"/fdinfo/* 2>/dev/null | # some are closed by then
		awk '/^map_type:/ { hash = $2 == 1 } /^value_size:/ { hash = hash && $2 == 56 }
			/^map_id:/ && hash && !said++ { print $2 }'
}

dump_of_known() {
	bpftool -j map dump id "$(map_id)" |
		jq -c "[.[].formatted.value | select(.packets==[$n,$n])] | length"
}

verdict_of_next() { # peer, expected counter: one packet moves it by one
	local before after

	before=$(status ".ledger.$2") && from_outside "$1" $home 1 && sleep 0.2 &&
		after=$(status ".ledger.$2") && ((after == before + 1))
}

nothing_attached() {
	equals $'{"xdp":0,"ingress":0,"egress":0}\n0' attached
}

# One hook, from start to death.
story() { # hook, mode that is printed, what hangs on va then
	local hook=$1

	check "$hook: the user's entry is there before the start" \
		build/redarc allow add $known --state "$tmp/state"
	rm -f "$tmp/events"
	check "$hook: it starts" start --hook "$hook" --events "$tmp/events"
	check "$hook: the mode that runs is printed" grep -q "watching va: $2" "$tmp/log"
	check "$hook: that is what hangs there" equals "$3" attached
	check "$hook: the mode is in the status" equals "\"$hook\"" status .mode
	check "$hook: it is neither root nor has it capabilities" powerless
	check "$hook: frames are sent" four_thousand
	check "$hook: allowed is exact, in and out" ledger_says "[$n,$n]" '[.allowed.in,.allowed.out]'
	check "$hook: unknown is exact, in and out" ledger_says "[$n,$n]" '[.unknown.in,.unknown.out]'
	check "$hook: every packet was seen" ledger_says $((4 * n)) '.seen - .not_ipv4'
	check "$hook: nothing is lost, and the sums hold" ledger_says '[0,true]' '[.lost,.balanced]'
	check "$hook: bpftool reads allow4, with names" equals 1 dump_of_known
	check "$hook: a peer is unknown" verdict_of_next $late unknown.in
	check "$hook: it is allowed while the sensor runs" \
		build/redarc allow add $late --state "$tmp/state"
	check "$hook: it is allowed within a second" within 10 verdict_of_next $late allowed.in
	check "$hook: another peer is unknown" verdict_of_next $foreign unknown.in
	check "$hook: bpftool writes an entry for it" map_update $foreign
	check "$hook: that is honoured within a second" within 10 verdict_of_next $foreign allowed.in
	sleep 0.5
	check "$hook: Ctrl-C ends it well" stop INT
	check "$hook: one alert a peer and direction" equals $'"203.0.113.20 in"\n"203.0.113.20 out"' \
		events 'select(.event_type=="alert" and .redarc.peer=="203.0.113.20") | "\(.redarc.peer) \(.redarc.direction)"'
	check "$hook: the flows of the stranger are whole" equals "$n"$'\n'"$n" \
		events "select(.event_type==\"flow\" and .redarc.peer==\"$stranger\") | .redarc.packets"
	check "$hook: what the user allowed turned blue" allowed_in_events $late
	check "$hook: what bpftool allowed turned blue" allowed_in_events $foreign
	check "$hook: the last line balances" equals true \
		events 'select(.event_type=="stats") | .redarc.ledger.balanced'
	check "$hook: nothing stays attached" nothing_attached
	rm -rf "$tmp/state" "$tmp/events"
}

powerless() {
	local proc

	proc=/proc/$(sensor)/status

	grep -qE '^Uid:' "$proc" && ! grep -qE '^Uid:.*\b0\b' "$proc" && grep -q '^CapEff:\s*0*$' "$proc" &&
		grep -q '^NoNewPrivs:\s*1' "$proc" && grep -q '^Seccomp:\s*2' "$proc"
}

killed() {
	check "kill -9: it starts" start --hook "$1"
	check "kill -9: something is attached" refute nothing_attached
	stop KILL
	check "kill -9: $1 leaves nothing attached" within 20 nothing_attached
}

# Somebody else's filter on the qdisc that we made keeps it alive.
spares_others() {
	check "clsact: it starts" start --hook clsact
	check "clsact: another hangs a filter there" in_ns "$inside" \
		tc filter add dev va ingress prio 7 bpf bytecode '1,6 0 0 0,'
	check "clsact: it ends" stop TERM
	check "clsact: the other's filter is still there, ours is not" equals 1 filters
	in_ns "$inside" tc qdisc del dev va clsact 2>/dev/null
}

filters() {
	in_ns "$inside" tc -j filter show dev va ingress | jq '[.[] | select(.options)] | length'
}

refute() { ! "$@" >/dev/null; }

tagged() {
	rm -rf "$tmp/state"
	check "tags: it starts" start --hook "$1"
	from_outside $stranger $home 10 1 && from_outside $stranger $home 10 2 &&
		from_outside $stranger $home 10 5
	check "tags: $1 sees IPv4 behind one, two and five VLAN tags" ledger_says 30 .unknown.in
	check "tags: it ends" stop TERM
}

every_frame() { # in: from outside; out: from inside
	local expected

	rm -rf "$tmp/state"
	check "frames: it starts" start --hook "$1"
	expected=$(in_ns "$outside" build/tests/netns/play_frames vb)
	check "frames: $1 counts each hand-made frame as the table says, in" ledger_says "$expected" \
		'{seen, not_ipv4, malformed, unknown: .unknown.in}'
	check "frames: it ends" stop TERM
	rm -rf "$tmp/state"
	check "frames: it starts again" start --hook "$1"
	expected=$(in_ns "$inside" build/tests/netns/play_frames va)
	check "frames: TC counts each hand-made frame as the table says, out" \
		ledger_says "$expected" '{seen, not_ipv4, malformed, unknown: .unknown.out}'
	check "frames: it ends again" stop TERM
}

layer_3() {
	rm -rf "$tmp/state"
	in_ns "$inside" ip tuntap add dev tun9 mode tun && in_ns "$inside" ip link set tun9 up
	check "tun: it starts" start tun9 --hook "$1"
	in_ns "$inside" build/tests/netns/send tun:tun9 $stranger $home 10
	check "tun: $1 sees packets without Ethernet" ledger_says 10 .unknown.in
	check "tun: it ends" stop TERM
	in_ns "$inside" ip link del tun9
}

# More new peers at once than there are records and rows for.
burst() {
	rm -rf "$tmp/state" "$tmp/events"
	check "burst: it starts" start --events "$tmp/events"
	check "burst: 60,000 strangers call" from_outside 198.18.0.0+60000 $home 60000/1000
	check "burst: it ends" stop TERM
	check "burst: each packet that the ledger does not call lost is in a flow line, once" \
		flows_hold_what_is_not_lost
	check "burst: the sums hold" equals true \
		events 'select(.event_type=="stats") | .redarc.ledger.balanced'
}

# Rows that a sweep read before they were needed for others are called lost all the same; who was
# one stranger too many has none.
flows_hold_what_is_not_lost() {
	jq -es '([.[] | select(.event_type == "flow") | .redarc.packets] | add) as $flows |
		.[-1].redarc | .storm.all_packets as $counted | .ledger |
		$flows + $counted >= .reported + .suppressed and $flows + $counted <= .seen' \
		"$tmp/events" && return
	events 'select(.event_type == "stats") | .redarc.ledger'
	return 1
}

# Without --state, `redarc allow` means the list of the only sensor that runs.
finds_the_sensor() {
	rm -rf "$tmp/state"
	if compgen -G '/run/redarc/*.sock' >/dev/null; then
		echo "SKIP allow: another sensor runs on this machine, or was killed on it"
		return
	fi
	check "allow: it starts" start --socket /run/redarc/va.sock
	check "allow: the only sensor that runs is found" build/redarc allow add $late
	check "allow: its list follows" within 10 found_and_allowed
	check "allow: it ends" stop TERM
	check "allow: its socket is gone" refute test -e /run/redarc/va.sock
}

found_and_allowed() {
	from_outside $late $home 1
	(($(build/redarc status va --json | jq .ledger.allowed.in) > 0))
}

# Two lists, each of which judges every address, are swapped to and fro while packets come.
swaps_lists() {
	local swap packets=200000

	nsenter --net="/run/netns/$inside" -- build/tests/netns/swap va >"$tmp/swap" 2>&1 &
	swap=$!
	check "swap: a list of a million rules is set" within 200 grep -q '^ready' "$tmp/swap"
	check "swap: packets of 512 peers come" from_outside 198.18.15.0+512 $home $packets
	kill "$swap" && wait "$swap"
	check "swap: the lists were swapped meanwhile" swap_says '.swaps > 0'
	check "swap: no packet is judged by neither list" \
		swap_says ".ipv4 == $packets and .neither == 0"
	check "swap: each list judges in its turn" swap_says '.allowed > 0 and .blocked > 0'
	check "swap: nothing is lost, and the sums hold" swap_says '.lost == 0 and .balanced'
}

swap_says() { # jq condition
	tail -n 1 "$tmp/swap" | jq -e "$1" >/dev/null && return
	cat "$tmp/swap"
	return 1
}

survives_kill() {
	check "history: it starts" start --learn 1h
	from_outside $stranger $home 5
	check "history: the peer is learning" ledger_says 5 .learning.in
	sleep 3.5
	stop KILL
	check "history: it starts again" start
	from_outside $stranger $home 5
	from_inside $home $stranger 5
	check "history: what was learned before kill -9 is known" ledger_says 5 .allowed.in
	check "history: inbound does not whiten outbound" ledger_says 5 .unknown.out
	check "history: it ends" stop TERM
}

learns_then_judges() {
	rm -rf "$tmp/state"
	check "learning: it starts" start --learn 2s
	from_outside $known $home 5
	check "learning: while it learns, all is learned" ledger_says '[5,0]' '[.learning.in,.unknown.in]'
	check "learning: it ends by itself" within 40 grep -q 'judging: 1 peers' "$tmp/log"
	from_outside $known $home 5
	from_outside $stranger $home 5
	check "learning: then the learned is known, the rest is not" \
		ledger_says '[5,5]' '[.allowed.in,.unknown.in]'
	check "learning: it ends" stop TERM
}

check "two namespaces and a veth are made" set_up
. tests/netns/pcap.sh
if ! has_kernel_path; then
	echo "SKIP netns: this build has no kernel path"
	verdict_end
	exit
fi
story tc 'TCX in, TCX out' $'{"xdp":0,"ingress":1,"egress":1}\n0'
story xdp 'XDP native in, TCX out' $'{"xdp":1,"ingress":0,"egress":1}\n0'
story xdp-generic 'XDP generic in, TCX out' $'{"xdp":1,"ingress":0,"egress":1}\n0'
story clsact 'clsact in, clsact out' $'{"xdp":0,"ingress":0,"egress":0}\n1'
killed tc
killed xdp
killed clsact
spares_others
for hook in tc xdp xdp-generic; do tagged $hook; done
for hook in tc xdp xdp-generic; do every_frame $hook; done
for hook in tc xdp-generic; do layer_3 $hook; done
rm -rf "$tmp/state"
burst
finds_the_sensor
swaps_lists
survives_kill
learns_then_judges
. tests/netns/privilege.sh
. tests/netns/judge.sh
. tests/netns/lost.sh
. tests/netns/many.sh
. tests/netns/pin.sh
. tests/netns/evidence.sh
. tests/netns/ipfix.sh
. tests/netns/frames.sh
. tests/netns/exact.sh
. tests/netns/load.sh
verdict_end
