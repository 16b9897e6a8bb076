// SPDX-License-Identifier: Apache-2.0
/** @file How is an engine made: headless, in browsers and in Node? */

import { WorkerExecutor } from './client.js';
import { abortedError, errorIn, PayoffError } from './error.js';
import { InlineExecutor } from './inline.js';
import { trustedUrl } from './policy.js';
import type {
  AnswerTo,
  Defaults,
  EngineInfo,
  Executor,
  LoadSummary,
  Model,
  Playbook,
  Question,
  QuestionSet,
  WasmPlace,
  Weekday,
} from './protocol.js';
import { inNode, wasmUrlBesideScript } from './wasm.js';

export interface EngineOptions extends WasmPlace {
  /** Which module is loaded where no place is given. Default: `'all'`. */
  questions?: QuestionSet | undefined;
  /** An object, or its JSON text (kept as written). Without one: a playbook of defaults. A promise is awaited while the core loads. */
  playbook?: Playbook | string | PromiseLike<Playbook | string> | undefined;
  /** What `payoff learn` printed, as the playbook. */
  model?: Model | string | PromiseLike<Model | string> | undefined;
  zone?: string | undefined;
  weekStart?: Weekday | undefined;
  /** The instant that counts as now, for questions that do not say it. */
  asOf?: string | undefined;
  /** True or the URL of worker.js: in a worker where the page may have one. False: on this thread. Default: true, in Node false. */
  worker?: boolean | string | URL | undefined;
  /** Stops the start, and later closes the engine. */
  signal?: AbortSignal | undefined;
}

export interface Engine {
  readonly info: EngineInfo;
  /** Where the work is done. */
  readonly thread: 'worker' | 'page';
  /** Forgets all rows, for a load from the start. */
  begin(): Promise<void>;
  /**
   * Any number of chunks of any size. `transfer`: the bytes are the engine's from now on (saves a copy). Rejects with
   * `not_supported` a table (CSV), if `questions` are not `'all'`.
   */
  append(bytes: Uint8Array | ArrayBuffer | string, options?: { transfer?: boolean }): Promise<void>;
  /** Settles quality. More rows may be appended after it, followed by another `end()`. */
  end(): Promise<LoadSummary>;
  /**
   * All that was loaded as one block of bytes, to be kept: restoring it takes a fraction of the time of reading the
   * events again. It is of this version of Payoff and this playbook alone. Not between `append()` and `end()`.
   * Needs `questions: 'all'`: payoff.wasm rejects with `not_supported`, as it does `restore()`.
   */
  snapshot(): Promise<Uint8Array>;
  /**
   * In place of `append()` and `end()`: forgets all rows and holds those of the snapshot, to which more may be appended.
   * Rejects with `bad_value` what is no whole snapshot of this version and playbook, whatever the bytes are; the engine
   * is empty then, and can be loaded. `transfer`: the bytes are the engine's from now on (saves a copy).
   */
  restore(bytes: Uint8Array | ArrayBuffer, options?: { transfer?: boolean }): Promise<LoadSummary>;
  /** Rejects with a PayoffError. */
  ask<const Q extends Question>(question: Q): Promise<AnswerTo<Q>>;
  /** Question or array of questions as JSON text; the answer's bytes as the core wrote them, errors included. */
  askText(json: string): Promise<string>;
  /** Everything that is open rejects with `engine_closed`. */
  close(): void;
}

const encoder = new TextEncoder();

class ExecutorEngine implements Engine {
  readonly info: EngineInfo;
  readonly thread: 'worker' | 'page';
  readonly #executor: Executor;

  constructor(executor: Executor, thread: 'worker' | 'page', info: EngineInfo) {
    this.#executor = executor;
    this.thread = thread;
    this.info = info;
  }

  async begin(): Promise<void> {
    await this.#executor.run('begin', null);
  }

  async append(bytes: Uint8Array | ArrayBuffer | string, { transfer = false } = {}): Promise<void> {
    await this.#executor.run('append', this.#given(bytes, transfer));
  }

  end(): Promise<LoadSummary> {
    return this.#executor.run('end', null);
  }

  snapshot(): Promise<Uint8Array> {
    return this.#executor.run('snapshot', null);
  }

  restore(bytes: Uint8Array | ArrayBuffer, { transfer = false } = {}): Promise<LoadSummary> {
    return this.#executor.run('restore', this.#given(bytes, transfer));
  }

  async ask<const Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
    const text = await this.askText(JSON.stringify(question));
    const error = errorIn(text);
    if (error) throw error;
    return JSON.parse(text) as AnswerTo<Q>;
  }

  askText(json: string): Promise<string> {
    return this.#executor.run('ask', json);
  }

  close(): void {
    this.#executor.close();
  }

  #given(bytes: Uint8Array | ArrayBuffer | string, transfer: boolean): Uint8Array {
    return this.thread === 'page' ? viewOf(bytes) : ownBytes(viewOf(bytes), transfer);
  }
}

