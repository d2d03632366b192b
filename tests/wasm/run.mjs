// SPDX-License-Identifier: BSD-2-Clause
// Runs a WASI program with this program's standard input and output.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const wasi = new WASI({ version: "preview1", args: [], env: {} });
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {
	wasi_snapshot_preview1: wasi.wasiImport,
});
process.exitCode = wasi.start(instance);
