# SPDX-License-Identifier: BSD-2-Clause
# outlets.sh - what a sensor leaves for others: metrics, lines that are rotated, an exit status;
# run.sh reads this inside its namespaces.

ip link set lo up
metrics_port=9477

start_with() { # option...
	rm -rf "$work/outlets"
	rm -f "$events"*
	mkdir -m 755 "$work/outlets"
	without_window="--no-globe --learn 0 --state $work/outlets $*" start
}

stop() { # status
	kill "$sensor"
	ended "${1-0}"
}

send() { # packets
	build/tests/netns/send cli1 203.0.113.20 192.0.2.1 "$1" && sleep 0.3
}

hang_up() { # the sensor itself, not timeout, which hands on but the first
	kill -HUP "$(<"/proc/$sensor/task/$sensor/children")"
}

# Within ten seconds this is so.
soon() { # command...
	for _ in {1..100}; do
		"$@" >/dev/null 2>&1 && return
		sleep 0.1
	done
	"$@"
}

metric() { # name with its labels, file
	grep -F "$1 " "$2" | awk '{ print $2 }'
}

file_is_up_to_date() { # its last state is that of the last line
	local prom=$work/metrics/redarc.prom seen

	mkdir -m 777 "$work/metrics"
	start_with --metrics "$prom" && send 5 || return 1
	soon grep -qF 'redarc_packets_total{interface="cli0",verdict="unknown",direction="in"} 5' \
		"$prom" || { cat "$prom"; return 1; }
	send 7 && stop && seen=$(metric 'redarc_seen_packets_total{interface="cli0"}' "$prom") || return 1
	jq -es --argjson seen "$seen" 'last.redarc.ledger | .seen == $seen and .unknown.in == 12' \
		"$work/events" >/dev/null || { cat "$prom"; return 1; }
	[[ $(ls -A "$work/metrics") = redarc.prom ]] && ! grep -q '203\.0\.113' "$prom"
}

promtool_is_content() {
	promtool check metrics <"$work/metrics/redarc.prom"
}

folder_must_be_writable() {
	ends 1 "$work/locked/x.prom: Permission denied; its folder has to be writable for" \
		"$redarc" watch cli0 $without_window --metrics "$work/locked/x.prom" || return 1
	ends 1 "$work/none/x.prom: No such file" \
		"$redarc" watch cli0 $without_window --metrics "$work/none/x.prom"
}

evidence_must_be_writable() {
	touch "$work/locked/notes"
	ends 1 "$work/locked: Permission denied; it has to be writable for" \
		"$redarc" watch cli0 $without_window --evidence "$work/locked"
}

full_disk_keeps_the_old_file() {
	local small=$work/small_metrics result=0

	mkdir "$small"
	mount -t tmpfs -o size=64k,mode=777 small "$small"
	start_with --metrics "$small/redarc.prom" && cp "$small/redarc.prom" "$work/before" &&
		{ dd if=/dev/zero of="$small/filler" bs=1k count=64 status=none 2>/dev/null || true; } &&
		soon grep -q 'redarc.prom: No space left.*stay as they were' "$work/sensor.err" &&
		cmp "$small/redarc.prom" "$work/before" && rm "$small/filler" &&
		soon grep -q 'redarc.prom: written again' "$work/sensor.err" && stop || result=1
	umount "$small"
	return "$result"
}

ask_port() { # status, request; what is answered stays in $work/answer
	timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" && printf "$2" >&3 && cat <&3' - \
		"$metrics_port" "$2" >"$work/answer"
	grep -qE "^HTTP/1.1 $1 " "$work/answer" || { echo "$2"; cat "$work/answer"; return 1; }
}

port_answers() {
	start_with --metrics-port $metrics_port && send 5 || return 1
	ask_port 200 'GET /metrics HTTP/1.1\r\nHost: localhost:9477\r\n\r\n' &&
		[[ $(metric 'redarc_packets_total{interface="cli0",verdict="unknown",direction="in"}' \
			"$work/answer") = 5 ]] &&
		ask_port 404 'GET / HTTP/1.0\r\n\r\n' && ask_port 405 'POST /metrics HTTP/1.0\r\n\r\n' &&
		ask_port 400 'GET /metrics HTTP/1.1\r\nHost: example.net\r\n\r\n' &&
		ask_port 400 'nonsense\r\n\r\n' || return 1
	(exec 3<>"/dev/tcp/127.0.0.2/$metrics_port") 2>/dev/null && { echo "open to others"; return 1; }
	ends 1 "127.0.0.1:$metrics_port: cannot listen there: Address already in use" \
		"$redarc" watch lo --no-globe --state "$work/other" --metrics-port $metrics_port &&
		stop
}

