#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# How well each policy tells good from bad, in scenarios whose truth is known.
#
# usage: tests/quality/run.sh [SEED...]
#
# A table for the seed that may be looked at when something is tuned, and one for all those that
# judge it, together; with seeds, a table for each. KINDS=1 also says what became of each kind of
# peer.
set -euo pipefail

cd "$(dirname "$0")/../.."
build=build
tuned=(4) held_out=(101 102 103 104 105 106 107 108 109 110)

names=(exact hygiene "/24-aware" "ASN-aware")
options=("--policy exact" "" "--red subnet" "--red network")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make_scenario() { # folder, seed
	mkdir "$1"
	echo "- seed $2, $("$build/tests/quality/scenario" "$1" "$2")"
	"$build/tools/mkmmdb" asn <"$1/networks.txt" >"$1/asn.mmdb"
	"$build/tools/mkmmdb" nested <"$1/places.txt" >"$1/places.mmdb"
}

replay() { # scenario's folder, folder of what comes of it, option...
	mkdir -p "$2/state"
	# shellcheck disable=SC2046
	"$build/redarc" replay "$1/scenario.pcap" --learn 48h --no-globe --state "$2/state" \
		$(sed 's/^/--local /' "$1/locals.txt") --geoip "$1/places.mmdb" \
		--asn "$1/asn.mmdb" --events "$2/events" "${@:3}" >"$2/messages" 2>&1 </dev/null ||
		{ cat "$2/messages"; return 1; }
}

judge() { # seed
	local folder=$work/$1 i

	make_scenario "$folder" "$1"
	for i in "${!names[@]}"; do
		# shellcheck disable=SC2086
		replay "$folder" "$folder/$i" ${options[i]}
	done
	rm "$folder/scenario.pcap"
}

table() { # what it is, seed...
	local seed i folders=()

	printf '\n%s\n\n' "$1"
	shift
	for seed; do
		judge "$seed"
		folders+=("$work/$seed")
	done
	printf '\n| policy | packets red | peers red | packets: true / false positives | '
	printf 'peers: true / false | alerts a day | bad actors red | first red after: median, worst | '
	printf 'there from the first hour |\n|---|--:|--:|--:|--:|--:|--:|--:|---|\n'
	for i in "${!names[@]}"; do
		printf '| %s |' "${names[i]}"
		"$build/tests/quality/evaluate" ${KINDS:+--kinds} "${folders[@]/%//$i}"
	done
}

if (($#)); then
	for seed; do
		table "One scenario" "$seed"
	done
else
	table "Tuning" "${tuned[@]}"
	table "Held out" "${held_out[@]}"
fi
