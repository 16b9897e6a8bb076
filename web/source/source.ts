// SPDX-License-Identifier: Apache-2.0
/** @file How does anything that holds events become one stream of plain bytes? */

import { abortedError, PayoffError } from '../engine/error.js';
import type { LoadSummary } from '../engine/protocol.js';
import { ownTurns } from '../engine/queue.js';
import { firstBytes, gunzipIfNeeded, inPieces, prepend, readAll } from './gunzip.js';
import { type HttpOptions, request } from './http.js';

/** A string without braces, brackets and line ends is an address; any other is the events themselves. */
export type EventsInput =
  | string
  | URL
  | Response
  | ReadableStream<Uint8Array>
  | Blob
  | ArrayBuffer
  | Uint8Array
  | readonly object[];

export interface Source {
  /** Unpacked bytes. May be read once. Throws `stream_broken`, `not_events` (a web page) or `aborted`. */
  readonly chunks: AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Of the bytes as they come, packed or not; undefined where nobody says. */
  readonly totalBytes: number | undefined;
  /** Bytes that have come so far, of the same kind as `totalBytes`. */
  loadedBytes(): number;
}

export type SourceOptions = HttpOptions;

type Chunk = Uint8Array<ArrayBuffer>;

/** So many at least are the first chunk of a source, if it has as many: what it holds is told by them. */
const HEAD_BYTES = 4096;
/** Bytes that are here already go to the worker in copies of this size. */
const PIECE_BYTES = 1 << 20;
/** A millisecond or two of JSON. */
const SLICE_OBJECTS = 500;

/** Opens a source; an address is answered (and tried again where that may help) before this resolves. */
export async function openSource(events: EventsInput, options: SourceOptions = {}): Promise<Source> {
  const { signal } = options;
  if (signal?.aborted) throw abortedError(signal);
  if (events instanceof URL || (typeof events === 'string' && isAddress(events))) {
    const url = String(events);
    return fromResponse(await request(url, 'include', options), url, signal);
  }
  if (events instanceof Response) return fromResponse(events, events.url || 'The Response', signal);
  if (events instanceof ReadableStream)
    return follow(readAll(events as ReadableStream<Chunk>, signal), 'The stream', signal);
  if (events instanceof Blob) {
    const name = (events as { name?: string }).name ?? 'The file';
    return follow(readAll(events.stream() as ReadableStream<Chunk>, signal), name, signal, events.size);
  }
  if (Array.isArray(events)) return follow(linesOf(events as readonly object[]), 'The array', signal);
  const bytes = bytesOf(events as string | ArrayBuffer | Uint8Array);
  return follow(inPieces(inOneChunk(bytes), PIECE_BYTES), 'The text', signal, bytes.length);
}

/** Can it be opened a second time? */
export function isRepeatable(events: EventsInput): boolean {
  return !(events instanceof Response || events instanceof ReadableStream);
}

