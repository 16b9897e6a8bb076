// SPDX-License-Identifier: Apache-2.0
/** @file A compiled core in JavaScript: remembers what it was told and moves its memory at each call, as growth does. */

import type { ModuleFactory, PayoffModule, WasmEngine } from '../../web/engine/module.js';
import type { WasmPlace, ZoneChange } from '../../web/engine/protocol.js';

/** Something to compile; the fake glue does not look at it. */
export const EMPTY_WASM: WasmPlace = {
  wasmModule: new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
};

export interface FakeCore {
  glue: () => Promise<ModuleFactory>;
  calls: string[];
  text: string;
  zones: Map<string, ZoneChange[]>;
  /** What the next call of `ask` does. */
  onAsk: (question: string) => string;
  onAppend: () => string;
  memoryIsOut: boolean;
  firstMs: number | null;
  lastMs: number | null;
}

export function fakeCore(): FakeCore {
  const core: FakeCore = {
    glue: async () => async () => module,
    calls: [],
    text: '',
    zones: new Map(),
    onAsk: (question) => question,
    onAppend: () => '',
    memoryIsOut: false,
    firstMs: null,
    lastMs: null,
  };
  let heap = new Uint8Array(64);

  class FakeEngine implements WasmEngine {
    configure(): string {
      core.calls.push('configure');
      return '{"ok":true}';
    }
    setModel(): string {
      return '{"ok":true}';
    }
    setDefaults(json: string): string {
      core.calls.push(`setDefaults ${json}`);
      return '{"ok":true}';
    }
    addZone(name: string, count: number): string {
      const pairs = new Float64Array(heap.slice(32, 32 + 16 * count).buffer);
      const changes = Array.from({ length: count }, (_, i): ZoneChange => {
        return { at_ms: pairs[2 * i] ?? Number.NaN, offset_seconds: pairs[2 * i + 1] ?? Number.NaN };
      });
      core.zones.set(name, changes);
      core.calls.push(`addZone ${name}`);
      return '{"ok":true}';
    }
    begin(): string {
      core.text = '';
      core.calls.push('begin');
      return '{"ok":true}';
    }
    buffer(size: number): number {
      if (core.memoryIsOut) return 0;
      if (size === 0) core.calls.push('gave back');
      heap = new Uint8Array(size + 64);
      return 32;
    }
    append(size: number): string {
      core.text += new TextDecoder().decode(heap.subarray(32, 32 + size));
      heap = new Uint8Array(64);
      return core.onAppend();
    }
    end(): string {
      core.calls.push('end');
      const rows = core.text.split('\n').filter((line) => line !== '').length;
      const quality = {
        rows,
        accepted: rows,
        duplicates: 0,
        after_as_of: 0,
        rejected: {},
        examples: [],
        truncated: false,
      };
      const { firstMs: first_ms, lastMs: last_ms } = core;
      return JSON.stringify({ ok: true, first_ms, last_ms, format: 'segment', rows, quality });
    }
    snapshot(): string {
      core.calls.push('snapshot');
      heap = new Uint8Array([...new Uint8Array(32), ...new TextEncoder().encode(core.text)]);
      return JSON.stringify({ at: 32, size_bytes: heap.length - 32 });
    }
    restore(size: number): string {
      core.calls.push('restore');
      core.text = new TextDecoder().decode(heap.subarray(32, 32 + size));
      return this.end();
    }
    ask(question: string): string {
      return core.onAsk(question);
    }
    static info(): string {
      return '{"version":"fake","questions":[],"error_codes":[]}';
    }
    delete(): void {
      core.calls.push('delete');
    }
  }
  const module: PayoffModule = {
    Engine: FakeEngine,
    get HEAPU8() {
      return heap;
    },
  };
  return core;
}
