// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { SMALL_WASM } from './real_core.js';

// Other releases of Emscripten make larger modules; Debian's and Ubuntu's is the one that is measured.
const skip = process.platform !== 'linux' && 'another Emscripten';

test('what every customer downloads of the core is at most 70,000 bytes, as servers send it', {
  skip,
}, async () => {
  const sent = brotliCompressSync(await readFile(new URL(SMALL_WASM.wasmUrl ?? '')));
  assert.ok(sent.length <= 70_000, `payoff.wasm has ${sent.length} bytes`);
});
