# SPDX-License-Identifier: BSD-2-Clause
# pcap.sh - the same truth without programs in the kernel, and when that is chosen; run.sh reads
# this.

start_pcap() { rm -rf "$tmp/state" "$tmp/events"; start --source pcap --events "$tmp/events" "$@"; }

through_pcap() {
	check "pcap: it starts" start_pcap
	check "pcap: the mode that runs is printed" \
		grep -q "watching va: libpcap, each packet copied" "$tmp/log"
	check "pcap: the mode is in the status" equals '"pcap"' status .mode
	! has_kernel_path || check "pcap: nothing is attached" nothing_attached
	check "pcap: it is neither root nor has it capabilities" powerless
	check "pcap: a peer is allowed while it runs" redarc allow add $known
	check "pcap: frames are sent" four_thousand
	check "pcap: allowed is exact, in and out" ledger_says "[$n,$n]" '[.allowed.in,.allowed.out]'
	check "pcap: unknown is exact, in and out" ledger_says "[$n,$n]" '[.unknown.in,.unknown.out]'
	check "pcap: every packet was seen" ledger_says $((4 * n)) '.seen - .not_ipv4'
	check "pcap: nothing is lost, and the sums hold" ledger_says '[0,true]' '[.lost,.balanced]'
	check "pcap: a peer is unknown" verdict_of_next $late unknown.in
	check "pcap: it is allowed while the sensor runs" redarc allow add $late
	check "pcap: and is from the next packet on" verdict_of_next $late allowed.in
	check "pcap: Ctrl-C ends it well" stop INT
	check "pcap: one alert a peer and direction" \
		equals $'"203.0.113.20 in"\n"203.0.113.20 out"' events \
		"select(.event_type==\"alert\" and .redarc.peer==\"$stranger\") |
			\"\(.redarc.peer) \(.redarc.direction)\""
	check "pcap: the flows of the stranger are whole" packets_are $n $stranger out unknown
	check "pcap: the last line balances" equals true \
		events 'select(.event_type=="stats") | .redarc.ledger.balanced'
}

pcap_sees_tags() {
	local tags

	check "pcap: it starts for tags" start_pcap
	for tags in 1 2 5; do
		from_outside $stranger $home 10 $tags && from_inside $home $stranger 10 $tags
	done
	check "pcap: IPv4 is seen behind one, two and five VLAN tags, in and out" \
		ledger_says '[30,30,0]' '[.unknown.in,.unknown.out,.not_ipv4]'
	check "pcap: it ends" stop TERM
}

pcap_sees_every_frame() { # side that plays, interface, direction
	local expected

	check "pcap: it starts for hand-made frames" start_pcap
	expected=$(in_ns "$1" build/tests/netns/play_frames "$2")
	check "pcap: each hand-made frame is counted as the table says, $3" \
		ledger_says "$expected" "{seen, not_ipv4, malformed, unknown: .unknown.$3}"
	check "pcap: it ends" stop TERM
}

# A tunnel without Ethernet, the loopback, and one that faces the inside: each by itself.
pcap_tells_interfaces_apart() {
	in_ns "$inside" ip tuntap add dev tun9 mode tun && in_ns "$inside" ip link set tun9 up
	in_ns "$inside" ip link set lo up
	check "pcap: it starts on three interfaces" start_pcap tun9 lo --lan va
	in_ns "$inside" build/tests/netns/send tun:tun9 $stranger $home 10
	in_ns "$inside" build/tests/netns/send lo $stranger $home 20
	from_outside $home $stranger 30
	check "pcap: each interface has its ledger; what a LAN sends goes out; the loopback does both" \
		within 20 equals '["va",0,30,"tun9",10,0,"lo",20,20]' status \
		'[.interfaces[] | .name, .ledger.unknown.in, .ledger.unknown.out]'
	check "pcap: an interface goes, the others are still watched" pcap_loses_tunnel
	check "pcap: it ends" stop TERM
}

pcap_loses_tunnel() {
	in_ns "$inside" ip link del tun9
	within 20 equals '["pcap","gone","pcap"]' status '[.interfaces[].mode]' &&
		from_outside $home $stranger 5 && ledger_says 35 '.unknown.out - 20'
}

pcap_keeps_evidence() {
	check "pcap: it starts to keep evidence" start_pcap --evidence "$tmp/evidence"
	check "pcap: a peer is allowed before" redarc allow add $known
	check "pcap: frames are sent once more" four_thousand
	check "pcap: the first 20 packets of the stranger are kept, in and out" \
		within 20 equals 40 status .evidence.packets
	check "pcap: it ends" stop TERM
}

pcap_outlasts_down() {
	check "pcap: it starts on what goes down" start_pcap
	in_ns "$inside" ip link set va down
	sleep 0.5
	in_ns "$inside" ip link set va up
	from_outside $stranger $home 10
	check "pcap: what comes after an interface was down is counted" ledger_says 10 .unknown.in
	check "pcap: it ends" stop TERM
}

