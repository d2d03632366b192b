# SPDX-License-Identifier: BSD-2-Clause
# many.sh - several interfaces, other namespaces, a gateway, and what others did before us; run.sh
# reads this.

pass_for_card() { # interface, options of start...: it passes for a card of 10 Gb/s
	local -x LD_PRELOAD=$PWD/build/tests/netns/ten_gigabit.so TEN_GIGABIT=$1

	shift
	start "$@"
}

from_end() { in_ns "$outside" build/tests/netns/send "$@"; }

many_at_once() {
	rm -rf "$tmp/state" "$tmp/events"
	watched=(va vx vw)
	build/redarc allow add $known --state "$tmp/state" >/dev/null 2>&1
	check "many: three interfaces are watched" pass_for_card vx --events "$tmp/events"
	check "many: one by XDP, the others by TC, and that is printed" grep -qF \
		'watching va: TCX in, TCX out; vx: XDP native in, TCX out; vw: TCX in, TCX out' \
		"$tmp/log"
	from_end vb $known $home 10 && from_end vy $known $home 20 && from_end vz $known $home 30
	from_end vb $stranger $home 5 && from_end vy $late $home 6 && from_end vz $foreign $home 7
	in_ns "$inside" build/tests/netns/send vx $home $stranger 8
	check "many: each has its ledger; the allowlist is one" within 20 equals \
		'["va","tc",10,5,0,"vx","xdp",20,6,8,"vw","tc",30,7,0]' status '[.interfaces[] |
			.name, .mode, (.ledger | .allowed.in, .unknown.in, .unknown.out)]'
	check "many: each balances, and their sum is the whole" equals '[true,true]' status \
		'[all(.interfaces[]; .ledger.balanced),
			([.interfaces[].ledger.seen] | add) == .ledger.seen]'
	check "many: the status in words tells them apart" many_in_words
	check "many: it ends" stop INT
	check "many: a stranger's lines name the interface it came by" equals \
		$'203.0.113.20 in va\n203.0.113.20 out vx\n203.0.113.30 in vx\n203.0.113.40 in vw' \
		lines_of_strangers
}

many_in_words() {
	build/redarc status --socket "$tmp/sock" >"$tmp/words" &&
		grep -q '^  va  *tc, TCX in, TCX out' "$tmp/words" &&
		grep -q '^  vx  *xdp, XDP native in, TCX out; counts packets on the wire' "$tmp/words" &&
		grep -q '^ *30 allowed, 0 learning, 7 unknown' "$tmp/words" && return
	cat "$tmp/words"
	return 1
}

lines_of_strangers() {
	events 'select(.event_type == "alert") | "\(.redarc.peer) \(.redarc.direction) \(.in_iface)"' |
		tr -d '"' | sort
}

# Somebody else's XDP program has the slot.
slot_is_taken() {
	local other

	rm -rf "$tmp/state"
	watched=(vx)
	nsenter --net="/run/netns/$inside" -- build/tests/netns/occupy vx >"$tmp/occupy" &
	other=$!
	check "busy: another XDP program sits there" within 20 grep -q there "$tmp/occupy"
	check "busy: what prefers XDP starts" pass_for_card vx
	check "busy: by TCX, and why is said" said \
		'watching vx: TCX in, TCX out; XDP native cannot be had (Device or resource busy)'
	from_end vy $stranger $home 9
	check "busy: its counts are exact" ledger_says 9 .unknown.in
	check "busy: it ends" stop TERM
	check "busy: --hook xdp refuses, and says what works" runs_under \
		'vx: its XDP slot is taken by another program; --hook tc works beside it' 1 \
		build/redarc vx --hook xdp
	check "busy: the other's program is still there, and only it" \
		equals '{"xdp":1,"ingress":0,"egress":0}' in_ns "$inside" build/tests/netns/attached vx
	kill $other
	wait $other 2>/dev/null
}

# A qdisc that was there before us is not ours to remove.
foreign_qdisc() {
	rm -rf "$tmp/state"
	watched=(vx)
	in_ns "$inside" tc qdisc add dev vx clsact
	in_ns "$inside" tc filter add dev vx ingress prio 7 bpf bytecode '1,6 0 0 0,'
	in_ns "$inside" tc filter show dev vx ingress >"$tmp/before"
	check "foreign: it starts beside a foreign filter" start --hook clsact
	from_end vy $stranger $home 9
	check "foreign: its counts are exact" ledger_says 9 .unknown.in
	check "foreign: it ends" stop TERM
	check "foreign: the other's qdisc is still there" grep -q clsact \
		<(in_ns "$inside" tc qdisc show dev vx)
	check "foreign: with its filter, and nothing else" diff "$tmp/before" \
		<(in_ns "$inside" tc filter show dev vx ingress)
	in_ns "$inside" tc qdisc del dev vx clsact
}