function isAddress(text: string): boolean {
  return text !== '' && !/[\n\r{[]/.test(text.slice(0, 4096)) && !/^\s/.test(text);
}

function bytesOf(events: string | ArrayBuffer | Uint8Array): Chunk {
  if (events instanceof Uint8Array) return events as Chunk;
  if (events instanceof ArrayBuffer) return new Uint8Array(events);
  if (typeof events === 'string') return new TextEncoder().encode(events);
  throw new PayoffError(
    'bad_option',
    'events must be a URL, a Response, a ReadableStream, a Blob, bytes, text or an array of objects.',
  );
}

/** Written a few at a time: a long array would hold the page's thread. */
async function* linesOf(events: readonly object[]): AsyncGenerator<Chunk, void, undefined> {
  const encoder = new TextEncoder();
  for (let at = 0; at < events.length; at += SLICE_OBJECTS) {
    await ownTurns.next();
    yield encoder.encode(
      events
        .slice(at, at + SLICE_OBJECTS)
        .map(lineOf)
        .join(''),
    );
  }
}

function lineOf(event: object): string {
  try {
    return `${JSON.stringify(event)}\n`;
  } catch (cause) {
    throw new PayoffError('bad_option', `An event cannot be written as JSON (${String(cause)}).`, '', {
      cause,
    });
  }
}

async function* inOneChunk(bytes: Chunk): AsyncGenerator<Chunk, void, undefined> {
  if (bytes.length > 0) yield bytes;
}

function fromResponse(response: Response, name: string, signal: AbortSignal | undefined): Source {
  if (!response.ok)
    throw new PayoffError('http_error', `${name} answered ${response.status}; pass a Response that is ok.`);
  if (response.bodyUsed) {
    throw new PayoffError('bad_option', `${name} was read before; pass a fresh Response, or the URL itself.`);
  }
  const body = response.body
    ? readAll(response.body as ReadableStream<Chunk>, signal)
    : inOneChunk(new Uint8Array(0));
  // With an encoding undone by the platform the length is that of other bytes; across origins the encoding is not told.
  const lengthIsOurs = response.headers.get('content-encoding') === null && response.type !== 'cors';
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  return follow(body, name, signal, lengthIsOurs && length >= 0 ? length : undefined, true);
}

/** Counts, names what breaks, unpacks, and refuses what is plainly something else. */
function follow(
  raw: AsyncIterable<Chunk>,
  name: string,
  signal: AbortSignal | undefined,
  totalBytes?: number,
  remote = false,
): Source {
  let loaded = 0;
  async function* counted(): AsyncGenerator<Chunk, void, undefined> {
    try {
      for await (const chunk of raw) {
        if (signal?.aborted) throw abortedError(signal);
        loaded += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      if (cause instanceof PayoffError) throw cause;
      if (signal?.aborted) throw abortedError(signal);
      throw brokenAfter(loaded, name, totalBytes, cause);
    }
    if (signal?.aborted) throw abortedError(signal);
    // Some browsers take a connection that was cut for the end of the body.
    if (remote && totalBytes !== undefined && loaded < totalBytes)
      throw brokenAfter(loaded, name, totalBytes);
  }
  return {
    chunks: refuseMarkup(gunzipIfNeeded(counted()), name),
    totalBytes,
    loadedBytes: () => loaded,
  };
}

function brokenAfter(loaded: number, name: string, total: number | undefined, cause?: unknown): PayoffError {
  const of = total === undefined ? '' : ` of ${total}`;
  const message = `${name} broke off after ${loaded}${of} bytes, so only a part was read; try again.`;
  return new PayoffError('stream_broken', message, '', { cause });
}

/** No format of events begins with `<`; a login page and the fallback of a single-page app do. */
async function* refuseMarkup(
  chunks: AsyncIterable<Chunk>,
  name: string,
): AsyncGenerator<Chunk, void, undefined> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await firstBytes(source, HEAD_BYTES);
  if (textOf(head).trimStart().startsWith('<')) {
    await source.return?.();
    throw new PayoffError(
      'not_events',
      `${name} is a web page and no events: most often a login page, or an app that answers every address with its ` +
        'start page. Open the address in a browser and look.',
    );
  }
  yield* prepend(head, source);
}

function textOf(head: Uint8Array): string {
  return new TextDecoder().decode(head.subarray(0, HEAD_BYTES)); // without a byte order mark
}

/** Neither lines nor arrays of objects: the first byte that is not blank to the core tells, as it tells the core. */
export function isTable(head: Uint8Array): boolean {
  return /^[ \t\r\n]*[^ \t\r\n[{]/.test(textOf(head));
}

/** What servers export of themselves, by a field that nobody else has: GA4, Snowplow, CloudEvents. */
export function isServerExport(head: Uint8Array): boolean {
  return /"(event_params|collector_tstamp|specversion)"\s*:/.test(textOf(head));
}

/** A whole source of which no row could be read is no load with zero events: it is the wrong file. */
export function refuseWrongFile({ quality }: LoadSummary, name = 'The source'): void {
  const counts = Object.entries(quality.rejected).filter(([, count]) => count > 0);
  const rejected = counts.reduce((sum, [, count]) => sum + count, 0);
  if (quality.rows === 0 || rejected < quality.rows) return;
  const reasons = counts
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');
  const first = quality.examples[0];
  const example = first ? ` Line ${first.line}: ${first.detail ?? first.reason}.` : '';
  throw new PayoffError(
    'not_events',
    `${name} holds ${quality.rows} rows and none is an event (${reasons}): is this an event export?${example} ` +
      'Fields of other names are told by data.fields of the playbook.',
  );
}
