# SPDX-License-Identifier: BSD-2-Clause
# Who is not root needs three capabilities to watch through the kernel, and keeps none of them.
# run.sh reads this, behind pcap.sh.

three=,+bpf,+net_admin,+perfmon

holds_nothing() {
	equals 0000000000000000 all_capabilities && powerless
}

all_capabilities() {
	sed -n 's/^Cap\(Inh\|Prm\|Eff\|Amb\):[[:space:]]*//p' "/proc/$(sensor)/status" | sort -u
}

says_what_it_lacks() { # capabilities, the one that is not among them
	local command words="kernel: not permitted to load programs"

	read -ra command < <(as_nobody "$1")
	[[ $2 != CAP_PERFMON ]] || words="kernel: .*without CAP_PERFMON"
	runs_under "$words" 1 "${command[@]}" &&
		capabilities_say "$1" "not root: can replay, cannot watch, which needs $2; use sudo"
}

needs_three() {
	local program

	read -ra program < <(as_nobody $three)
	program=("${program[@]::${#program[@]}-1}") # start() names the interface
	rm -rf "$tmp/state" && chown nobody "$tmp"
	check "not root: redarc check says that three capabilities are enough" \
		capabilities_say $three "not root: can load programs into the kernel$"
	check "not root: with them it starts" start
	check "not root: it keeps none of them" holds_nothing
	from_outside $stranger $home $n
	check "not root: it counts what it is to count" ledger_says "[$n,true]" \
		'[.unknown.in,.balanced]'
	check "not root: it ends" stop TERM
	check "not root: nothing stays attached" nothing_attached
	check "not root: without CAP_BPF that is said" says_what_it_lacks ,+net_admin,+perfmon CAP_BPF
	check "not root: without CAP_NET_ADMIN too" says_what_it_lacks ,+bpf,+perfmon CAP_NET_ADMIN
	check "not root: without CAP_PERFMON too" says_what_it_lacks ,+bpf,+net_admin CAP_PERFMON
	chown root "$tmp" && rm -rf "$tmp/state"
}

needs_three