# The ring holds 30,000 packets or so, and nobody empties it meanwhile.
pcap_owns_up_to_loss() {
	local packets=60000

	check "pcap: it starts to lose" start_pcap
	kill -STOP "$(sensor)"
	from_outside 198.18.0.0+1000 $home $packets/1000
	kill -CONT "$(sensor)"
	check "pcap: what it was too slow for is counted all the same, as lost; the sums hold" \
		within 20 lossy_ledger_says "[$packets,true,$packets,0,true]" \
		'[.seen, .lost > 0, .reported + .lost, .allowed.in, .balanced]'
	check "pcap: the status fails then" refute build/redarc status --socket "$tmp/sock"
	stop TERM
}

lossy_ledger_says() { # expected, jq filter of the ledger: whatever the status ends with
	[[ $(build/redarc status --socket "$tmp/sock" --json 2>/dev/null |
		jq -c ".ledger | $2"; true) == "$1" ]]
}

# Runs for a moment as a command before it makes it; says what it said, and how it ended.
runs_under() { # words that must be said, status, command...
	local words=$1 expected=$2 said status

	shift 2
	said=$(in_ns "$inside" "$@" --no-globe --learn 0 --duration 300ms \
		--state "$tmp/fall/state" --socket "$tmp/fall/sock" 2>&1)
	status=$?
	grep -q -- "$words" <<<"$said" && ((status == expected)) && return
	echo "ended with $status and said: $said"
	return 1
}

as_nobody() { # capabilities, command...
	echo setpriv --reuid nobody --regid nogroup --clear-groups --inh-caps="-all$1" \
		--ambient-caps="-all$1" --bounding-set="-all$1" "$tmp/fall/redarc" va
}

falls_back() {
	local error without=build/tests/netns/without_bpf

	for error in EPERM ENOSYS EINVAL; do
		check "fallback: when bpf() says $error, libpcap takes its place, and that is said" \
			runs_under "va: libpcap, each packet copied; kernel: " 0 \
			$without $error build/redarc va
	done
	check "fallback: what it costs is said" \
		runs_under "at several times the cost" 0 $without ENOSYS build/redarc va
	check "fallback: --source ebpf takes nothing else" \
		runs_under "error: kernel: cannot load the programs: Function" 1 \
		$without ENOSYS build/redarc va --source ebpf
	check "fallback: nor does a hook that was named" \
		runs_under "error: kernel: cannot load the programs: Function" 1 \
		$without ENOSYS build/redarc va --hook tc
	check "fallback: an interface that is missing is no reason" \
		runs_under "error: nosuch0: no such interface" 1 \
		$without ENOSYS build/redarc nosuch0
	# shellcheck disable=SC2046
	check "fallback: without any capability both ways to get some are said" \
		runs_under "with CAP_BPF.*; va: not permitted to capture.*CAP_NET_RAW" 1 \
		$(as_nobody "")
}

capabilities_say() { # capabilities, words
	local command

	read -ra command < <(as_nobody "$1")
	grep -q "privileges *$2" <("${command[@]::${#command[@]}-1}" check 2>/dev/null)
}

pcap_needs_little() {
	# shellcheck disable=SC2046
	check "pcap: CAP_NET_RAW alone is enough" \
		runs_under "watching va: libpcap" 0 $(as_nobody ,+net_raw)
	check "pcap: redarc check says what that is enough for" \
		capabilities_say ,+net_raw "not root: can capture through libpcap"
	check "pcap: and that nothing is enough for nothing" \
		capabilities_say "" "not root: can replay, cannot watch"
	check "pcap: it has no hooks" runs_under "error: --hook: libpcap cannot do that" 1 \
		build/redarc va --source pcap --hook tc
	check "pcap: an interface named twice is an error" \
		runs_under "error: va: named twice" 1 build/redarc va va
}

busy_is_busy() {
	check "fallback: it starts" start_pcap
	check "fallback: an interface that another redarc watches is no reason" \
		runs_under "error: va: another redarc watches this interface" 1 build/redarc va
	check "fallback: nor may libpcap share it" \
		runs_under "error: va: another redarc watches this interface" 1 \
		build/redarc va --source pcap
	check "fallback: it ends" stop TERM
}

vanishes() {
	in_ns "$inside" ip link add vx type veth peer name vy
	in_ns "$inside" ip link set vx up
	check "pcap: without its only interface it ends, and says so" \
		pcap_dies_with vx "error: vx: the interface is gone"
}

pcap_dies_with() { # interface, words
	in_ns "$inside" build/redarc "$1" --source pcap --no-globe --learn 0 \
		--state "$tmp/fall/state" --socket "$tmp/fall/sock" >"$tmp/fall/log" 2>&1 &
	within 50 grep -q "watching $1" "$tmp/fall/log" || return 1
	in_ns "$inside" ip link del "$1"
	wait $! && return 1
	grep -q "$2" "$tmp/fall/log" && return
	cat "$tmp/fall/log"
	return 1
}

through_pcap
pcap_sees_tags
pcap_sees_every_frame "$outside" vb in
pcap_sees_every_frame "$inside" va out
pcap_tells_interfaces_apart
pcap_keeps_evidence
pcap_outlasts_down
pcap_owns_up_to_loss
mkdir "$tmp/fall" && cp build/redarc "$tmp/fall" && chmod 755 "$tmp" && chmod 777 "$tmp/fall"
! has_kernel_path || falls_back
pcap_needs_little
busy_is_busy
vanishes
