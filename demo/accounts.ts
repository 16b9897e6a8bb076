// SPDX-License-Identifier: Apache-2.0
/**
 * @file Whose events are in the file?
 *
 * No question lists accounts, so the page looks for the account's field in the text itself. It neither parses rows of
 * JSON nor counts what the engine rejects: enough to offer a choice, and no figure comes from here. A pass like this
 * costs about as much as unpacking the file, and each chunk is a task of its own.
 */

import type { Playbook } from '../web/index.js';

/** Names for it where the playbook gives no pointer, of Segment's kin and of others; the first that is there counts. */
const USUAL_KEYS = [
  'groupId',
  'group_id',
  'account_id',
  'accountId',
  'accountid',
  '$group_0',
  '$group_id',
  'company',
  'company_id',
];
/** The engine's names for a column, in small letters and digits alone. */
const USUAL_COLUMNS = ['accountid', 'account', 'companyid', 'groupid', 'organizationid'];
/** A name longer than this does not fit a list; a value cut between two chunks is shorter than this. */
const LONGEST = 512;

/** How many rows each account has, by its name. */
type Rows = Map<string, number>;
type Chunks = AsyncIterable<string>;

/** Names of accounts, those with the most rows first. */
export async function accountsIn(file: Blob, { data }: Playbook): Promise<string[]> {
  const own = data?.fields?.account?.split('/').slice(-1);
  const isJson = /^[\s\uFEFF]*[[{]/.test(await firstOf(file));
  const rows = isJson
    ? await countInJson(textOf(file), own ?? USUAL_KEYS)
    : await countInColumns(textOf(file), own?.map(plain) ?? USUAL_COLUMNS);
  return [...rows].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name);
}

async function countInJson(chunks: Chunks, keys: string[]): Promise<Rows> {
  const pattern = new RegExp(
    `"(${keys.map((key) => escaped(key)).join('|')})"\\s*:\\s*("(?:[^"\\\\]|\\\\.){1,${LONGEST}}"|\\d{1,20})`,
    'g',
  );
  const byKey = new Map<string, Rows>(keys.map((key) => [key, new Map()]));
  const count = (text: string): void => {
    for (const [, key = '', value = ''] of text.matchAll(pattern)) add(byKey.get(key), nameOf(value));
  };
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + chunk;
    // What may go on in the next chunk waits for it: all from the last line end on.
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    count(text.slice(0, end));
  }
  count(rest);
  return [...byKey.values()].find(({ size }) => size > 0) ?? new Map();
}

async function countInColumns(chunks: Chunks, names: string[]): Promise<Rows> {
  const rows: Rows = new Map();
  let field: RegExp | undefined;
  let place: number | undefined; // of the account, once the header is known
  let record: string[] = [];
  let rest = '';
  const read = (text: string): void => {
    rest = text;
    if (!field && !/[\r\n]/.test(text)) return;
    // The header says what stands between two fields: a comma, a semicolon or a tab.
    field ??= fieldUpTo(/[,;\t]/.exec(text)?.[0] ?? ',');
    field.lastIndex = 0;
    let end = 0;
    for (let found = field.exec(text); found; found = field.exec(text)) {
      end = field.lastIndex;
      const [, written = '', stop = ''] = found;
      record.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
      if (!/[\r\n]/.test(stop)) continue;
      if (place !== undefined) add(rows, record[place]?.trim());
      place ??= names.map((name) => record.map(plain).indexOf(name)).find((at) => at >= 0) ?? -1;
      record = [];
    }
    rest = text.slice(end);
  };
  for await (const chunk of chunks) read(rest + chunk);
  read(`${rest}\n`);
  return rows;
}

/** A field, quoted or not, and what ends it: one that goes on in the next chunk does not match yet. */
function fieldUpTo(separator: string): RegExp {
  return new RegExp(
    `("(?:[^"]|"")*"|[^"${separator}\\r\\n][^${separator}\\r\\n]*|)(${separator}|\\r\\n?|\\n)`,
    'y',
  );
}

function add(rows: Rows | undefined, name: string | undefined): void {
  if (name && name.length <= LONGEST) rows?.set(name, (rows.get(name) ?? 0) + 1);
}

/** As the engine reads it: a string's content, a number's digits. */
function nameOf(written: string): string {
  return written.startsWith('"') ? String(JSON.parse(written)) : written;
}

/** As the engine compares the names of columns. */
const plain = (column: string): string => column.toLowerCase().replace(/[^a-z0-9]/g, '');

async function firstOf(file: Blob): Promise<string> {
  for await (const chunk of textOf(file)) return chunk;
  return '';
}

async function* textOf(file: Blob): AsyncGenerator<string> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const bytes = isGzip ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel(); // who wanted only the beginning
  }
}

/** A key is text, not a pattern. */
function escaped(key: string): string {
  return key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
