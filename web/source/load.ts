// SPDX-License-Identifier: Apache-2.0
/** @file How does one source get into one engine, once for all who ask, with progress and another try? */

import type { LoadState } from '../engine/context.js';
import { createEngine, type Engine, type EngineOptions } from '../engine/create.js';
import { PayoffError } from '../engine/error.js';
import type { LoadSummary, Model, Playbook, QuestionSet } from '../engine/protocol.js';
import { type HttpOptions, request } from './http.js';
import {
  type EventsInput,
  isRepeatable,
  isServerExport,
  isTable,
  openSource,
  refuseWrongFile,
  type Source,
} from './source.js';

export interface LoadOptions
  extends Omit<EngineOptions, 'playbook' | 'model' | 'asOf' | 'signal'>,
    HttpOptions {
  playbook?: Playbook | string | URL | undefined;
  model?: Model | string | URL | undefined;
  events: EventsInput;
}

/** Chunks on their way to the worker at one time: it is never idle, and memory stays flat. */
const IN_FLIGHT = 4;
/** Elements draw a bar, not a film. */
const PROGRESS_EVERY_MS = 60;
const NO_PLAYBOOK: Playbook = { payoff: 1, version: 'none' };

type Listener = (state: LoadState) => void;

/** A source and its engine. Loading begins when somebody first needs it. */
export class Load {
  readonly #options: LoadOptions;
  readonly #listeners = new Set<Listener>();
  readonly #stop = new AbortController();
  #state: LoadState = { phase: 'idle', loadedBytes: 0 };
  readonly #texts = new Map<'playbook' | 'model', Promise<string>>();
  #loading: Promise<LoadSummary> | undefined;
  #engine: Engine | undefined;
  /** `add()`s follow one another, and questions see whole additions only. */
  #adding: Promise<unknown> = Promise.resolve();
  #openedOnce = false;
  /** Which module is loaded. */
  #questions: QuestionSet | undefined;
  #closed = false;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#questions = options.questions;
  }

  get state(): LoadState {
    return this.#state;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Starts the load if nobody has. After a failure it stays failed until `retry()`. */
  load(): Promise<LoadSummary> {
    if (!this.#loading) {
      this.#loading = this.#run();
      this.#loading.catch(() => {});
      // Listeners ask, which loads: they are told once there is something to wait for.
      this.#set({ phase: 'loading', loadedBytes: 0 });
    }
    return this.#loading;
  }

  retry(): void {
    if (this.#state.phase !== 'failed' || this.#closed) return;
    this.#loading = undefined;
    this.load();
  }

  async askText(question: string): Promise<string> {
    await this.load();
    await this.#adding;
    return this.#live.askText(question);
  }

  /** All or nothing: what cannot be read whole is not added. Listeners see `loading`, then `ready` with the new rows. */
  add(events: EventsInput): Promise<LoadSummary> {
    const added = this.#adding.then(() => this.#addNow(events));
    this.#adding = added.catch(() => {});
    return added;
  }

  async playbook(): Promise<Playbook> {
    const text = await this.#textOf('playbook');
    if (text === '') return NO_PLAYBOOK;
    try {
      return JSON.parse(text) as Playbook;
    } catch (cause) {
      throw new PayoffError('bad_json', `The playbook is no JSON (${String(cause)}).`, '', { cause });
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stop.abort();
    this.#engine?.close();
    const error = goneError();
    this.#loading = Promise.reject(error);
    this.#loading.catch(() => {});
    this.#set({ phase: 'failed', loadedBytes: 0, error });
    this.#listeners.clear();
  }

  get #live(): Engine {
    if (!this.#engine) throw goneError();
    return this.#engine;
  }

  get #httpOptions(): HttpOptions {
    const { fetch, headers, wait } = this.#options;
    return { fetch, headers, wait, signal: this.#stop.signal };
  }

  async #run(): Promise<LoadSummary> {
    // Of this try alone: when the engine cannot start, the events need not come either.
    const run = new AbortController();
    const stop = (): void => run.abort();
    this.#stop.signal.addEventListener('abort', stop, { once: true });
    try {
      // Nothing waits for anything else: events, playbook and the engine's own files come side by side.
      const opening = this.#open(run.signal);
      opening.catch(() => {});
      const engine = await this.#start();
      const summary = await this.#stream(engine, await opening);
      this.#set({ ...this.#state, phase: 'ready', rows: summary.quality.accepted, summary });
      return summary;
    } catch (thrown) {
      const error = this.#closed ? goneError() : PayoffError.of(thrown);
      run.abort();
      this.#texts.clear();
      if (!this.#closed) this.#fail(error);
      throw error;
    } finally {
      this.#stop.signal.removeEventListener('abort', stop);
    }
  }

  async #open(signal: AbortSignal): Promise<Source> {
    const { events } = this.#options;
    if (this.#openedOnce && !isRepeatable(events)) {
      throw new PayoffError(
        'bad_option',
        'A stream can be read once only: give a URL, or create another Payoff.',
      );
    }
    this.#openedOnce = true;
    return openSource(events, { ...this.#httpOptions, signal });
  }

  async #start(): Promise<Engine> {
    try {
      return await this.#startModule();
    } catch (error) {
      // The playbook may name a format that payoff.wasm does not know.
      if (!this.#mayBeFull || PayoffError.of(error).path !== '/data/format') throw error;
      return this.#startFull();
    }
  }

  /** payoff.wasm is used, and payoff-full.wasm lies where it lay. */
  get #mayBeFull(): boolean {
    const { wasmUrl, wasmBinary, wasmModule } = this.#options;
    return this.#questions === 'elements' && !(wasmUrl || wasmBinary || wasmModule);
  }

  #startFull(): Promise<Engine> {
    this.#questions = 'all';
    this.#engine?.close();
    return this.#startModule();
  }

  async #startModule(): Promise<Engine> {
    const { zone, weekStart, worker, wasmUrl, wasmBinary, wasmModule } = this.#options;
    const model = this.#textOf('model');
    model.catch(() => {}); // createEngine looks at it once the core is there
    const engine = await createEngine({
      questions: this.#questions,
      playbook: this.#textOf('playbook'),
      model,
      zone,
      weekStart,
      worker,
      ...(wasmUrl !== undefined && { wasmUrl }),
      ...(wasmBinary && { wasmBinary }),
      ...(wasmModule && { wasmModule }),
      signal: this.#stop.signal,
    });
    this.#engine = engine;
    return engine;
  }

  async #stream(started: Engine, source: Source): Promise<LoadSummary> {
    let engine = started;
    const { totalBytes } = source;
    const flying: Promise<void>[] = [];
    let told = 0;
    // Bytes that the caller handed over stay the caller's; what was fetched is ours to give away.
    const transfer = !(
      this.#options.events instanceof Uint8Array || this.#options.events instanceof ArrayBuffer
    );
    let isFirst = true;
    for await (const chunk of source.chunks) {
      const isForFull = isFirst && (isTable(chunk) || isServerExport(chunk));
      if (isForFull && this.#mayBeFull) engine = await this.#startFull();
      isFirst = false;
      if (flying.length >= IN_FLIGHT) await flying.shift();
      const append = engine.append(chunk, { transfer });
      append.catch(() => {});
      flying.push(append);
      const now = performance.now();
      if (now - told >= PROGRESS_EVERY_MS) {
        told = now;
        const loadedBytes = source.loadedBytes();
        this.#set({ phase: 'loading', loadedBytes, ...(totalBytes !== undefined && { totalBytes }) });
      }
    }
    await Promise.all(flying);
    const summary = await engine.end();
    refuseWrongFile(summary);
    this.#state = {
      phase: 'loading',
      loadedBytes: source.loadedBytes(),
      ...(totalBytes !== undefined && { totalBytes }),
    };
    return summary;
  }

  async #addNow(events: EventsInput): Promise<LoadSummary> {
    await this.load();
    const source = await openSource(events, this.#httpOptions);
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.chunks) chunks.push(chunk);
    // Whatever module it was told to take: the engine would give up, and all that is loaded with it.
    if (chunks[0] && isTable(chunks[0]) && !this.#live.info.questions.includes('schema')) {
      throw new PayoffError(
        'not_supported',
        "The events begin with neither { nor [, and only payoff-full.wasm reads tables: create this Payoff with questions: 'all'.",
      );
    }
    this.#set({ ...this.#state, phase: 'loading' });
    try {
      for (const chunk of chunks) await this.#live.append(chunk);
      const summary = await this.#live.end();
      this.#set({ ...this.#state, phase: 'ready', rows: summary.quality.accepted, summary });
      return summary;
    } catch (thrown) {
      // The engine itself gave up, so what it holds cannot be relied on.
      const error = this.#closed ? goneError() : PayoffError.of(thrown);
      if (!this.#closed) this.#fail(error);
      throw error;
    }
  }

  #fail(error: PayoffError): void {
    this.#engine?.close();
    this.#engine = undefined;
    this.#loading = Promise.reject(error);
    this.#loading.catch(() => {});
    this.#set({ phase: 'failed', loadedBytes: this.#state.loadedBytes, error });
  }

  /** Read once, whichever module reads it then. A failure is forgotten, so that the next who needs it tries anew. */
  #textOf(what: 'playbook' | 'model'): Promise<string> {
    const known = this.#texts.get(what);
    if (known) return known;
    const text = this.#read(what);
    this.#texts.set(what, text);
    text.catch(() => {
      if (this.#texts.get(what) === text) this.#texts.delete(what);
    });
    return text;
  }

  async #read(what: 'playbook' | 'model'): Promise<string> {
    const given = this.#options[what];
    if (given === undefined) return '';
    if (typeof given === 'object' && !(given instanceof URL)) return JSON.stringify(given);
    const url = String(given);
    const { headers: _, ...options } = this.#httpOptions;
    const response = await request(url, 'same-origin', options);
    const text = await response.text();
    if (text === '') throw new PayoffError('bad_json', `${url} is empty.`);
    if (text.trimStart().startsWith('<')) {
      throw new PayoffError('bad_json', `${url} is a web page and no ${what}: check the address.`);
    }
    return text;
  }

  #set(state: LoadState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}

function goneError(): PayoffError {
  return new PayoffError('engine_closed', 'This Payoff was closed.');
}
