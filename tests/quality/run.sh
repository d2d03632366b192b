#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# How well each policy tells good from bad, in scenarios whose truth is known; a table each.
#
# usage: tests/quality/run.sh [SEED...]
#
# Without seeds: the one that may be looked at when something is tuned, then those that judge it.
# KINDS=1 also prints what became of each kind of peer.
set -euo pipefail

cd "$(dirname "$0")/../.."
build=build
tuned=4 held_out=(101 102 103 104 105)
seeds=("$@")
((${#seeds[@]})) || seeds=("$tuned" "${held_out[@]}")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

status=0
names=(exact hygiene "/24-aware" "ASN-aware")
options=("--policy exact" "" "--red subnet" "--red network")

make_scenario() { # seed
	rm -rf "$work/scene"
	mkdir "$work/scene"
	"$build/tests/quality/scenario" "$work/scene" "$1"
	"$build/tools/mkmmdb" asn <"$work/scene/networks.txt" >"$work/scene/asn.mmdb"
	"$build/tools/mkmmdb" nested <"$work/scene/places.txt" >"$work/scene/places.mmdb"
}

replay() { # option...
	rm -rf "$work/state" "$work/events"
	mkdir "$work/state"
	"$build/redarc" replay "$work/scene/scenario.pcap" --learn 48h --local 10.0.0.0/8 \
		--no-globe --state "$work/state" --geoip "$work/scene/places.mmdb" \
		--asn "$work/scene/asn.mmdb" --events "$work/events" "$@" \
		>"$work/messages" 2>&1 </dev/null
}

evaluate() { # [kinds]
	"$build/tests/quality/evaluate" "$work/scene/truth.tsv" "$work/events" "$work/messages" "$@"
}

for seed in "${seeds[@]}"; do
	kind="held out"
	[[ $seed != "$tuned" ]] || kind=tuning
	echo
	echo "Seed $seed ($kind), $(make_scenario "$seed")"
	echo
	echo "| policy | packets red | peers red | true / false positives, packets | peers |" \
		"alerts a day | bad actors red | first red after, median | malware of the first hour |"
	echo "|---|--:|--:|--:|--:|--:|--:|--:|---|"
	for i in "${!names[@]}"; do
		# shellcheck disable=SC2086
		if ! replay ${options[i]}; then
			echo "| ${names[i]} | $(tail -n 1 "$work/messages") |"
			status=1
			continue
		fi
		echo "| ${names[i]} |$(evaluate)"
		[[ -z ${KINDS:-} ]] || evaluate kinds | sed 's/^/    /'
	done
done
exit $status
