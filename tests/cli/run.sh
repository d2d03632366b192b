#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Bad input on the command line: each time a clear line "thing: reason", and a status that is
# 2 for what was typed and 1 for what went wrong. Root works in namespaces of its own, so that
# interfaces and disks are nobody else's.
set -uo pipefail

alone=(unshare --net --mount --propagation private)
if [[ ${1-} != --inside ]] && "${alone[@]}" true 2>/dev/null; then
	exec "${alone[@]}" "$0" --inside
fi
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/lib.sh

help_teaches() {
	local word

	ends 0 '' "$redarc" --help || return 1
	for word in watch replay status top interfaces allow block label learn judge explain check --events --no-globe --policy --window \
		--learn --local --hook --geoip --asn --state --home-location --duration --json --user \
		--list --format --reason --expires --last --since --peer; do
		grep -q -- "$word" "$work/out" || { echo "--help does not mention $word"; return 1; }
	done
}

# The last stats line counts that many packets, and its sums hold.
stats_say() { # file, packets
	jq -es --argjson n "$2" 'last | .event_type == "stats" and .redarc.ledger.seen == $n
		and .redarc.ledger.balanced' "$1" >/dev/null || { tail -n 2 "$1"; return 1; }
}

replay() { # status, pattern, option...
	local status=$1 pattern=$2

	shift 2
	ends "$status" "$pattern" "$redarc" replay $without_window --learn 0 --events - "$@"
}

replay_without_places() { # option, file
	replay 0 "$2: " "$1" "$2" "$work/good.pcap" || return 1
	grep -q 'make places' "$work/err" || { echo "it does not say how to get them"; return 1; }
	stats_say "$work/out" 3
}

damaged_file_counts_what_was_read() {
	head -c -20 "$work/good.pcap" >"$work/cut.pcap"
	replay 1 "cut.pcap: " "$work/cut.pcap" && stats_say "$work/out" 2
}

answers() { # pattern on standard output, argument...
	ends 0 '' "$redarc" "${@:2}" || return 1
	grep -qE -- "$1" "$work/out" || { cat "$work/out"; return 1; }
}

replay_counts() { # packets
	replay 0 '' "$work/good.pcap" && stats_say "$work/out" "$1"
}

replay_as_nobody() {
	ends 0 '' "${as_nobody[@]}" "$redarc" replay $without_window --events - "$work/good.pcap" &&
		stats_say "$work/out" 3
}

reader_leaves() {
	write_capture "$work/many.pcap" 250
	timeout 20 "$redarc" replay $without_window --learn 0 --events - "$work/many.pcap" \
		2>"$work/err" | true
	[[ ${PIPESTATUS[0]} = 1 ]] && grep -q 'Broken pipe' "$work/err" || { cat "$work/err"; return 1; }
}

foreign_history() {
	mkdir -m 777 "$work/foreign"
	cp "$work/page" "$work/foreign/history.db"
	ends 1 'history.db: ' "$redarc" learn freeze --state "$work/foreign" || return 1
	ends 1 'history.db: ' "$redarc" learn report --state "$work/foreign" || return 1
	cmp "$work/page" "$work/foreign/history.db"
}

full_disk() {
	ends 1 '/dev/full: No space left' "$redarc" replay $without_window --learn 0 \
		--events /dev/full "$work/good.pcap"
}

write_capture "$work/good.pcap" 3
echo "<html>not a database, nor a capture</html>" >"$work/page"
mkdir -m 555 "$work/locked"
: >"$work/file"

check "help: teaches every command and option" help_teaches
check "options: none at all is a question, not a start" ends 2 '(usage|help)' "$redarc"
check "options: an unknown one is named" ends 2 '--nonsense: ' "$redarc" --nonsense lo
while read -r option value; do
	check "options: $option $value is refused by name" \
		ends 2 "$option.*$value: " "$redarc" watch lo "$option" "$value"
done <<-'END'
	--window 2x
	--window 5m
	--learn soon
	--hook ebpf
	--policy lax
	--local 010.1.2.3/8
	--home-location 91,0
	--duration -1s
	--ipfix 192.0.2.9
	--ipfix 2001:db8::9:4739
	--log mail
END
check "options: a value that is out of range is told the range" \
	ends 2 '--expires 0: wants a duration above 0, such as 7d, or never$' \
	"$redarc" block add 198.51.100.1 --expires 0 --state "$work/none"
