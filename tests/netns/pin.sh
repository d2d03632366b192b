# SPDX-License-Identifier: BSD-2-Clause
# pin.sh - what counts on without a sensor, and the next one that takes it up; run.sh reads this.

pinned=/run/redarc/bpf/va@$(stat -L -c %i "/run/netns/$inside")

in_allow4() { # peer, expected packets in
	# shellcheck disable=SC2046
	equals "$2" jq '.formatted.value.packets[0]' \
		<(bpftool -j map lookup pinned "$pinned/allow4" key $(key_of "$1") 2>/dev/null)
}

is_in() { # map, peer
	# shellcheck disable=SC2046
	bpftool map lookup pinned "$pinned/$1" key $(key_of "$2")
}

in_top() { # peer, expected packets in
	equals "$2" jq ".rows[] | select(.peer == \"$1\" and .direction == \"in\") | .packets" \
		<(build/redarc top --socket "$tmp/sock" --json)
}

refused() { # what it says, options...: on va, which is pinned
	local said=$1

	shift
	in_ns "$inside" build/redarc va --no-globe --state "$tmp/state" --socket "$tmp/sock" "$@" \
		>"$tmp/said" 2>&1 && return 1
	grep -q "$said" "$tmp/said" && return
	cat "$tmp/said"
	return 1
}

unload() { in_ns "$inside" build/redarc unload "$@" 2>&1; }

unpinned() { # nothing of this sensor is left
	[[ ! -e $pinned ]] && nothing_attached
}

says() { # words, command..., whatever its status
	local words=$1 said

	shift
	said=$("$@" 2>&1)
	grep -q "$words" <<<"$said" && return
	echo "$said"
	return 1
}

without_sensor() { # command...: on the state alone
	build/redarc "$@" --state "$tmp/state" >/dev/null 2>&1
}

dies_and_is_adopted() {
	local peer

	rm -rf "$tmp/state"
	without_sensor allow add $known
	check "pin: it starts" start --pin
	check "pin: that is said" grep -q 'watching va: TCX in, TCX out; pinned$' "$tmp/log"
	check "pin: its folder is root's alone" equals '700 root' stat -c '%a %U' "$pinned"
	for peer in $known $stranger; do from_outside "$peer" $home $n; done
	check "pin: it counts" ledger_says "[$n,$n]" '[.allowed.in,.unknown.in]'
	stop KILL
	for peer in $known $stranger; do from_outside "$peer" $home $n; done
	check "pin: after kill -9 status says that it is pinned" \
		says 'pinned, counting without a sensor' in_ns "$inside" build/redarc status va
	check "pin: and counts without a sensor" \
		says "^ *$((4 * n)) seen" in_ns "$inside" build/redarc status va
	check "pin: the next one adopts it" start --pin
	check "pin: and says so" grep -q 'pinned, adopted$' "$tmp/log"
	for peer in $known $stranger; do from_outside "$peer" $home $n; done
	check "pin: before, while nobody was there, and after: all packets are in the ledger" \
		ledger_says "[$((3 * n)),$((3 * n)),0,true]" \
		'[.allowed.in,.unknown.in,.lost,.balanced]'
	check "pin: and in allow4" within 20 in_allow4 $known $((3 * n))
	for peer in $known $stranger; do
		check "pin: and with their peer, $peer" within 20 in_top "$peer" $((3 * n))
	done
}

refuses_what_differs() { # after dies_and_is_adopted: it runs
	check "pin: unload leaves alone what a sensor has" \
		says 'a sensor watches there' unload va
	check "pin: it still hangs there" equals $'{"xdp":0,"ingress":1,"egress":1}\n0' attached
	check "pin: it ends well" stop TERM
	check "pin: and says what goes on, and how to end that" \
		grep -q 'counting goes on without a sensor.*redarc unload va' "$tmp/log"
	check "pin: another policy is refused, with the way out" \
		refused 'pinned under another --policy; .redarc unload va' --pin --policy exact
	check "pin: another direction is refused" refused 'pinned without --lan' --pin --lan va
	check "pin: another hook is refused" refused 'pinned with --hook tc' --pin --hook xdp
	check "pin: evidence that is not there is refused" \
		refused 'pinned without --evidence' --pin --evidence "$tmp/pin-evidence"
	check "pin: a start without --pin is refused, with both ways out" \
		refused 'va: pinned, .*--pin .*redarc unload va' --source ebpf
	check "pin: what was refused counts on" from_outside $known $home $n
	check "pin: in allow4 alone" in_allow4 $known $((4 * n))
}