function viewOf(bytes: Uint8Array | ArrayBuffer | string): Uint8Array {
  if (typeof bytes === 'string') return encoder.encode(bytes);
  return bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
}

/** Bytes that may be transferred to the worker: the caller's own stay usable unless they were given away. */
function ownBytes(view: Uint8Array, given: boolean): Uint8Array {
  const whole = view.byteLength === view.buffer.byteLength && view.buffer instanceof ArrayBuffer;
  return given && whole ? view : view.slice();
}

function workerUrl(option: string | URL | true): string {
  if (option === true) return new URL('./worker.js', import.meta.url).href;
  return new URL(option, document.baseURI).href;
}

/** A worker's script must be of the page's origin; another origin's is copied into a blob, if the page's policy lets it. */
async function makeWorker(url: string): Promise<Worker> {
  const options = { type: 'module', name: 'payoff' } as const;
  if (new URL(url).origin === location.origin) return new Worker(trustedUrl(url), options);
  const response = await fetch(url);
  if (!response.ok) throw new PayoffError('http_error', `${url} answered ${response.status}.`);
  const blob = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  try {
    return new Worker(trustedUrl(blob), options);
  } finally {
    // The worker's own fetch has begun by then.
    setTimeout(() => URL.revokeObjectURL(blob), 10_000);
  }
}

interface Started {
  executor: Executor;
  thread: 'worker' | 'page';
  info: EngineInfo;
}

async function startInWorker(
  url: string,
  place: WasmPlace,
  track: (executor: Executor) => void,
): Promise<Started | undefined> {
  let executor: WorkerExecutor;
  try {
    executor = new WorkerExecutor(await makeWorker(url));
  } catch {
    return undefined; // The page's policy refuses it at once, or another origin's script cannot be had.
  }
  track(executor);
  try {
    return { executor, thread: 'worker', info: await executor.run('start', place) };
  } catch (error) {
    // Refused or not found: the error comes later than the constructor and carries no reason.
    if (!executor.answered && error instanceof PayoffError && error.code === 'engine_failed')
      return undefined;
    executor.close();
    throw error;
  }
}

async function startInPage(place: WasmPlace, track: (executor: Executor) => void): Promise<Started> {
  const executor = new InlineExecutor();
  track(executor);
  try {
    return { executor, thread: 'page', info: await executor.run('start', place) };
  } catch (error) {
    executor.close();
    throw error;
  }
}

function textOf(value: object | string | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

/** Always told in full: a worker made from a blob has no place to look beside. */
function placeOf(options: EngineOptions, ownWorkerUrl?: string): WasmPlace {
  const { wasmBinary, wasmModule, wasmUrl, questions = 'all' } = options;
  if (wasmModule) return { wasmModule };
  if (wasmBinary) return { wasmBinary };
  if (wasmUrl !== undefined) {
    const base = typeof document === 'undefined' ? undefined : document.baseURI;
    return { wasmUrl: new URL(wasmUrl, base).href };
  }
  if (ownWorkerUrl === undefined) return { wasmUrl: wasmUrlBesideScript(questions) };
  const file = questions === 'all' ? './payoff-full.wasm' : './payoff.wasm';
  return { wasmUrl: new URL(file, ownWorkerUrl).href };
}

/**
 * Starts an engine with an empty store. Rejects with a PayoffError: `wasm_unavailable`, an error of the playbook or
 * the model with its JSON pointer, `aborted`, or `bad_option`.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { zone, weekStart, asOf, signal, worker = !inNode() } = options;
  if (signal?.aborted) throw abortedError(signal);
  const defaults: Defaults = {
    ...(zone !== undefined && { zone }),
    ...(weekStart !== undefined && { week_start: weekStart }),
    ...(asOf !== undefined && { as_of: asOf }),
  };
  let current: Executor | undefined;
  const track = (executor: Executor): void => {
    current = executor;
    if (signal?.aborted) executor.close(abortedError(signal));
  };
  signal?.addEventListener('abort', () => current?.close(abortedError(signal)), { once: true });

  let started: Started | undefined;
  if (worker !== false && typeof Worker === 'function' && typeof location === 'object') {
    const url = workerUrl(worker);
    started = await startInWorker(url, placeOf(options, worker === true ? undefined : url), track);
    if (!started && signal?.aborted) throw abortedError(signal);
  }
  started ??= await startInPage(placeOf(options), track);
  try {
    const texts = await Promise.all([options.playbook, options.model]);
    const [playbook, model] = [textOf(texts[0]), textOf(texts[1])];
    await started.executor.run('configure', { playbook, model, defaults });
    await started.executor.run('begin', null);
  } catch (error) {
    started.executor.close();
    throw error;
  }
  return new ExecutorEngine(started.executor, started.thread, started.info);
}
