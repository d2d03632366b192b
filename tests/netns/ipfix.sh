# SPDX-License-Identifier: BSD-2-Clause
# ipfix.sh - a collector of flows beside the sensor, in its namespace; run.sh reads this.

collector_starts() {
	mkdir "$tmp/flows"
	in_ns "$inside" ip link set lo up
	nsenter --net="/run/netns/$inside" -- timeout 120 nfcapd -w "$tmp/flows" -b 127.0.0.1 \
		-p 9995 >"$tmp/nfcapd" 2>&1 &
	echo $! >"$tmp/collector"
	within 50 grep -q 'Startup nfcapd' "$tmp/nfcapd"
}

collector_has_read() { # nothing waits at its port
	in_ns "$inside" awk '$2 ~ /:270B$/ { waits = $5 !~ /:00000000$/ } END { exit waits }' \
		/proc/net/udp
}

collector_ends() {
	within 50 collector_has_read
	kill "$(cat "$tmp/collector")"
	within 50 grep -q 'Bad Packets: 0$' "$tmp/nfcapd" || { cat "$tmp/nfcapd"; return 1; }
}

flows_of_collector() { # awk program, for lines of: source destination packets octets in out
	nfdump -R "$tmp/flows" -q -o csv | awk -F, '$4 { print $4, $5, $12, $13, $16, $17 }' |
		awk "$1"
}

sums='{ packets[$1 " " $2] += $3; octets[$1 " " $2] += $4 }
	END { for (i in packets) print i, packets[i], octets[i] }'

same_sums() {
	local flows

	events 'select(.event_type == "flow") | "\(.src_ip // "0.0.0.0") \(.dest_ip // "0.0.0.0")
		\(.redarc.packets) \(.redarc.bytes)"' | tr -d '"' | sed 's/\\n\\t\\t/ /' |
		awk "$sums" | sort >"$tmp/lines"
	flows_of_collector "$sums" | sort >"$tmp/records"
	flows=$(wc -l <"$tmp/records")
	((flows > 6000)) && cmp "$tmp/lines" "$tmp/records" && return
	echo "$flows flows collected"
	diff "$tmp/lines" "$tmp/records" | head
	cat "$tmp/log" "$tmp/nfcapd"
	return 1
}

interface_of() { # source: where its packets came in and went out
	flows_of_collector "\$1 == \"$1\" { print \$5, \$6 }" | sort -u
}

collects() { # source
	rm -rf "$tmp/state" "$tmp/events" "$tmp/flows"
	build/redarc allow add $known --state "$tmp/state" >/dev/null 2>&1
	check "ipfix: nfcapd listens" collector_starts
	check "ipfix: $1 starts" start --source "$1" --ipfix localhost:9995 --events "$tmp/events"
	check "ipfix: frames are sent" four_thousand
	sleep 1 # before those below need the rows
	check "ipfix: 6,000 strangers call" from_outside 198.18.0.0+6000 $home 12000
	check "ipfix: $1 ends" stop TERM
	check "ipfix: nfcapd understood every message" collector_ends
	check "ipfix: none is missing" grep -q 'Sequence Errors: 0,' "$tmp/nfcapd"
	check "ipfix: nfdump shows the same sums as the lines of $1" same_sums
	check "ipfix: nothing was left unsent" refute grep -q -- --ipfix "$tmp/log"
}

if command -v nfcapd >/dev/null && command -v nfdump >/dev/null; then
	collects ebpf
	collects pcap
	check "ipfix: what came in came in by the interface" \
		equals "$(in_ns "$inside" ip -j link show va | jq '.[].ifindex') 0" \
		interface_of $stranger
else
	echo "SKIP ipfix: nfdump is not installed"
fi
