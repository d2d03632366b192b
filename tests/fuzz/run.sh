#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Each fuzz target for FUZZ_SECONDS (20), as many at a time as there are processors, from seeds
# that the build makes; address and undefined-behaviour sanitizers are compiled in.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh

export FUZZ_SECONDS=${FUZZ_SECONDS:-20}
export built=$PWD/build/tests/fuzz
work=$(mktemp -d)
export work
trap 'rm -rf "$work"' EXIT

# Leaves what it said in $work/NAME.log, and its exit status in $work/NAME.status.
fuzz() { # name
	local folders=("$work/$1.found")

	mkdir "${folders[0]}"
	[[ ! -d $built/seeds/$1 ]] || folders+=("$built/seeds/$1")
	(cd "$work" && "$built/$1" -max_total_time="$FUZZ_SECONDS" -print_final_stats=1 \
		-artifact_prefix="$work/$1-" "${folders[@]}") >"$work/$1.log" 2>&1
	echo $? >"$work/$1.status"
}
export -f fuzz

# The last figure behind a word in what a target said.
figure() { # word, name
	grep -oE "$1 +[0-9]+" "$work/$2.log" | tail -n 1 | grep -oE '[0-9]+$' || echo no
}

found_nothing() { # name
	local input

	[[ $(<"$work/$1.status") = 0 && $(figure 'number_of_executed_units:' "$1") -gt 0 ]] && return
	grep -v '^#' "$work/$1.log" | tail -n 40
	for input in "$work/$1"-*; do
		[[ ! -f $input ]] || od -A d -t x1 "$input" | head -n 20
	done
	return 1
}

targets=()
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	if [[ -x $built/$name ]]; then
		targets+=("$name")
	else
		echo "SKIP $name was not built: clang or its libFuzzer is missing"
	fi
done
printf '%s\n' "${targets[@]}" | xargs -r -P "$(nproc)" -I{} bash -c 'fuzz {}'
for target in "${targets[@]}"; do
	check "fuzz: ${target#fuzz_} is not broken by what $FUZZ_SECONDS s can find" \
		found_nothing "$target"
	echo "# $(figure 'number_of_executed_units:' "$target") inputs," \
		"$(figure 'average_exec_per_sec:' "$target") a second, $(figure cov: "$target") edges"
done
verdict_end
