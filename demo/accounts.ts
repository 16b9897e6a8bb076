// SPDX-License-Identifier: Apache-2.0
/**
 * @file Whose events are in the file?
 *
 * No question lists the accounts yet (`schema` will), so the page looks for the account's field in the text itself.
 * It neither parses rows nor counts what the engine rejects: enough to offer a choice, and no figure comes from here.
 * A pass like this costs about as much as unpacking the file, and each chunk is a task of its own.
 */

import type { Playbook } from '../web/index.js';

/** Segment's and its kin's names for it, where the playbook does not give a pointer. */
const USUAL_KEYS = ['groupId', 'group_id', 'account_id', 'accountId'];
/** A name longer than this does not fit a list; a value cut between two chunks is shorter than this. */
const LONGEST = 512;

/** Names of accounts, those with the most rows first. */
export async function accountsIn(file: Blob, { data }: Playbook): Promise<string[]> {
  const keys = data?.fields?.account?.split('/').slice(-1) ?? USUAL_KEYS;
  const pattern = new RegExp(
    `"(?:${keys.map((key) => escaped(key)).join('|')})"\\s*:\\s*("(?:[^"\\\\]|\\\\.){1,${LONGEST}}"|\\d{1,20})`,
    'g',
  );
  const rows = new Map<string, number>();
  let rest = '';
  for await (const chunk of textOf(file)) {
    const text = rest + chunk;
    // What may go on in the next chunk waits for it: all from the last line end on.
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    for (const [, value = ''] of text.slice(0, end).matchAll(pattern)) add(rows, value);
  }
  for (const [, value = ''] of rest.matchAll(pattern)) add(rows, value);
  return [...rows].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([written]) => nameOf(written));
}

function add(rows: Map<string, number>, written: string): void {
  rows.set(written, (rows.get(written) ?? 0) + 1);
}

/** As the engine reads it: a string's content, a number's digits. */
function nameOf(written: string): string {
  return written.startsWith('"') ? String(JSON.parse(written)) : written;
}

async function* textOf(file: Blob): AsyncGenerator<string> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const bytes = isGzip ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** A key is text, not a pattern. */
function escaped(key: string): string {
  return key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
