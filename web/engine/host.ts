// SPDX-License-Identifier: Apache-2.0
/** @file Who executes the operations? The owner of the one wasm engine: in the worker, or on the page's own thread. */

import { errorIn, PayoffError } from './error.js';
import type { ModuleFactory, PayoffModule, WasmEngine } from './module.js';
import type {
  Defaults,
  EngineInfo,
  LoadSummary,
  OperationName,
  Operations,
  WasmPlace,
  ZoneChange,
} from './protocol.js';
import type { Turns } from './queue.js';
import { loadModule } from './wasm.js';
import { ZoneTables } from './zone.js';

/** Small enough that one slice is read in a few milliseconds on a slow phone. */
const SLICE_BYTES = 256 * 1024;
const YEAR_MS = 366 * 86_400_000;

export interface HostOptions {
  /** The page's own thread is lent, so long work pauses between slices, and a call that has none begins a turn. */
  turns?: Turns;
  glue?: () => Promise<ModuleFactory>;
}

type Handlers = {
  [N in OperationName]: (
    input: Operations[N]['input'],
  ) => Operations[N]['output'] | Promise<Operations[N]['output']>;
};

export class Host {
  readonly #options: HostOptions;
  #module: PayoffModule | undefined;
  #engine: WasmEngine | undefined;
  #dead: PayoffError | undefined;
  #zones: ZoneTables | undefined;
  #zone = 'UTC';
  #firstMs: number | undefined;
  #lastMs: number | undefined;

  constructor(options: HostOptions = {}) {
    this.#options = options;
  }

  /** One at a time: the caller waits for an operation to settle before it gives the next. */
  async run<N extends OperationName>(
    name: N,
    input: Operations[N]['input'],
  ): Promise<Operations[N]['output']> {
    if (this.#dead) throw this.#dead;
    try {
      return await this.#handlers[name](input);
    } catch (error) {
      if (error instanceof PayoffError) throw error;
      // The core never throws: this is a trap or an abort, after which its memory cannot be trusted.
      this.#letGo();
      // Until its stack is read V8 keeps what was on it, and by that the module.
      const detail = error instanceof Error && error.stack !== '' ? error.message : String(error);
      this.#dead = new PayoffError(
        'engine_failed',
        `The engine stopped (${detail}); load the events again.`,
        '',
        { cause: error },
      );
      throw this.#dead;
    }
  }

