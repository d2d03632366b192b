# SPDX-License-Identifier: BSD-2-Clause
# machine.sh - virtual machines that have a kernel, the tests, and nothing else; run.sh reads this.
#
# QEMU's own emulation, so that they run wherever the tests do, with two CPUs, in turn, since much
# is counted by CPU. They get no network. All that they leave is in $scratch, a folder for each row.

machine_limit_s=400
machine_tries=3
machines_at_once=2

# Programs and the libraries they are linked with.
with_libraries() { # program...
	local program

	for program in "$@"; do
		echo "$program"
		ldd "$program" 2>/dev/null | grep -o '/[^ ]*'
	done | sort -u
}

pack() { # folder, archive
	(cd "$1" && find . | busybox cpio -o -H newc -R 0:0 2>/dev/null) >"$2"
}

machine_image() { # what all kernels share
	local root=$scratch/root

	mkdir -p "$root"/{etc,usr/{bin,sbin,lib,lib64},tests/{matrix,netns}} || return 1
	ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root"
	# shellcheck disable=SC2046 # a list of words
	with_libraries $(type -P bash busybox jq ip tc setpriv) build/redarc \
		build/tests/{matrix/features,unit/test_privilege,netns/send,netns/attached} \
		$(find build/tests/bpf -name 'test_*' -perm -u+x -type f) |
		xargs cp -L --parents -t "$root" || return 1
	cp tests/verdict.sh "$root/tests" && cp tests/netns/lib.sh "$root/tests/netns" &&
		cp tests/matrix/guest.sh "$root/tests/matrix" && cp tests/matrix/init "$root/init" &&
		pack "$root" "$scratch/image"
}

# A kernel takes several archives, one behind the other.
initrd_of() { # row
	local root=$scratch/$1/root

	mkdir -p "$root/modules" && cp "$kernels/$1"/*.ko "$root/modules" &&
		pack "$root" "$scratch/$1/modules" &&
		cat "$scratch/image" "$scratch/$1/modules" >"$scratch/$1/initrd"
}

boot() { # row, settings
	local here=$scratch/$1 pid

	timeout --foreground --kill-after=5 $machine_limit_s qemu-system-x86_64 \
		-nodefaults -no-user-config -display none -no-reboot -m 1024 \
		-accel tcg,thread=single -cpu max,-cx16 -smp 2 \
		-kernel "$kernels/$1/vmlinuz" -initrd "$here/initrd" \
		-append "console=ttyS0 quiet panic=-1 $2" \
		-serial "file:$here/console" -serial "file:$here/verdicts" >"$here/qemu" 2>&1 &
	pid=$!
	trap 'kill '$pid'; exit 130' TERM
	wait $pid
}

# An emulated boot may fail for reasons of the emulation: it is tried again. A test never is.
boot_until_up() { # row, settings
	local try

	initrd_of "$1" || return 1
	for ((try = 1; try <= machine_tries; try++)); do
		: >"$scratch/$1/verdicts"
		boot "$1" "$2"
		! grep -q '^booted' "$scratch/$1/verdicts" || break
	done
}

machine_run() { # row, settings: beside others
	while (($(jobs -rp | wc -l) >= machines_at_once)); do
		wait -n
	done
	boot_until_up "$@" &
}

machines_off() {
	# shellcheck disable=SC2046 # a list of numbers
	kill $(jobs -rp) 2>/dev/null
	wait
}

machine_ended() { # row
	local here=$scratch/$1

	grep -q '^booted' "$here/verdicts" && grep -q '^ended [01]$' "$here/verdicts" &&
		grep -q '^1[.][.]' "$here/verdicts" && return
	tail -n 5 "$here/verdicts" "$here/console" "$here/qemu"
	return 1
}