forgets_what_is_revoked() {
	check "pin: it is taken up after a clean end" start --pin
	check "pin: another peer is allowed, a third and a prefix are blocked" eval \
		'redarc allow add $late && redarc block add $foreign && redarc block add 198.18.0.0/15'
	from_outside $late $home $n
	check "pin: that holds" within 20 in_allow4 $late $n
	check "pin: in the kernel" is_in block4 $foreign
	stop KILL
	check "pin: all is taken back while no sensor runs" eval \
		'without_sensor allow del $late && without_sensor block del $foreign &&
		without_sensor block del 198.18.0.0/15'
	check "pin: until then the kernel knows nothing of it" is_in allow4 $late
	check "pin: it is adopted" start --pin
	check "pin: whom nobody allows any more is gone" within 50 refute is_in allow4 $late
	check "pin: who is still allowed keeps what was counted" in_allow4 $known $((4 * n))
	check "pin: whom nobody blocks any more is gone" refute is_in block4 $foreign
	check "pin: prefixes too" equals 0 trie_entries
	stop KILL
}

trie_entries() { bpftool -j map dump pinned "$pinned/cidr4" | jq length; }

# Two restarts while packets come, one of them by kill -9: no packet is missed or counted twice.
restarts_under_load() {
	local packets=100000 senders=() before

	check "pin: it starts before the load" start --pin
	before=$(status '.ledger | .allowed.in + .unknown.in')
	from_outside $known $home $packets/10 & senders+=($!)
	from_outside 203.0.113.64+16 $home $packets/10 & senders+=($!)
	sleep 1
	check "pin: it ends under load" stop TERM
	sleep 0.5
	check "pin: another takes its place" start --pin
	sleep 1
	check "pin: that is killed" stop KILL
	check "pin: a third takes its place" start --pin
	check "pin: the load was not over by then" kill -0 "${senders[@]}"
	wait "${senders[@]}"
	check "pin: no packet was missed, and none counted twice" \
		ledger_says $((before + 2 * packets)) '.allowed.in + .unknown.in'
	check "pin: the sums hold" ledger_says '[0,true]' '[.lost,.balanced]'
	check "pin: allow4 has each of its own" within 30 in_allow4 $known $((4 * n + packets))
	check "pin: it is there again" in_top $known $((4 * n + packets))
	stop KILL
}

returns_as_another() {
	local before

	in_ns "$inside" ip link del va
	check "pin: an interface of the same name is made" eval \
		'ip link add va netns "$inside" type veth peer name vb netns "$outside" &&
		in_ns "$inside" ip link set va up && in_ns "$outside" ip link set vb up'
	check "pin: it gets links of its own" start --pin
	check "pin: that are pinned" grep -q 'TCX out; pinned$' "$tmp/log"
	before=$(status .ledger.unknown.in)
	from_outside $stranger $home $n
	check "pin: and counts go on" ledger_says $((before + n)) .unknown.in
	stop KILL
	check "pin: and outlive it" equals $'{"xdp":0,"ingress":1,"egress":1}\n0' attached
}

unloads() {
	local other

	in_ns "$inside" tc qdisc add dev va clsact
	in_ns "$inside" tc filter add dev va ingress prio 7 bpf bytecode '1,6 0 0 0,'
	nsenter --net="/run/netns/$inside" -- build/tests/netns/foreign va >"$tmp/foreign" 2>&1 &
	other=$!
	check "unload: others hang programs there too" within 20 grep -q ready "$tmp/foreign"
	check "unload: who is not root is told" \
		says 'only root' setpriv --reuid 65534 --clear-groups build/redarc unload
	check "unload: it ends what was pinned" says '^va@.*unloaded' unload va
	check "unload: the programs of others still hang there" \
		equals $'{"xdp":1,"ingress":1,"egress":0}\n1' attached
	check "unload: and their filter" equals 1 filters
	kill "$other"
	wait "$other" 2>/dev/null
	in_ns "$inside" tc qdisc del dev va clsact
	check "unload: nothing of ours is left" within 20 unpinned
	check "unload: a second time there is nothing" says 'va: nothing is pinned' unload va
	check "unload: which is no failure" unload va
}

cannot_pin() {
	rm -rf "$tmp/state"
	check "pin: clsact is refused, which has no links" \
		refused 'va: --pin needs links' --pin --hook clsact
	check "pin: and leaves nothing" unpinned
	[[ -n $(ls -d /run/redarc/bpf/*/ 2>/dev/null) ]] ||
		check "pin: and no bpffs" refute mountpoint -q /run/redarc/bpf
	check "pin: where no bpffs can be mounted, that is said" \
		says 'no bpffs at /run/redarc/bpf: Read-only' in_ns "$inside" unshare -m sh -c \
		'mount -t tmpfs -o ro none /run && exec build/redarc va --no-globe --pin'
}

# Whatever ends the suite: nothing stays pinned.
trap 'tear_down; within 20 build/redarc unload "${pinned##*/}" >/dev/null 2>&1' EXIT

dies_and_is_adopted
refuses_what_differs
forgets_what_is_revoked
restarts_under_load
returns_as_another
unloads
cannot_pin