check "options: one that does not belong to a command is refused" \
	ends 2 '--last: not of learn freeze, but of: ' \
	"$redarc" learn freeze --last 1h --state "$work/none"
check "options: two that contradict each other are refused" \
	ends 2 '--last and --since: one of them' \
	"$redarc" judge --last 1h --since 2026-11-22 --state "$work/none"
for command in 'learn report' 'allow list' judge 'explain 198.51.100.1'; do
	# shellcheck disable=SC2086
	check "socket: $command says so when nothing listens where it was told to ask" \
		ends 1 'none.sock: No such file' "$redarc" $command --socket "$work/none.sock"
done
check "options: a missing value is named" ends 2 '--events: ' "$redarc" watch lo --events
check "options: a user who does not exist is named" \
	ends 1 'nosuchuser: ' "$redarc" replay $without_window --user nosuchuser "$work/good.pcap"
check "interfaces: lists the loopback" answers '^lo\b' interfaces
check "status: without a sensor it says so" \
	ends 1 '.+: .+' "$redarc" status --socket "$work/none.sock"
check "allow: something has to be asked" ends 2 'allow.*: ' "$redarc" allow $without_window
check "allow: only list, add and del" \
	ends 2 'allow list.*add.*del' "$redarc" allow whiten 198.51.100.1
check "allow: an address is needed" ends 2 'add' "$redarc" allow add $without_window
check "allow: what is no address is refused" \
	ends 2 '198.51.100.256: ' "$redarc" allow add $without_window 198.51.100.256
check "allow: an entry can be added" \
	ends 0 '' "$redarc" allow add --state "$work/state" 198.51.100.2
check "allow: and be listed" answers '198\.51\.100\.2' allow list --state "$work/state"
check "allow: what is not on the list cannot be removed" \
	ends 1 '198.51.100.9: ' "$redarc" allow del --state "$work/state" 198.51.100.9

check "replay: a file is needed" ends 2 'replay' "$redarc" replay
check "replay: counts what is in a capture" replay_counts 3
check "replay: a file that is not there" replay 1 'none.pcap: No such file' "$work/none.pcap"
check "replay: a folder is not a capture" replay 1 "$work: " "$work"
check "replay: a foreign file is refused" replay 1 'page: ' "$work/page"
check "replay: an empty file is refused" replay 1 'file: ' "$work/file"
check "replay: a damaged file fails, and what was read counts" damaged_file_counts_what_was_read
check "replay: without the database of places" replay_without_places --geoip "$work/none.mmdb"
check "replay: with a foreign database of places" replay_without_places --geoip "$work/page"
check "replay: with an empty database of networks" replay_without_places --asn "$work/file"
check "replay: a full disk below the events is said" full_disk
check "replay: events that cannot be created are said" \
	replay 1 "$work/page/events: " --events "$work/page/events" "$work/good.pcap"
check "replay: a reader that leaves ends it" reader_leaves
check "state: a file is not a folder" \
	ends 1 "$work/file: " "$redarc" allow add --state "$work/file" 198.51.100.2
check "state: a history that is none is refused" foreign_history

if [[ $(id -u) = 0 ]]; then
	check "check: root can start" answers '^ready' check --state "$work/state"
	check "state: a folder that cannot be written is named" \
		ends 1 "$work/locked.*: Permission denied" \
		"${as_nobody[@]}" "$redarc" allow add --state "$work/locked" 198.51.100.2
	check "replay: needs no root" replay_as_nobody
else
	check "check: without root nothing can be watched" \
		ends 1 '' "$redarc" check --state "$work/state"
fi
. tests/cli/lists.sh
. tests/cli/learn.sh
. tests/cli/config.sh
if ! grep -q '^kernel path *built in' < <("$redarc" check 2>&1); then
	echo "SKIP this build has no kernel path, so no sensor can be watched"
elif [[ ${1-} = --inside ]]; then
	. tests/cli/log.sh
	. tests/cli/sensor.sh
	. tests/cli/live.sh
	. tests/cli/acts.sh
	. tests/cli/top.sh
	. tests/cli/outlets.sh
	. tests/cli/watch.sh
else
	echo "SKIP no rights to build namespaces, so no sensor can be watched"
fi
verdict_end