without_btf() {
	check "fallback: without BTF the kernel's path is taken all the same" runs_under \
		'watching va: TCX in, TCX out' 0 unshare -m sh -c \
		'mount -t tmpfs none /sys/kernel/btf && exec build/redarc "$@"' sh va
}

without_perfmon() {
	# shellcheck disable=SC2046
	check "fallback: without CAP_PERFMON libpcap takes its place, and why is said" runs_under \
		"va: libpcap, each packet copied; kernel: its verifier refuses.*CAP_PERFMON" 0 \
		$(as_nobody ,+net_raw,+bpf,+net_admin)
	# shellcheck disable=SC2046
	check "fallback: without CAP_NET_RAW too, both ways are said" runs_under \
		"CAP_PERFMON.*; va: not permitted to capture.*CAP_NET_RAW" 1 \
		$(as_nobody ,+bpf,+net_admin)
	check "fallback: redarc check knows" \
		capabilities_say ,+net_raw,+bpf,+net_admin "not root: can capture through libpcap"
}

port=9471

metrics_in() { # namespace
	in_ns "$1" curl -sf --max-time 2 "http://127.0.0.1:$port/metrics" | grep -q '^redarc_'
}

touches_unused() {
	from_end vb 10.9.8.7 10.9.8.101 1 && from_end vb 10.9.8.7 10.9.8.102 1 &&
		from_end vb 10.9.8.7 10.9.8.103 1
}

elsewhere() {
	rm -rf "$tmp/state"
	stands=$outside watched=(va --netns "$inside")
	in_ns "$outside" ip link set lo up
	in_ns "$inside" ip addr add 10.9.8.1/24 dev va
	check "netns: it watches an interface of another namespace" \
		start --metrics-port $port --learn 1s
	check "netns: the status names the namespace" equals "[\"va: TCX in, TCX out\",\"$inside\"]" \
		status '[.detail, .netns]'
	check "netns: it serves its metrics where it was started" within 20 metrics_in "$outside"
	check "netns: and not there" refute metrics_in "$inside"
	check "netns: it learns" within 40 grep -q judging "$tmp/log"
	from_outside $stranger $home 5
	check "netns: it counts there" ledger_says 5 .unknown.in
	touches_unused
	check "netns: its own network is that of the interface there" within 50 listed_as_dark
	unplug va
	check "netns: an interface there that goes is missed" said 'va: gone'
	plug va vb
	check "netns: and taken up there when it returns" said 'va: back: TCX in, TCX out'
	check "netns: it ends" stop INT
	stands=$inside
}

# Paths, and what cannot be entered.
enters_by_path() {
	check "netns: a path will do" runs_under 'watching va: TCX' 0 \
		build/redarc va --netns "/run/netns/$inside"
	check "netns: one that is not there is said" runs_under \
		'error: --netns nosuch: no such network namespace; .ip netns list. names them' 1 \
		build/redarc va --netns nosuch
	check "netns: so is what is none" runs_under \
		'error: --netns /proc/self/ns/mnt: not a network namespace' 1 \
		build/redarc va --netns /proc/self/ns/mnt
	# shellcheck disable=SC2046
	check "netns: and that it takes rights" runs_under \
		"error: --netns $outside: not permitted to enter it.*CAP_SYS_ADMIN" 1 \
		$(as_nobody ,+bpf,+net_admin,+perfmon) --netns "$outside"
	check "netns: redarc interfaces lists those there" grep -q '^va ' \
		<(build/redarc interfaces --netns "$inside")
	check "netns: redarc check looks there" grep -q '^interface  *va: tc' \
		<(build/redarc check va --netns "$inside" 2>/dev/null)
}

# Two interfaces of one name, each with a sensor whose socket has its usual name.
same_names() {
	mkdir -p /run/redarc
	check "netns: the same name in two namespaces is two sockets, found by name" \
		unshare -m bash -c 'mount -t tmpfs none /run/redarc && . tests/netns/same_names.sh' \
		same_names "$inside" "$far" "$tmp"
}

