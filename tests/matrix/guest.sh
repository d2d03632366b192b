#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The programs and the sensor on the kernel of this machine; run.sh boots it for them.
#
# environment: features   what this kernel must offer, and nothing else, with commas between
#              full       not empty: everything; else one hook, and no program runs by itself
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh
. tests/netns/lib.sh
trap tear_down EXIT

home=192.0.2.1 known=198.51.100.10 stranger=203.0.113.20 late=203.0.113.30
n=300
no_capability=0000000000000000 cap_bpf=0000008000000000

has() { [[ ,$features, == *,$1,* ]]; }

every_test_of() { # program
	CMOCKA_MESSAGE_OUTPUT=TAP "$1" >"$tmp/tap" 2>&1 || { grep -v '^ok' "$tmp/tap"; return 1; }
}

programs() { # tests...
	local test

	for test in "$@"; do
		check "${test##*/}: every test passes" every_test_of "$test"
		grep '^# redarc' "$tmp/tap"
	done
	has instructions ||
		echo "SKIP test_verifier: this kernel does not say what its verifier walked through"
}

allow() { build/redarc allow add "$1" --state "$tmp/state"; }

ledger_says() { # expected, jq filter of the ledger
	within 30 equals "$1" status ".ledger | $2"
}

one_more() { # counter: a packet of the late peer moves it
	local before after

	before=$(status ".ledger.$1") && from_outside $late $home 1 && sleep 0.3 &&
		after=$(status ".ledger.$1") && ((after == before + 1)) && return
	echo "$1: ${before:-none}, then ${after:-none}"
	return 1
}

four_ways() {
	from_outside $known $home $n && from_outside $stranger $home $n &&
		from_inside $home $known $n && from_inside $home $stranger $n
}

# What the sensor may inherit, may use, uses, and hands on.
capabilities() {
	sed -n 's/^Cap\(Inh\|Prm\|Eff\|Amb\):[[:space:]]*//p' "/proc/$(sensor)/status" | xargs
}

holds() { # the only capability
	equals "$no_capability $1 $1 $no_capability" capabilities
}

keeps_what_maps_take() { # mode
	if has powerless-maps || [[ $1 == libpcap* ]]; then
		holds $no_capability && ! grep 'CAP_BPF' "$tmp/log"
	else
		holds $cap_bpf && grep -q '^redarc: CAP_BPF is kept' "$tmp/log"
	fi
}

story() { # name, mode that must run, options...
	rm -rf "$tmp/state"
	check "$1: a peer is allowed before the start" allow $known
	check "$1: it starts" start "${@:3}"
	grep -q '^redarc: watching' "$tmp/log" || return # its reason has been shown
	check "$1: it runs as $2" grep -q "watching va: $2" "$tmp/log"
	check "$1: it keeps no capability but what maps take here" keeps_what_maps_take "$2"
	check "$1: frames are sent" four_ways
	check "$1: allowed is exact, in and out" ledger_says "[$n,$n]" '[.allowed.in,.allowed.out]'
	check "$1: unknown is exact, in and out" ledger_says "[$n,$n]" '[.unknown.in,.unknown.out]'
	check "$1: nothing is lost, and the sums hold" ledger_says '[0,true]' '[.lost,.balanced]'
	check "$1: a peer is unknown" one_more unknown.in
	check "$1: it is allowed while the sensor runs" allow $late
	check "$1: it is blue within a second" within 10 one_more allowed.in
	check "$1: it ends" stop TERM
	check "$1: nothing stays attached" within 20 \
		equals $'{"xdp":0,"ingress":0,"egress":0}\n0' attached
}

without_btf() {
	mount -t tmpfs none /sys/kernel/btf && [[ ! -e /sys/kernel/btf/vmlinux ]] &&
		start && stop TERM
}

as_nobody() { # capabilities: what start() runs
	program=("$(type -P setpriv)" --reuid=65534 --regid=65534 --clear-groups
		"--inh-caps=-all$1" "--ambient-caps=-all$1" build/redarc)
	rm -rf "$tmp/state" && chown 65534:65534 "$tmp"
}

as_root() { # options of setpriv...
	program=(build/redarc)
	(($# == 0)) || program=("$(type -P setpriv)" "$@" build/redarc)
	rm -rf "$tmp/state" && chown 0:0 "$tmp"
}

says() { # words, options...: within 3 s of a start
	nsenter --net="/run/netns/$inside" -- "${program[@]}" va --learn 0 --no-globe \
		--state "$tmp/state" --socket "$tmp/sock" --duration 3s "${@:2}" >"$tmp/log" 2>&1
	grep -q "$1" "$tmp/log" && return
	cat "$tmp/log"
	return 1
}

check_says() { # words
	"${program[@]}" check >"$tmp/out"
	grep -q "^privileges .*$1" "$tmp/out" && return
	cat "$tmp/out"
	return 1
}

without_root() {
	as_nobody ,+net_raw
	check "nobody: without programs it captures, and says so" \
		says 'watching va: .*libpcap.*not permitted to load programs'
	[[ $full ]] || return
	as_nobody ",+bpf,+net_admin,+perfmon$locks_memory"
	story nobody "$tc in, $tc out"
}

wants_nothing() {
	echo 0 >/proc/sys/kernel/unprivileged_bpf_disabled && start && holds $no_capability &&
		stop TERM
}

maps_are_closed() {
	local ways_out='CAP_BPF, Linux 5.19, or sysctl kernel.unprivileged_bpf_disabled=0'

	as_root --bounding-set=-bpf
	check "closed maps: without CAP_BPF the ways out are said" says "$ways_out"
	check "closed maps: redarc check says them too" check_says "$ways_out"
	as_root
	check "closed maps: redarc check says what is kept" check_says 'keeps CAP_BPF'
	check "closed maps: when the sysctl opens them, nothing is kept" wants_nothing
}

check "it offers ${features//,/, }" equals "${features//,/ }" build/tests/matrix/features
check "two namespaces and a veth are made" set_up
tc=clsact
! has tcx || tc=TCX
locks_memory='' # which maps did before 5.11
has powerless-maps || locks_memory=,+sys_resource
if [[ $full ]]; then
	programs build/tests/bpf/test_* build/tests/unit/test_privilege
	story xdp "XDP native in, $tc out" --hook xdp
	story xdp-generic "XDP generic in, $tc out" --hook xdp-generic
	! has tcx || story clsact 'clsact in, clsact out' --hook clsact
	check "btf: the programs load without the kernel's own types" without_btf
else
	programs build/tests/bpf/test_verifier
fi
story auto "$tc in, $tc out"
story pcap 'libpcap, each packet copied' --source pcap
without_root
has powerless-maps || maps_are_closed
verdict_end
