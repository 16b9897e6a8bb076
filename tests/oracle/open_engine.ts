// SPDX-License-Identifier: Apache-2.0
/** @file An engine that has read a file of real events. */

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { createEngine, type Engine, type Playbook } from '../../web/engine/index.js';
import { WASM } from '../engine/real_core.js';

export async function openEngine(gzipFile: string, playbook: Playbook, asOf?: string): Promise<Engine> {
  const engine = await createEngine({ ...WASM, playbook, asOf });
  for await (const chunk of createReadStream(gzipFile).pipe(createGunzip())) await engine.append(chunk);
  await engine.end();
  return engine;
}
