// SPDX-License-Identifier: Apache-2.0
/** @file Where does the compiled core come from, and why could it not be had? */

import { PayoffError } from './error.js';
import { loadGlue, type ModuleFactory, type PayoffModule } from './module.js';
import type { QuestionSet, WasmPlace } from './protocol.js';

/** A whole module of 8 bytes: compiling it fails only where compiling as such is forbidden. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
/** `(func (result v128) (i8x16.splat (i32.const 0)))`: valid only where SIMD is. */
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]);

/** Beside the script. Written so that bundlers see the files and take them along. */
export function wasmUrlBesideScript(questions: QuestionSet): string {
  return questions === 'all'
    ? new URL('./payoff-full.wasm', import.meta.url).href
    : new URL('./payoff.wasm', import.meta.url).href;
}

export function inNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}

/** Compiled once for each URL; a failure is forgotten, so that the next start tries anew. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

function compileUrl(url: string): Promise<WebAssembly.Module> {
  let module = compiled.get(url);
  if (!module) {
    module = fetchAndCompile(url);
    module.catch(() => compiled.delete(url));
    compiled.set(url, module);
  }
  return module;
}

async function fetchAndCompile(url: string): Promise<WebAssembly.Module> {
  if (url.startsWith('file:')) return compileBytes(await readLocal(url), url);
  const get = async (): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(url, { credentials: 'same-origin' });
    } catch (cause) {
      throw unavailable(
        `${url} could not be fetched: is connect-src of the page's policy too narrow, or CORS missing?`,
        cause,
      );
    }
    if (!response.ok) {
      throw unavailable(`${url} answered ${response.status}: serve the file there, or pass wasmUrl.`);
    }
    return response;
  };
  if ('compileStreaming' in WebAssembly) {
    const response = await get();
    const spare = response.clone();
    try {
      return await WebAssembly.compileStreaming(response);
    } catch {
      // Most often a server that does not know application/wasm. The bytes themselves may be fine.
      return compileBytes(await spare.arrayBuffer(), url);
    }
  }
  return compileBytes(await (await get()).arrayBuffer(), url);
}

async function compileBytes(bytes: BufferSource, from: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw compileFailure(from, cause);
  }
}

function compileFailure(from: string, cause: unknown): PayoffError {
  try {
    new WebAssembly.Module(EMPTY);
  } catch {
    return unavailable(
      "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src " +
        "(script-src 'self' 'wasm-unsafe-eval').",
      cause,
    );
  }
  if (!WebAssembly.validate(SIMD)) {
    return unavailable(
      'This browser is too old: it has no WebAssembly SIMD (all browsers have it since 2023).',
      cause,
    );
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  return unavailable(
    `${from} is not the compiled core of this version (${detail}): deploy the files of one release together.`,
    cause,
  );
}

function unavailable(message: string, cause?: unknown): PayoffError {
  return new PayoffError('wasm_unavailable', message, '', { cause });
}

/** As much of node:fs/promises as is used: what runs in a page must not lean on Node's types. */
interface NodeFiles {
  readFile(path: URL): Promise<ArrayLike<number>>;
}

async function readLocal(url: string): Promise<Uint8Array<ArrayBuffer>> {
  // Not a literal: bundlers for browsers must not try to resolve it.
  const fs = 'node:fs/promises';
  try {
    const { readFile } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ fs)) as NodeFiles;
    return new Uint8Array(await readFile(new URL(url)));
  } catch (cause) {
    throw unavailable(`${url} cannot be read: pass wasmUrl or wasmBinary.`, cause);
  }
}

async function findModule(place: WasmPlace): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== 'object') {
    throw unavailable(
      'There is no WebAssembly here: the browser is too old, or it was switched off (lockdown mode).',
    );
  }
  if (place.wasmModule) return place.wasmModule;
  if (place.wasmBinary) return compileBytes(place.wasmBinary as BufferSource, 'wasmBinary');
  return compileUrl(place.wasmUrl ?? wasmUrlBesideScript('all'));
}

/** A fresh instance with a heap of its own. Rejects with `wasm_unavailable`. */
export async function loadModule(
  place: WasmPlace,
  glue: () => Promise<ModuleFactory> = loadGlue,
): Promise<PayoffModule> {
  const [module, factory] = await Promise.all([findModule(place), glue()]);
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(compileFailure('The module', cause));
    factory({
      // Never used, but without it the glue works out an address of its own, which fails in a worker made from a blob.
      locateFile: (path) => path,
      instantiateWasm: (imports, done) => {
        // The glue's own promise would never settle if this failed.
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), fail);
        return {};
      },
    }).then(resolve, fail);
  });
}
