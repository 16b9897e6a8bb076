// SPDX-License-Identifier: Apache-2.0
/** @file What of the WebAssembly core do the benches share? The module as it is, with no worker between. */

import { readFile } from 'node:fs/promises';

const CHUNK_BYTES = 1 << 20;

const build = new URL('../../build/wasm-release/', import.meta.url);

/** A module of its own memory: the one that answers every question, or `payoff`, that of the elements. */
export async function openModule(name = 'payoff-full') {
  const { default: createModule } = await import(new URL(`${name}.mjs`, build).href);
  return createModule({ wasmBinary: await readFile(new URL(`${name}.wasm`, build)) });
}

/** An engine that is ready for `feed()`; `''` is the playbook of defaults. */
export function openEngine(module, playbookText = '') {
  const at = module.create();
  const engine = {
    configure: (text) => module.configure(at, text),
    begin: () => module.begin(at),
    buffer: (size) => module.buffer(at, size),
    append: (size) => module.append(at, size),
    end: () => module.end(at),
    snapshot: () => module.snapshot(at),
    restore: (size) => module.restore(at, size),
    ask: (question) => module.ask(at, question),
    delete: () => module.destroy(at),
  };
  checked(engine.configure(playbookText));
  checked(engine.begin());
  return engine;
}

export function feed(module, engine, bytes) {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    const pointer = engine.buffer(chunk.length);
    module.HEAPU8.set(chunk, pointer);
    const failure = engine.append(chunk.length);
    if (failure !== '') throw new Error(failure);
  }
}

/** The value of an answer that is no error. */
export function checked(text) {
  const reply = JSON.parse(text);
  if (reply.error) throw new Error(text);
  return reply;
}
