# SPDX-License-Identifier: BSD-2-Clause
# frames.sh - what one packet is, on each kind of device and through each hook: what is sent, what
# is counted, which address is seen. The README's table says the same. run.sh reads
# this.

near_end=192.0.2.1 far_end=192.0.2.2 # on the cable itself

inject_outside() { in_ns "$outside" build/tests/netns/inject "$@"; }
inject_inside() { in_ns "$inside" build/tests/netns/inject "$@"; }

inside_ip() { in_ns "$inside" ip "$@"; }
outside_ip() { in_ns "$outside" ip "$@"; }

watching() { # options...: afresh
	rm -rf "$tmp"/{state,events}
	start --events "$tmp/events" "$@"
}

# Each interface with its unknown packets in and out, as the status tells them.
interfaces_say() { # expected
	within 20 equals "$1" status \
		'[.interfaces[] | .name, .ledger.unknown.in, .ledger.unknown.out]'
}

strangers_seen() { # of which interface: each peer and direction that was alerted of
	jq -r "select(.event_type == \"alert\" and .in_iface == \"$1\") |
		\"\(.redarc.peer) \(.redarc.direction)\"" "$tmp/events" | sort -u
}

bytes_are() { # expected: of all unknown packets
	equals "$1" jq -s '[.[] | select(.event_type == "flow") | .redarc.bytes] | add' "$tmp/events"
}

# Both ways through the ring, whose frames leave 14 bytes linear.
counts_ring_frames() { # hook, length
	check "frames: $1 is watched for frames of $2 bytes in pages" watching --hook "$1"
	inject_outside ring vb $stranger $home $n "$2" && inject_inside ring va $home $late $n "$2"
	check "frames: each of them is counted, in and out" interfaces_say "[\"va\",$n,$n]"
	check "frames: nothing is malformed or lost" ledger_says '[0,0,0]' \
		'[.malformed,.not_ipv4,.lost]'
	check "frames: $1 ends" stop TERM
	check "frames: their bytes are those of IPv4" bytes_are $((2 * n * ($2 - 14)))
}

cable_mtu() { inside_ip link set va mtu "$1" && outside_ip link set vb mtu "$1"; }

offloads() { # on or off: TSO at the sender, GRO at the receiver
	in_ns "$outside" ethtool -K vb tso "$1" gso "$1" >/dev/null
	in_ns "$inside" ethtool -K va gro "$2" >/dev/null
}

stream() { # giver, taker, its address: 16 MB; the giver's segments out and in, as TCP counts them
	local taker

	in_ns "$2" timeout 20 build/tests/netns/stream take "$3" 5001 &
	taker=$!
	within 50 port_is_open "$2" && in_ns "$1" timeout 20 \
		build/tests/netns/stream give "$3" 5001 16000000 && wait $taker
}

port_is_open() { in_ns "$1" grep -q ':1389 00000000:0000 0A' /proc/net/tcp; }

# Segments that travel merged by the sender's TSO, or arrive so by the receiver's GRO.
counts_stream() { # what is merged, TSO, GRO, words that the status has, options...
	local merged=$1 words=$4 segments

	offloads "$2" "$3"
	shift 4
	check "stream: it is watched, with $merged, $*" watching "$@"
	segments=$(stream "$outside" "$inside" $near_end)
	case $words in
	*aggregate*) check "stream: of what $merged made of its segments, each is one" \
		within 20 equals true status ".ledger.unknown.in * 4 < $segments[0]" ;;
	*) check "stream: as many segments are counted as TCP sent, in and out" \
		ledger_says "$segments" '[.unknown.in,.unknown.out]' ;;
	esac
	check "stream: and the status says what is counted" equals "\"$words\"" \
		status '.interfaces[0].counts'
	check "stream: it ends" stop TERM
}

counts_stream_out() {
	local segments

	check "stream: it is watched where it leaves" watching
	segments=$(stream "$inside" "$outside" $far_end)
	check "stream: as many segments are counted as TCP sent, out and in" \
		ledger_says "$segments" '[.unknown.out,.unknown.in]'
	check "stream: that ends" stop TERM
}

streams() {
	local aggregates='packets as the stack has them, an aggregate is one'

	inside_ip addr add $near_end/24 dev va && outside_ip addr add $far_end/24 dev vb
	counts_stream TSO on off segments --hook tc
	counts_stream GRO off on segments --hook tc
	counts_stream TSO on off segments --hook clsact
	counts_stream TSO on off 'packets on the wire in, segments out' --hook xdp
	counts_stream TSO on off 'packets in, an aggregate is one; segments out' --hook xdp-generic
	counts_stream TSO on off "$aggregates" --source pcap
	counts_stream GRO off on "$aggregates" --source pcap
	offloads on off
	counts_stream_out
	inside_ip addr flush dev va && outside_ip addr flush dev vb
}

# A device that cannot be made here is left out, and that is said.
made() { # what, command...
	local said what=$1

	shift
	said=$("$@" 2>&1) && return
	echo "SKIP $what: ${said:-cannot be made here}"
	return 1
}

