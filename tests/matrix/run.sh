#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Boots older and newer kernels in virtual machines, and runs tests/matrix/guest.sh on each.
#
# usage: [MATRIX=1] tests/matrix/run.sh [ROW...]
#
# All rows when none is named. MATRIX=1 runs everything there is to run on each, which takes
# minutes; else the programs are loaded and the sensor watches through the hook that it prefers.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh
. tests/matrix/kernels.sh
. tests/matrix/machine.sh
PATH=$PATH:/usr/sbin:/sbin

rows=(5.10 6.1 6.12 newest)
declare -A features=(
	[5.10]=btf,batch,xdp-link
	[6.1]=btf,batch,lpm-batch,xdp-link,frags,instructions,powerless-maps
	[6.12]=btf,batch,lpm-batch,xdp-link,frags,tcx,instructions,powerless-maps
	[newest]=btf,batch,lpm-batch,xdp-link,frags,tcx,instructions,powerless-maps
)

lacks() { # what is missing, if anything
	local tool

	for tool in qemu-system-x86_64 busybox jq ip tc setpriv apt-get dpkg-deb; do
		command -v "$tool" >/dev/null && continue
		echo "there is no $tool; scripts/setup sensor test installs it"
		return
	done
	[[ $(uname -m) == x86_64 ]] || echo "the kernels are for x86-64"
	[[ -x build/tests/bpf/test_verifier ]] || echo "this build has no kernel path"
}

kept() { [[ -e $kernels/$1/version ]]; } # row

fetch() { # what is not kept
	local name unkept=()

	for name in "${rows[@]}"; do kept "$name" || unkept+=("$name"); done
	((${#unkept[@]} == 0)) || kernels_fetch "${unkept[@]}"
}

# What a machine said, the kernel's name in front; its tests count as ours.
relay() { # row
	local line

	while read -r line; do
		case $line in
		'ok '* | 'not ok '*)
			verdict_number=$((verdict_number + 1))
			[[ $line == ok* ]] || verdict_failed=$((verdict_failed + 1))
			echo "${line%%[0-9]*}$verdict_number - $1: ${line#* - }"
			;;
		SKIP*) echo "SKIP $1: ${line#SKIP }" ;;
		'#'*) echo "# $1:${line#\#}" ;;
		esac
	done <"$scratch/$1/verdicts"
}

(($# == 0)) || rows=("$@")
reason=$(lacks)
if [[ $reason ]]; then
	echo "SKIP matrix: $reason"
	exit 0
fi
scratch=$(mktemp -d)
trap 'machines_off; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP

declare -A why_not=()
fetch
check "an image for all kernels is made" machine_image
for name in "${rows[@]}"; do
	! kept "$name" || machine_run "$name" "full=${MATRIX:-} features=${features[$name]}"
done
wait
for name in "${rows[@]}"; do
	if kept "$name"; then
		relay "$name"
		check "$name: $(<"$kernels/$name/version") came up, and its tests ended" \
			machine_ended "$name"
	else
		echo "SKIP $name: NOT TESTED: none is kept, and none could be fetched: ${why_not[$name]}"
	fi
done
verdict_end