  readonly #handlers: Handlers = {
    start: (place) => this.#start(place),
    configure: ({ playbook, model, defaults }) => this.#configure(playbook, model, defaults),
    begin: () => this.#begin(),
    append: (bytes) => this.#append(bytes),
    end: () => this.#end(),
    snapshot: () => this.#snapshot(),
    restore: (bytes) => this.#restore(bytes),
    ask: (question) => this.#ask(question),
    close: () => this.#close(),
  };

  async #start(place: WasmPlace): Promise<EngineInfo> {
    this.#module ??= await loadModule(place, this.#options.glue);
    const { Engine } = this.#module;
    if (!this.#engine) {
      const engine = new Engine();
      this.#engine = engine;
      this.#zones = new ZoneTables((name, changes: ZoneChange[]) => {
        const pairs = changes.flatMap(({ at_ms, offset_seconds }) => [at_ms, offset_seconds]);
        this.#write(new Uint8Array(new Float64Array(pairs).buffer));
        check(engine.addZone(name, changes.length));
      });
    }
    return JSON.parse(Engine.info()) as EngineInfo;
  }

  #configure(playbook: string, model: string, defaults: Defaults): null {
    check(this.#ready.configure(playbook));
    check(this.#ready.setModel(model));
    check(this.#ready.setDefaults(JSON.stringify(defaults)));
    this.#zone = defaults.zone ?? zoneOf(playbook) ?? 'UTC';
    return null;
  }

  #begin(): null {
    check(this.#ready.begin());
    this.#firstMs = undefined;
    this.#lastMs = undefined;
    return null;
  }

  async #append(bytes: Uint8Array): Promise<null> {
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      await this.#options.turns?.next();
      const slice = bytes.subarray(at, at + SLICE_BYTES);
      this.#write(slice);
      const problem = this.#ready.append(slice.length);
      if (problem !== '') check(problem);
    }
    return null;
  }

  #write(bytes: Uint8Array): void {
    const place = this.#ready.buffer(Math.max(bytes.length, 1)); // of 0 bytes there may be no place
    if (place === 0)
      throw new PayoffError(
        'out_of_memory',
        'The events need more memory than the browser gives: load a shorter span.',
      );
    this.#module?.HEAPU8.set(bytes, place);
  }

  async #end(): Promise<LoadSummary> {
    await this.#options.turns?.next();
    return this.#loaded(this.#ready.end());
  }

  async #snapshot(): Promise<Uint8Array> {
    await this.#options.turns?.next();
    const { at, size_bytes } = JSON.parse(check(this.#ready.snapshot()));
    const block = this.#module?.HEAPU8.slice(at, at + size_bytes);
    this.#ready.buffer(0);
    return block as Uint8Array;
  }

  async #restore(bytes: Uint8Array): Promise<LoadSummary> {
    await this.#options.turns?.next();
    this.#begin();
    this.#write(bytes);
    return this.#loaded(this.#ready.restore(bytes.length));
  }

  #loaded(summary: string): LoadSummary {
    const text = check(summary);
    const { first_ms, last_ms, format, rows, quality } = JSON.parse(text) as LoadSummary;
    this.#firstMs = first_ms ?? undefined;
    this.#lastMs = last_ms ?? undefined;
    return { first_ms, last_ms, format, rows, quality };
  }

  async #ask(question: string): Promise<string> {
    await this.#options.turns?.next();
    this.#coverZones(question);
    return this.#ready.ask(question);
  }

  #close(): null {
    this.#engine?.delete();
    this.#letGo();
    this.#dead = new PayoffError('engine_closed', 'The engine was closed.');
    return null;
  }

  /** A page may keep an engine that is closed or stopped: whatever leads to the module would keep its memory too. */
  #letGo(): void {
    this.#engine = undefined;
    this.#module = undefined;
    this.#zones = undefined;
  }

  get #ready(): WasmEngine {
    if (!this.#engine) throw new PayoffError('bad_state', 'The engine was not started.');
    return this.#engine;
  }

  /** The core is given the offsets of every zone that a question uses, over the data and all that the question looks at. */
  #coverZones(question: string): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(question);
    } catch {
      return; // The core says what is wrong with it.
    }
    for (const one of Array.isArray(parsed) ? parsed : [parsed]) {
      if (!isRecord(one)) continue;
      const zone = typeof one['zone'] === 'string' ? one['zone'] : this.#zone;
      this.#zones?.cover(zone, this.#spanOf(one));
    }
  }

  #spanOf(question: Record<string, unknown>): { fromMs: number; toMs: number } {
    const compare = isRecord(question['compare']) ? question['compare'] : {};
    const from = instant(question['from']);
    const to = instant(question['to']);
    const named = [from, to, instant(question['as_of']), instant(compare['from']), instant(compare['to'])];
    const known = [...named, this.#firstMs, this.#lastMs].filter((ms) => ms !== undefined);
    if (known.length === 0) known.push(0);
    // Previous periods lie as far before `from` as the range is long, trailing windows less far.
    const length = from !== undefined && to !== undefined ? Math.abs(to - from) : 0;
    return { fromMs: Math.min(...known) - length - YEAR_MS, toMs: Math.max(...known) + length + YEAR_MS };
  }
}

/** Throws the error that the text holds, if it holds one. */
function check(json: string): string {
  const error = errorIn(json);
  if (error) throw error;
  return json;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** To the day is enough: a margin of a year is added. */
function instant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const ms = Date.parse(value.slice(0, 10));
  return Number.isNaN(ms) ? undefined : ms;
}

function zoneOf(playbook: string): string | undefined {
  if (playbook === '') return undefined;
  const time: unknown = (JSON.parse(playbook) as { time?: unknown }).time;
  return isRecord(time) && typeof time['zone'] === 'string' ? time['zone'] : undefined;
}
