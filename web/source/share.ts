// SPDX-License-Identifier: Apache-2.0
/** @file Which Payoffs on a page may use one engine, and when does it go? */

import { Load, type LoadOptions } from './load.js';

interface Shared {
  load: Load;
  users: number;
}

const loads = new Map<string, Shared>();
const ids = new WeakMap<object, number>();
let nextId = 1;

/** Objects are the same source only if they are the same object. */
function idOf(value: object): number {
  let id = ids.get(value);
  if (id === undefined) {
    id = nextId++;
    ids.set(value, id);
  }
  return id;
}

function keyOf(options: LoadOptions): string {
  const parts = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (value instanceof URL) return [name, value.href];
      const byIdentity = typeof value === 'function' || (typeof value === 'object' && name !== 'headers');
      return [name, byIdentity ? { same: idOf(value as object) } : value];
    });
  return JSON.stringify(parts);
}

/** The load of these options, made at first use. Give it back with the function returned. */
export function shareLoad(options: LoadOptions): { load: Load; release(now?: boolean): void } {
  const key = keyOf(options);
  let shared = loads.get(key);
  if (!shared) {
    shared = { load: new Load(options), users: 0 };
    loads.set(key, shared);
  }
  const mine = shared;
  mine.users++;
  let held = true;

  const drop = (): void => {
    if (loads.get(key) === mine) loads.delete(key);
    mine.load.close();
  };
  return {
    load: mine.load,
    release(now = false) {
      if (!held) return;
      held = false;
      mine.users--;
      if (now) return drop();
      // React's Strict Mode takes down and puts up again in one go: that must not load twice.
      setTimeout(() => {
        if (mine.users === 0) drop();
      }, 0);
    },
  };
}