# Client (far), router (inside), server (outside).
make_gateway() {
	ip netns add "$far" &&
		ip link add vl netns "$inside" type veth peer name va netns "$far" &&
		in_ns "$far" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 &&
		in_ns "$inside" sysctl -qw net.ipv4.ip_forward=1 &&
		in_ns "$inside" ip addr add 198.51.100.1/24 dev vl &&
		in_ns "$inside" ip addr add 192.0.2.1/24 dev va &&
		in_ns "$outside" ip addr add 192.0.2.2/24 dev vb &&
		in_ns "$outside" ip route add 198.51.100.0/24 via 192.0.2.1 &&
		in_ns "$far" ip addr add 198.51.100.2/24 dev va &&
		in_ns "$far" ip addr add 198.51.100.3/24 dev va &&
		in_ns "$inside" ip link set vl up && in_ns "$far" ip link set va up &&
		in_ns "$far" ip route add default via 198.51.100.1
}

asks_server() { # from, count
	in_ns "$far" tests/netns/echo.py ask "$1" 192.0.2.2 7777 "$2"
}

hosts() { # expected
	within 30 equals "$1" top_local
}

top_local() {
	redarc top --local --json | jq -c '[.rows[] | [.host, .packets, .strangers]] | sort'
}

faces_inside() {
	local server

	rm -rf "$tmp/state" "$tmp/events"
	watched=(vl --lan vl)
	nsenter --net="/run/netns/$outside" -- tests/netns/echo.py serve 7777 >"$tmp/server" &
	server=$!
	check "lan: a server waits behind the gateway" within 30 grep -q there "$tmp/server"
	check "lan: the side that faces the inside is watched" start --events "$tmp/events"
	check "lan: a client asks the server, and is answered" asks_server 198.51.100.2 50
	check "lan: what arrives goes out, and its answers come in" \
		ledger_says '[50,50,true]' '[.unknown.out,.unknown.in,.balanced]'
	check "lan: the host inside is named" hosts '[["198.51.100.2",100,1]]'
	check "lan: another asks the same server" asks_server 198.51.100.3 30
	check "lan: the two are told apart" \
		hosts '[["198.51.100.2",100,1],["198.51.100.3",60,1]]'
	check "lan: the status says where it faces" equals true status '.interfaces[0].lan'
	check "lan: it ends" stop INT
	kill $server
	wait $server 2>/dev/null
	check "lan: in its lines the server is the peer, the client is the local host" equals \
		$'198.51.100.2 192.0.2.2 192.0.2.2\n192.0.2.2 198.51.100.2 192.0.2.2' \
		ends_of_alerts
}

ends_of_alerts() {
	jq -r 'select(.event_type == "alert") | "\(.src_ip) \(.dest_ip) \(.redarc.peer)"' \
		"$tmp/events"
}

# A list that is larger than the kernel's table was made for.
outgrows_room() {
	rm -rf "$tmp/state" "$tmp/events"
	watched=(va)
	seq 0 131071 | awk '{ print "198." 18 + int($1 / 65536) "." int($1 / 256) % 256 "." $1 % 256 }
		END { for (i = 0; i < 256; i++) print "198.51.100." i "\n203.0.113." i }' >"$tmp/large"
	check "room: it starts on an empty state" start --events "$tmp/events"
	check "room: a list of 131,584 peers is allowed" \
		redarc allow import "$tmp/large" --list large
	check "room: that the kernel has no room for all is said, with the way out" \
		said 'allow4: full: .* the next start makes room for twice as many'
	from_outside 198.51.100.0+256 $home 256
	from_outside 203.0.113.0+256 $home 256
	check "room: each packet is counted, some as unknown" \
		ledger_says '[512,true,true]' '[.allowed.in + .unknown.in, .unknown.in > 0, .balanced]'
	check "room: it ends" stop TERM
	check "room: it was said once" equals 1 grep -c 'allow4: full' "$tmp/log"
	check "room: nobody who is allowed turned red" equals 0 jq -s \
		'[.[] | select(.event_type == "alert")] | length' "$tmp/events"
	check "room: it starts again" start
	from_outside 198.51.100.0+256 $home 256
	from_outside 203.0.113.0+256 $home 256
	check "room: now there is room" ledger_says '[512,0]' '[.allowed.in,.unknown.in]'
	check "room: it ends again" stop TERM
}

check "many: two more veths are plugged in" eval 'plug vx vy && plug vw vz'
many_at_once
slot_is_taken
foreign_qdisc
unplug vx
unplug vw
outgrows_room
without_btf
without_perfmon
elsewhere
enters_by_path
check "lan: a gateway is made" make_gateway
same_names
faces_inside
watched=(va)
rm -rf "$tmp/state" "$tmp/events"
