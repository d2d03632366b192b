# SPDX-License-Identifier: BSD-2-Clause
# evidence.sh - packets of strangers, kept in files within a bound; run.sh reads this.

evidence=$tmp/evidence
bound=$((1 << 20))

kept() { # packets, in this run
	within 20 equals "$1" status .evidence.packets
}

# What tshark reads of all files, a field a line.
fields() { # field, filter
	local file

	for file in "$evidence"/*.pcapng; do
		tshark -r "$file" -T fields -e "$1" -Y "$2" 2>/dev/null || return 1
	done
}

frames() { # filter: how many
	fields frame.number "$1" | wc -l
}

values() { # field: each that IPv4 packets have, once
	fields "$1" ip | sort -u
}

read_by_ourselves() { # how many packets, in all files
	build/redarc replay --learn 0 --state "$tmp/none" --json "$evidence"/*.pcapng 2>/dev/null |
		jq -e "select(.event_type == \"stats\") | .redarc.ledger.seen == $1"
}

private() {
	equals "700 $1" stat -c '%a %U' "$evidence" &&
		equals "600 $1" stat -c '%a %U' "$evidence"/redarc-000001.pcapng
}

within_bound() { # what the files take on the disk
	local bytes

	bytes=$(du -s --block-size=1 "$evidence" | cut -f 1) || return 1
	((bytes - $(stat -c %b "$evidence") * 512 <= bound)) && return
	echo "$bytes bytes"
	return 1
}

keeps_evidence() { # the kind of source
	local kind=$1

	rm -rf "$tmp/state" "$evidence"
	build/redarc allow add $known --state "$tmp/state" >/dev/null 2>&1
	build/redarc block add $late --state "$tmp/state" >/dev/null 2>&1
	check "evidence: it starts, by $kind" start --source "$kind" --evidence "$evidence" --evidence-snap 40
	from_outside $known $home 50
	from_outside $stranger $home 50
	from_inside $home $stranger 5
	from_outside $late $home 3
	check "evidence: the first packets of strangers are kept, each direction by itself" kept 28
	check "evidence: nothing was skipped" equals 0 status .evidence.skipped
	check "evidence: it stays within the bound" within_bound
	check "evidence: it is its user's alone" private "$(ps -o user= -p "$(sensor)")"
	stop KILL
	check "evidence: a redarc reads what kill -9 left" read_by_ourselves 28
	evidence_for_others
	check "evidence: it starts again" start --source "$kind" --evidence "$evidence"
	from_outside $foreign $home 2
	check "evidence: and goes on" kept 2
	check "evidence: it ends" stop TERM
	check "evidence: in a file of its own, the older one stays" \
		equals $'redarc-000001.pcapng\nredarc-000002.pcapng' ls "$evidence"
	check "evidence: all of it is there" read_by_ourselves 30
}

evidence_for_others() {
	if ! command -v tshark >/dev/null; then
		echo "SKIP evidence: what Wireshark makes of it needs tshark"
		return
	fi
	check "evidence: Wireshark reads 20 packets of it in" equals 20 frames "ip.src == $stranger"
	check "evidence: and 5 out" equals 5 frames "ip.dst == $stranger"
	check "evidence: nothing of whom it knows" equals 0 frames "ip.addr == $known"
	check "evidence: it reads why" grep -q "^unknown: .*; in; $stranger" \
		<(fields frame.comment "ip.src == $stranger")
	check "evidence: and who was blocked" grep -q "^blocked: blocked by the user.*; in; $late" \
		<(fields frame.comment "ip.src == $late")
	check "evidence: it reads the interface" equals va values frame.interface_name
	check "evidence: and as many bytes as were asked for" equals 40 values frame.cap_len
}

flood_says() { # jq condition; packets that were lost, in a flood, are no failure here
	build/redarc status --socket "$tmp/sock" --json 2>/dev/null >"$tmp/status"
	jq -e "$1" "$tmp/status" >/dev/null || { cat "$tmp/status"; return 1; }
}

# More strangers than are kept one by one: what is not kept is counted.
bounds_evidence() {
	rm -rf "$tmp/state" "$evidence"
	check "evidence: it starts with a small bound" start --evidence "$evidence" --evidence-max 1M
	from_outside 198.18.0.0+60000 $home 60000/1000
	check "evidence: a flood stays within the bound" within_bound
	check "evidence: what was not kept is counted" \
		within 20 flood_says '.evidence | .packets > 0 and .skipped > 0'
	check "evidence: the ledger balances all the same" flood_says .ledger.balanced
	check "evidence: it ends" stop TERM
	check "evidence: within the bound" within_bound
}

# A disk that is full costs evidence, and nothing else.
fills_the_disk() {
	rm -rf "$tmp/state" "$evidence"
	mkdir "$evidence"
	if ! mount -t tmpfs -o size=4k,mode=0700 none "$evidence" 2>/dev/null; then
		echo "SKIP evidence: a full disk needs a file system to fill"
		return
	fi
	check "evidence: it starts on a small disk" start --evidence "$evidence"
	from_outside $stranger $home 20
	from_outside 203.0.113.100+20 $home 20
	check "evidence: what found no room is counted" \
		within 20 equals 40 status '.evidence | .packets + .skipped'
	check "evidence: that is said" within 20 grep -q 'No space left on device' "$tmp/log"
	from_outside $foreign $home 20
	check "evidence: the sensor goes on" ledger_says 60 .unknown.in
	check "evidence: it says so once" equals 1 grep -c 'No space left' "$tmp/log"
	check "evidence: it ends" stop TERM
	umount "$evidence"
}

for kind in ebpf pcap; do keeps_evidence $kind; done
bounds_evidence
fills_the_disk
