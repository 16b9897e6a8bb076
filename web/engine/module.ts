// SPDX-License-Identifier: Apache-2.0
/** @file What does the compiled core look like from JavaScript? By hand: Debian's emscripten cannot emit types. */

/** Every string returned is JSON text; an error is `{"error":{"code","path","message"}}`. */
export interface WasmEngine {
  configure(playbookJson: string): string;
  setModel(modelJson: string): string;
  setDefaults(json: string): string;
  /** `count` changes stand in `buffer()`: pairs of float64, since when in ms and the offset from then on in s. */
  addZone(name: string, count: number): string;
  begin(): string;
  /** Pointer into HEAPU8, valid until the next call of anything; 0 when memory is out. */
  buffer(sizeBytes: number): number;
  append(sizeBytes: number): string;
  end(): string;
  /** `{"at","size_bytes"}`: a block in HEAPU8, valid until the next `buffer()`, which frees it. */
  snapshot(): string;
  /** Of what was written to `buffer()`. Gives what `end()` gives. */
  restore(sizeBytes: number): string;
  ask(questionJson: string): string;
  delete(): void;
}

export interface PayoffModule {
  readonly Engine: { new (): WasmEngine; info(): string };
  /** Replaced whenever the memory grows: read it anew each time. */
  readonly HEAPU8: Uint8Array;
}

export interface ModuleOptions {
  locateFile(path: string): string;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}

export type ModuleFactory = (options: ModuleOptions) => Promise<PayoffModule>;

/** What the glue gives: functions that take an engine by its address. */
interface Core {
  readonly HEAPU8: Uint8Array;
  create(): number;
  destroy(engine: number): void;
  configure(engine: number, playbookJson: string): string;
  setModel(engine: number, modelJson: string): string;
  setDefaults(engine: number, json: string): string;
  addZone(engine: number, name: string, count: number): string;
  begin(engine: number): string;
  buffer(engine: number, sizeBytes: number): number;
  append(engine: number, sizeBytes: number): string;
  end(engine: number): string;
  /** These two are not in payoff.wasm. */
  snapshot?(engine: number): string;
  restore?(engine: number, sizeBytes: number): string;
  ask(engine: number, questionJson: string): string;
  info(): string;
}

const NO_SNAPSHOTS =
  '{"error":{"code":"not_supported","path":"","message":"snapshots need payoff-full.wasm"}}';

function moduleOf(core: Core): PayoffModule {
  class Engine implements WasmEngine {
    readonly #at = core.create();

    static info(): string {
      return core.info();
    }
    configure(playbookJson: string): string {
      return core.configure(this.#at, playbookJson);
    }
    setModel(modelJson: string): string {
      return core.setModel(this.#at, modelJson);
    }
    setDefaults(json: string): string {
      return core.setDefaults(this.#at, json);
    }
    addZone(name: string, count: number): string {
      return core.addZone(this.#at, name, count);
    }
    begin(): string {
      return core.begin(this.#at);
    }
    buffer(sizeBytes: number): number {
      return core.buffer(this.#at, sizeBytes);
    }
    append(sizeBytes: number): string {
      return core.append(this.#at, sizeBytes);
    }
    end(): string {
      return core.end(this.#at);
    }
    snapshot(): string {
      return core.snapshot?.(this.#at) ?? NO_SNAPSHOTS;
    }
    restore(sizeBytes: number): string {
      return core.restore?.(this.#at, sizeBytes) ?? NO_SNAPSHOTS;
    }
    ask(questionJson: string): string {
      return core.ask(this.#at, questionJson);
    }
    delete(): void {
      core.destroy(this.#at);
    }
  }
  return {
    Engine,
    get HEAPU8() {
      return core.HEAPU8;
    },
  };
}

/** The glue is a chunk of its own: a page whose engine lives in a worker never fetches it. */
export async function loadGlue(): Promise<ModuleFactory> {
  // @ts-expect-error -- made by the build, without types
  const glue = (await import('../../build/wasm-release/payoff.mjs')) as {
    default: (options: ModuleOptions) => Promise<Core>;
  };
  return async (options) => moduleOf(await glue.default(options));
}
