#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What `redarc replay` counts, against the truth of captures made here and of real ones; and
# three days, of which the third is judged by what the first two taught.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh

redarc=$PWD/build/redarc
real=${CAPTURES:-../shared/captures}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Leaves events in $work/events, messages in $work/messages; the status is redarc's.
replay() { # file, option...
	rm -rf "$work/state"
	mkdir "$work/state"
	timeout 60 "$redarc" replay "$1" --events - --no-globe --state "$work/state" "${@:2}" \
		>"$work/events" 2>"$work/messages" </dev/null
}

# The last line is the stats, and this holds for what is under `redarc` there.
stats() { # jq's expression, jq's option...
	tail -n 1 "$work/events" |
		jq -e "${@:2}" ".event_type == \"stats\" and (.redarc | $1)" >/dev/null && return
	echo "not so: $1 ${*:2}"
	tail -n 1 "$work/events"
	head -n 5 "$work/messages"
	return 1
}

counts() { # frames, IPv4, valid, distinct addresses
	stats '.addresses == $addresses and .ledger.balanced and .ledger.seen == $frames and
		.ledger.not_ipv4 == $frames - $ipv4 and .ledger.malformed == $ipv4 - $valid' \
		--argjson frames "$1" --argjson ipv4 "$2" --argjson valid "$3" \
		--argjson addresses "$4"
}

reads() { # file, frames, IPv4, valid, distinct addresses
	replay "$1" || { echo "exit status $?"; cat "$work/messages"; return 1; }
	counts "${@:2}"
}

refuses() { # file
	replay "$1" && { echo "exit status 0"; return 1; }
	grep -qF -- "$1: " "$work/messages" || { cat "$work/messages"; return 1; }
}

# What was whole before the damage counts.
refuses_and_counts() { # file, frames, IPv4, valid, distinct addresses
	refuses "$1" && counts "${@:2}"
}

made_captures() {
	local name frames ipv4 valid addresses state

	while IFS=$'\t' read -r name frames ipv4 valid addresses state; do
		case $state in
		whole) check "made: $name is counted as it was made" \
			reads "$work/made/$name" "$frames" "$ipv4" "$valid" "$addresses" ;;
		refused) check "made: $name is refused, and counts as far as it is whole" \
			refuses_and_counts "$work/made/$name" "$frames" "$ipv4" "$valid" "$addresses" ;;
		esac
	done <"$work/made/truth.tsv"
}

# Rows of the table: | file | frames | IPv4 | valid | distinct addresses | source | content |
real_captures() {
	local name frames ipv4 valid addresses content

	if [[ ! -r $real/README.md ]]; then
		echo "SKIP no real captures: there is no $real/README.md"
		return
	fi
	while IFS='|' read -r _ name frames ipv4 valid addresses _ content; do
		name=${name// /}
		[[ -f $real/$name ]] || continue
		if [[ $content == *damaged* || $content == *unsupported* ]]; then
			check "real: $name is refused" refuses "$real/$name"
		else
			check "real: $name is counted as an independent reader did" \
				reads "$real/$name" $frames $ipv4 $valid $addresses
		fi
	done < <(grep -E '^\| *[^ |]+\.(pcap|pcapng|cap) *\|' "$real/README.md")
}

third_day() {
	local truth=$work/days.pcap.json

	replay "$work/days.pcap" --policy exact --learn "$(jq -r .learn "$truth")" \
		--local "$(jq -r .local "$truth")"
}

ledger_is_true() {
	stats '(.ledger | del(.unnamed, .skipped)) == $truth[0].ledger' --slurpfile truth "$work/days.pcap.json"
}

peers_are_true() {
	stats '.peers == $truth[0].peers and .addresses == $truth[0].addresses' \
		--slurpfile truth "$work/days.pcap.json"
}

alerts_are_true() {
	diff <(jq -r '.alerts[]' "$work/days.pcap.json" | sort) <(jq -r 'select(.event_type ==
		"alert") | .redarc | "\(.peer) \(.direction)"' "$work/events" | sort)
}

several_files() {
	local first=$work/made/ether-le-us.pcap second=$work/made/cut-in-frame.pcap

	timeout 60 "$redarc" replay "$first" "$second" "$first" --events - --no-globe \
		--state "$work/state" >"$work/events" 2>"$work/messages" </dev/null &&
		{ echo "exit status 0"; return 1; }
	grep -qF -- "$second: " "$work/messages"
}

mkdir "$work/made"
build/tests/mkcap kinds "$work/made" && build/tests/mkcap days "$work/days.pcap" || exit 1
made_captures
real_captures
check "learn: three days are replayed" third_day
check "learn: every packet of three days is judged by the rule" ledger_is_true
check "learn: the peers of each verdict are counted once" peers_are_true
check "learn: each new peer and direction alerts once, and inbound does not whiten outbound" \
	alerts_are_true
check "replay: a damaged file among others is named" several_files
verdict_end