# What it lies on is watched too, if anything: each counts for itself.
counts_on_tun() { # hook
	made tun inside_ip tuntap add dev tun9 mode tun || return
	inside_ip link set tun9 up
	check "tun: $1 watches it" watching tun9 --hook "$1"
	inject_inside host tun9 $stranger $home $n && inject_inside ring tun9 $home $late $n
	check "tun: packets without Ethernet are counted, in and out" \
		interfaces_say "[\"va\",0,0,\"tun9\",$n,$n]"
	check "tun: it ends" stop TERM
	inside_ip link del tun9
}

counts_on_tap() { # hook
	made tap inside_ip tuntap add dev tap9 mode tap || return
	inside_ip link set tap9 up
	check "tap: $1 watches it" watching tap9 --hook "$1"
	inject_inside host tap9 $stranger $home $n && inject_inside ring tap9 $home $late $n
	check "tap: frames are counted, in and out" \
		interfaces_say "[\"va\",0,0,\"tap9\",$n,$n]"
	check "tap: it ends" stop TERM
	inside_ip link del tap9
}

# 8,860 bytes of TCP in segments of 1,000: nine each.
counts_segments_of_machines() {
	made tap inside_ip tuntap add dev tap9 mode tap vnet_hdr || return
	inside_ip link set tap9 up
	check "tap: it is watched for what a virtual machine merged" watching tap9
	inject_inside merged tap9 $stranger $home 100 8914
	check "tap: segments that nobody had counted are counted" \
		interfaces_say '["va",0,0,"tap9",900,0]'
	check "tap: that ends" stop TERM
	inside_ip link del tap9
}

counts_on_bridge() {
	made bridge inside_ip link add br9 type bridge mcast_snooping 0 || return # says nothing itself
	inside_ip link set va master br9 && inside_ip link set br9 up
	check "bridge: it and its port are watched" watching br9
	inject_outside ring vb $stranger $home $n && inject_inside ring br9 $home $late $n
	check "bridge: what passes both is counted on both" \
		interfaces_say "[\"va\",$n,$n,\"br9\",$n,$n]"
	check "bridge: it ends" stop TERM
	inside_ip link del br9
}

counts_on_macvlan() {
	local mac=02:00:00:00:00:77

	made macvlan inside_ip link add mv9 link va address $mac type macvlan mode bridge || return
	inside_ip link set mv9 up
	check "macvlan: it and what it lies on are watched" watching mv9
	inject_outside ring vb $stranger $home $n 60 $mac && inject_inside ring mv9 $home $late $n
	check "macvlan: what passes both is counted on both" \
		interfaces_say "[\"va\",$n,$n,\"mv9\",$n,$n]"
	check "macvlan: it ends" stop TERM
	inside_ip link del mv9
}

vxlan() { # ip command, its own address, the other's, underlay
	$1 link add vx9 type vxlan id 9 local "$2" remote "$3" dstport 4789 dev "$4" &&
		$1 addr add "$2"/24 dev "$4" && $1 link set vx9 up
}

counts_on_vxlan() {
	made vxlan vxlan inside_ip $near_end $far_end va &&
		vxlan outside_ip $far_end $near_end vb || return
	check "vxlan: it and its underlay are watched" watching vx9
	inject_outside ring vx9 $stranger $home $n && inject_inside ring vx9 $home $late $n
	check "vxlan: what passes both is counted on both" \
		interfaces_say "[\"va\",$n,$n,\"vx9\",$n,$n]"
	check "vxlan: the underlay shows the outer address" \
		equals "$far_end in"$'\n'"$far_end out" strangers_seen va
	check "vxlan: the tunnel shows the inner address" \
		equals "$stranger in"$'\n'"$late out" strangers_seen vx9
	check "vxlan: it ends" stop TERM
	inside_ip link del vx9 && inside_ip addr flush dev va
	outside_ip link del vx9 && outside_ip addr flush dev vb
}

counts_on_loopback() { # hook
	inside_ip link set lo up
	check "lo: $1 watches it" watching lo --hook "$1"
	inject_inside ring lo $stranger $home $n
	check "lo: a packet is counted twice, as it leaves and as it arrives" \
		interfaces_say "[\"va\",0,0,\"lo\",$n,$n]"
	check "lo: it leaves to the one end, and comes from the other" \
		equals "$home out"$'\n'"$stranger in" strangers_seen lo
	check "lo: it ends" stop TERM
	inside_ip link set lo down
}

for hook in tc xdp xdp-generic clsact; do counts_ring_frames $hook 60; done
cable_mtu 9000
for hook in tc xdp xdp-generic clsact; do counts_ring_frames $hook 8914; done
cable_mtu 1500
streams
for hook in tc xdp-generic; do counts_on_tun $hook; done
for hook in tc xdp xdp-generic; do counts_on_tap $hook; done
counts_segments_of_machines
counts_on_bridge
counts_on_macvlan
counts_on_vxlan
for hook in tc xdp-generic; do counts_on_loopback $hook; done
