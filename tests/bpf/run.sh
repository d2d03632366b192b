#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs the kernel's programs on hand-made frames, in the kernel.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
if [[ ! -x build/tests/bpf/test_programs ]]; then
	echo "SKIP bpf: this build has no kernel path (libbpf, clang and bpftool are needed)"
	exit 0
fi
if [[ $(id -u) != 0 ]]; then
	echo "SKIP bpf: loading programs into the kernel needs root"
	exit 0
fi
failed=0
for source in tests/bpf/test_*.c; do
	CMOCKA_MESSAGE_OUTPUT=TAP "build/tests/bpf/$(basename "$source" .c)" || failed=1
done
exit $failed
