// SPDX-License-Identifier: Apache-2.0
/** @file Where tests find what the build made. They run from the top folder. */

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WasmPlace } from '../../web/engine/protocol.js';

const built = (file: string): WasmPlace => ({
  wasmUrl: pathToFileURL(resolve('build/wasm-release', file)).href,
});

/** All questions. */
export const WASM = built('payoff-full.wasm');
/** Those that the elements ask. */
export const SMALL_WASM = built('payoff.wasm');

/** The native programs that are built: with sanitizers, and as it is published, whose optimised code must give the same bytes. */
export const NATIVE_PROGRAMS = ['build/native-debug/payoff', 'build/native-release/payoff']
  .map((path) => resolve(path))
  .filter(existsSync);

/** The newest of them. */
export function nativeProgram(): string | undefined {
  return [...NATIVE_PROGRAMS].sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** A Segment row. */
export function row(
  event: string,
  timestamp: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: 'track', event, timestamp, userId: 'u1', context: { groupId: 'a1' }, ...more };
}

export const MARCH = { ask: 'usage', from: '2026-03-01', to: '2026-04-01', grain: 'month' } as const;

/** How many events of that name. */
export function countOf(event: string) {
  return { ...MARCH, metrics: [{ id: 'n', of: event, stat: 'count' }] } as const;
}