# Whatever is at the path when it hangs up; no line is cut, none is lost, none comes twice.
rotated_while_packets_come() {
	local i events=$work/rotated/events

	mkdir -m 777 "$work/rotated"
	start_with || return 1
	for i in {1..5}; do
		send 10 && mv "$events" "$events.$i" && hang_up &&
			soon test -e "$events" || return 1
	done
	send 10 && stop || return 1
	jq -es '(map(select(.event_type == "flow").redarc.packets) | add) == 60 and
		(map(select(.event_type == "alert")) | length) == 1' "$events"* >/dev/null ||
		{ cat "$events"*; return 1; }
}

rotation_that_is_not_permitted() {
	start_with && send 3 && mv "$events" "$events.1" && hang_up &&
		soon grep -q "$events: Permission denied; lines go on" "$work/sensor.err" ||
		{ cat "$work/sensor.err"; return 1; }
	[[ ! -e $events ]] && events=$events.1 && send 4 && stop &&
		jq -es 'last.redarc.ledger.unknown.in == 7' "$events" >/dev/null
}

names_interfaces() {
	start_with && send 3 && ends 0 '' "$redarc" status --socket "$socket" &&
		grep -qE '^  cli0 +tc, .*; counts ' "$work/out" || { cat "$work/out"; return 1; }
	ends 0 '' "$redarc" status --json --socket "$socket" && jq -e '
		.interfaces[0].name == "cli0" and .interfaces[0].ledger.seen == .ledger.seen and
		.ledger.unnamed == 0 and .ledger.skipped == 0 and (.interfaces | length) == 1' \
		"$work/out" >/dev/null || { cat "$work/out"; return 1; }
	stop && jq -es 'map(select(.event_type != "stats").in_iface) | length > 1 and all(. == "cli0")' \
		"$work/events" >/dev/null
}

# Something that answers as a sensor would that has lost packets, or count.
status_of() { # status, pattern, balanced, lost
	local pid result=0

	python3 -c '
import socket, sys
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen()
c = s.accept()[0]
c.recv(100)
ledger = "\"ledger\":{\"balanced\":%s,\"lost\":%s}" % (sys.argv[2], sys.argv[3])
c.sendall(("{%s,\"interfaces\":[{\"name\":\"wan0\",%s}]}\n" % (ledger, ledger)).encode())
' "$work/fake.sock" "$3" "$4" &
	pid=$!
	soon test -S "$work/fake.sock"
	ends "$1" "$2" "$redarc" status --socket "$work/fake.sock" || result=1
	kill "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	rm -f "$work/fake.sock"
	return "$result"
}

status_tells_what_is_wrong() {
	status_of 0 '' true 0 && status_of 1 'wan0: 3 packets lost' true 3 &&
		status_of 1 'wan0: the ledger does not balance' false 0
}

if [[ ! -x build/tests/netns/send ]]; then
	echo "SKIP outlets: build/tests/netns/send is missing; make test builds it"
else
	check "metrics: the file is up to date, to the last" file_is_up_to_date
	if command -v promtool >/dev/null; then
		check "metrics: promtool finds nothing to say" promtool_is_content
	else
		echo "SKIP metrics: promtool, of Debian's package prometheus, is not here"
	fi
	check "metrics: a full disk keeps the old file, and both are said" full_disk_keeps_the_old_file
	check "metrics: the port answers this machine, and what it has" port_answers
	check "events: rotated again and again, each line is somewhere" rotated_while_packets_come
	check "events: a rotation that is not permitted is said" rotation_that_is_not_permitted
	check "status: tells of each interface" names_interfaces
fi
check "metrics: a folder that cannot be written is named" folder_must_be_writable
check "evidence: a folder that cannot be written is named" evidence_must_be_writable
if python3 -c '' 2>/dev/null; then
	check "status: says what does not add up, or was lost" status_tells_what_is_wrong
else
	echo "SKIP status: without python3 there is no sensor that lost something"
fi
