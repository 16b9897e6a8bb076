// SPDX-License-Identifier: Apache-2.0
/** @file In which ways may a playbook be a little wrong, and what does the schema say about a place in it? */

import { readFileSync } from 'node:fs';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Path = readonly (string | number)[];

/** As much of JSON Schema as our schema uses. */
export interface Schema {
  $ref?: string;
  enum?: Json[];
  const?: Json;
  minimum?: number;
  maximum?: number;
  description?: string;
  required?: string[];
  properties?: Record<string, Schema | false>;
  additionalProperties?: Schema | false;
  items?: Schema;
  anyOf?: Schema[];
  then?: Schema;
  else?: Schema;
  definitions?: Record<string, Schema>;
}

export const SCHEMA = JSON.parse(readFileSync('web/playbook.schema.json', 'utf8')) as Schema;

/** The node itself, what it refers to, and what it may be: every node that has a say about one value. */
export function nodesOf(node: Schema): Schema[] {
  const parts = [node.then, node.else, ...(node.anyOf ?? [])].filter((part) => part !== undefined);
  if (node.$ref) parts.push(SCHEMA.definitions?.[node.$ref.slice('#/definitions/'.length)] ?? {});
  return [node, ...parts.flatMap(nodesOf)];
}

/** Every node that has a say about the value at `path`. */
export function nodesAt(path: Path): Schema[] {
  let nodes = nodesOf(SCHEMA);
  for (const step of path) {
    nodes = nodes.flatMap((node) => {
      const next =
        typeof step === 'number' ? node.items : (node.properties?.[step] ?? node.additionalProperties);
      return next ? nodesOf(next) : [];
    });
  }
  return nodes;
}

export const namesIn = (nodes: Schema[]): Set<string> =>
  new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})));

export const wordsIn = (nodes: Schema[]): Set<Json> =>
  new Set(nodes.flatMap((node) => [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const])]));

export function everyNode(node: Schema = SCHEMA): Schema[] {
  const below = [
    ...Object.values(node.properties ?? {}),
    ...Object.values(node.definitions ?? {}),
    ...[node.additionalProperties, node.items, node.then, node.else, ...(node.anyOf ?? [])],
  ];
  return [node, ...below.flatMap((child) => (child ? everyNode(child) : []))];
}

/** Every place in `value`, the whole first. */
export function* placesIn(value: Json, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* placesIn(item, [...path, index]);
  } else {
    for (const [name, item] of Object.entries(value)) yield* placesIn(item, [...path, name]);
  }
}

export function valueAt(whole: Json, path: Path): Json {
  let value = whole;
  for (const step of path) value = (value as Record<string | number, Json>)[step] as Json;
  return value;
}

/** A copy of `whole` in which `value` stands at `path`; undefined takes the place away. */
export function replaced(whole: Json, path: Path, value: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value as Json;
  const inner = rest.length === 0 ? value : replaced(valueAt(whole, [step]), rest, value);
  if (Array.isArray(whole)) {
    return whole.flatMap((item, index) => (index !== step ? [item] : inner === undefined ? [] : [inner]));
  }
  const { [step]: _, ...others } = whole as Record<string, Json>;
  return inner === undefined ? others : { ...(whole as Record<string, Json>), [step]: inner };
}

const NODES = everyNode();
const BOUNDS = NODES.flatMap(({ minimum, maximum }) => [minimum, maximum]).filter(
  (bound) => bound !== undefined,
);
const WORDS = [...wordsIn(NODES)].filter((word) => typeof word === 'string');
const NAMES = [...namesIn(NODES)];

/** One of every type, the edges of numbers, and what is empty. */
const PLAIN: Json[] = [null, true, 0, -1, 1.5, 1e9, '', 'x', [], [''], {}, { '': 'x' }];

