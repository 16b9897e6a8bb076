// SPDX-License-Identifier: Apache-2.0
/** @file What does the compiled core look like from JavaScript? By hand: Debian's emscripten cannot emit types. */

/** Every string returned is JSON text; an error is `{"error":{"code","path","message"}}`. */
export interface WasmEngine {
  configure(playbookJson: string): string;
  setDefaults(json: string): string;
  addZone(name: string, changesJson: string): string;
  begin(): string;
  /** Pointer into HEAPU8, valid until the next call of anything; 0 when memory is out. */
  buffer(sizeBytes: number): number;
  append(sizeBytes: number): string;
  end(): string;
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

/** The glue is a chunk of its own: a page whose engine lives in a worker never fetches it. */
export async function loadGlue(): Promise<ModuleFactory> {
  // @ts-expect-error -- made by the build, without types
  const glue = (await import('../../build/wasm-release/payoff.mjs')) as { default: ModuleFactory };
  return glue.default;
}
