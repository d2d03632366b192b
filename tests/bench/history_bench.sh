#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Loads, judges and flushes a history of a million peers. Figures of this machine.
set -euo pipefail

cd "$(dirname "$0")/../.."
make -s build/tests/bench/history
build/tests/bench/history