/** The edges of every range of the schema, and what means something in one place or another. */
const TELLING: Json[] = [
  ...new Set([0.5, ...BOUNDS.flatMap((bound) => [bound - 1, bound, bound + 1])]),
  ...['@', '*', '@value', '@nowhere', '@capability:nothing', '/a~1b', '/a~2', 'account.', 'account.x'],
  ...['user.', 'user.x', 'attribute:', 'attribute:x', 'USD'],
  ['x'],
  [null],
  [['x', { not: 'y' }], { not: ['x'] }],
  [{ not: { not: 'x' } }],
  { x: 'x' },
  { event: 'x' },
  { event: ['x'], where: { prop: 'p', value: 1 } },
  { not: 'x' },
  { prop: 'p' },
  { prop: 'p', value: null },
  { expected: 2 },
  { low: 3, expected: 2 },
  { at_least: 1 },
];

const VALUES = [...PLAIN, ...TELLING, ...WORDS];

export const UNKNOWN = 'xyzzyxyzzyxyzzy';

/**
 * A whole playbook as small ones, so that thousands of mistakes take seconds: each part with no more than what it
 * refers to, and the paths in it at which to be wrong.
 */
export function* partsOf(whole: Json): Generator<{ playbook: Json; paths: Path[] }> {
  const book = whole as Record<string, Json>;
  for (const [name, part] of Object.entries(book)) {
    const wanted = ['payoff', 'version', name];
    if (JSON.stringify(part).includes('"@')) wanted.push('sets', 'capabilities');
    if (name === 'report') wanted.push('metrics');
    if (name === 'roi') wanted.push('product');
    const playbook = Object.fromEntries(Object.entries(book).filter(([known]) => wanted.includes(known)));
    yield { playbook, paths: [...placesIn(part, [name])] };
  }
  yield { playbook: { payoff: book['payoff'] ?? null, version: book['version'] ?? null }, paths: [[]] };
}

/** Ways to be wrong at `path`; `all` of them, or those that need no knowledge of the schema. */
export function* mutationsAt(
  whole: Json,
  path: Path,
  all: boolean,
): Generator<{ what: string; playbook: Json }> {
  const place = `/${path.join('/')}`;
  const value = valueAt(whole, path);
  const with_ = (other: Json | undefined, at = path) => replaced(whole, at, other);
  const name = path.at(-1);
  if (name !== undefined) yield { what: `${place} removed`, playbook: with_(undefined) };
  if (typeof name === 'string') {
    for (const wrong of [`${name}x`, name.slice(1)]) {
      const playbook = replaced(with_(undefined), [...path.slice(0, -1), wrong], value);
      yield { what: `${place} called ${wrong}`, playbook };
    }
  }
  const mayBeWord = typeof value === 'string' || wordsIn(nodesAt(path)).size > 0;
  for (const other of all ? [...PLAIN, ...TELLING, ...(mayBeWord ? WORDS : [])] : PLAIN) {
    yield { what: `${place} = ${JSON.stringify(other)}`, playbook: with_(other) };
  }
  if (Array.isArray(value)) {
    for (const item of [...value, 'x', null]) {
      yield { what: `${place} and ${JSON.stringify(item)}`, playbook: with_([...value, item]) };
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const added of [UNKNOWN, '', 'capability:x', ...(all ? NAMES : [])]) {
      if (!(added in value)) yield { what: `${place} with ${added}`, playbook: with_('x', [...path, added]) };
    }
  }
}

/** The same numbers in [0, 1) each time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Something wrong in a place, something else in another: `places` mistakes of one draw. */
export function mistaken(whole: Json, random: () => number): Json {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let out = whole;
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--) {
    const path = pick([...placesIn(out)].slice(1));
    const value = valueAt(out, path);
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && random() < 0.5) {
      const known = [...namesIn(nodesAt(path))];
      out = replaced(out, [...path, pick(known.length > 0 ? known : NAMES)], pick(VALUES));
    } else {
      out = replaced(out, path, random() < 0.2 ? undefined : pick(VALUES));
    }
    if (typeof out !== 'object' || out === null || Object.keys(out).length === 0) return out;
  }
  return out;
}
