# SPDX-License-Identifier: BSD-2-Clause
# lost.sh - interfaces that go, come back, or are not there yet; run.sh reads this.

from_other() { in_ns "$outside" build/tests/netns/send vy "$stranger" "$home" "$1"; }

interface_says() { # expected, name, jq filter of the interface
	within 20 equals "$1" status ".interfaces[] | select(.name == \"$2\") | $3"
}

comes_back() { # hook, how it is watched
	rm -rf "$tmp/state"
	watched=(vx va)
	check "gone: two interfaces are watched by $1" start --hook "$1"
	from_other 5
	check "gone: packets of the one are counted" interface_says 5 vx .ledger.unknown.in
	check "gone: it goes" unplug vx
	check "gone: that is said, and what comes of it" \
		said 'vx: gone; taken up again when it returns'
	check "gone: the status knows, and what was counted stays" \
		interface_says '["gone",5]' vx '[.mode, .ledger.unknown.in]'
	from_outside $stranger $home 7
	check "gone: the other is still watched" interface_says 7 va .ledger.unknown.in
	check "gone: it is plugged in again" plug vx vy
	check "gone: it is taken up, without privileges, within a second" said "vx: back: $2"
	from_other 11
	check "gone: its counts go on" interface_says "[\"$1\",16]" vx '[.mode, .ledger.unknown.in]'
	check "gone: every packet was counted once" ledger_says '[23,true]' '[.unknown.in,.balanced]'
	check "gone: it ends well" stop INT
	check "gone: nothing stays attached" equals '{"xdp":0,"ingress":0,"egress":0}' \
		in_ns "$inside" build/tests/netns/attached vx
}

goes_for_good() {
	rm -rf "$tmp/state"
	watched=(vx)
	check "gone: a single interface is watched" start
	unplug vx
	check "gone: the sensor stays without any" said 'vx: gone'
	check "gone: it answers" interface_says '"taken up again when it returns"' vx .detail
	check "gone: Ctrl-C ends it then" stop INT
	plug vx vy
}

# A filter takes privileges, which are gone by then.
filters_stay_away() {
	rm -rf "$tmp/state"
	watched=(vx)
	check "gone: a single interface is watched by clsact" start --hook clsact
	unplug vx
	check "gone: it goes, clsact or not" said 'vx: gone'
	plug vx vy
	check "gone: why clsact does not take it up, and the way out, are said" \
		said 'vx: filters (clsact) take CAP_NET_ADMIN.*start redarc again'
	check "gone: the status says it too" interface_says '["gone",true]' vx \
		'[.mode, (.detail | test("CAP_NET_ADMIN"))]'
	check "gone: it ends" stop TERM
}

awaited() {
	rm -rf "$tmp/state"
	watched=(vw)
	check "wait: an interface that is not there is an error" \
		runs_on vw 'vw: no such interface.*--wait waits for it'
	check "wait: with --wait it is awaited, and that is said" start --wait
	check "wait: by name" grep -q 'watching vw: awaited' "$tmp/log"
	check "wait: the status says so" interface_says '["gone","awaited"]' vw '[.mode, .detail]'
	check "wait: Ctrl-C ends that" stop INT
	check "wait: it is awaited again" start --wait
	plug vw vz
	check "wait: it is taken up within a second" said 'vw: there: TCX in, TCX out'
	in_ns "$outside" build/tests/netns/send vz $stranger $home 9
	check "wait: from then on it is watched" interface_says '["tc",9]' vw \
		'[.mode, .ledger.unknown.in]'
	check "wait: the first line of the status has changed" equals '"vw: TCX in, TCX out"' \
		status .detail
	check "wait: it ends" stop TERM
	unplug vw
}

runs_on() { # interface, words that its error must say
	local told

	told=$(in_ns "$inside" build/redarc "$1" --no-globe --learn 0 --duration 300ms \
		--state "$tmp/state" --socket "$tmp/sock" 2>&1) && return 1
	grep -q -- "$2" <<<"$told" && return
	echo "$told"
	return 1
}

# What will come is not known when the programs are loaded.
awaits_another_kind() {
	local send=build/tests/netns/send

	rm -rf "$tmp/state"
	watched=(tun8)
	check "wait: a tunnel without Ethernet is awaited" start --wait
	in_ns "$inside" ip tuntap add dev tun8 mode tun && in_ns "$inside" ip link set tun8 up
	check "wait: it is taken up" said 'tun8: there: TCX in, TCX out'
	in_ns "$inside" $send tun:tun8 $stranger $home 6
	check "wait: its packets are read as they are" ledger_says '[6,0]' '[.unknown.in,.malformed]'
	check "wait: it ends" stop TERM
	unplug tun8
	check "wait: it is awaited for an XDP program" start --wait --hook xdp-generic
	in_ns "$inside" ip tuntap add dev tun8 mode tun && in_ns "$inside" ip link set tun8 up
	check "wait: that XDP program expects Ethernet is said, and no packet misread" \
		said 'tun8: not of the kind that its XDP program was loaded for'
	check "wait: it ends" stop TERM
	unplug tun8
}

awaits_a_fast_card() {
	watched=(vw)
	export LD_PRELOAD=$PWD/build/tests/netns/ten_gigabit.so TEN_GIGABIT=vw
	check "wait: a card of 10 Gb/s is awaited" start --wait
	unset LD_PRELOAD
	plug vw vz
	check "wait: it gets XDP, as if it had been there" said 'vw: there: XDP native in, TCX out'
	check "wait: it ends" stop TERM
	unplug vw
}

check "a second veth is plugged in" plug vx vy
comes_back tc 'TCX in, TCX out'
comes_back xdp 'XDP native in, TCX out'
goes_for_good
filters_stay_away
awaited
awaits_another_kind
awaits_a_fast_card
unplug vx
watched=(va)
rm -rf "$tmp/state"
