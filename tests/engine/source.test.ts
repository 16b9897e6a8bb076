// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  type EventsInput,
  openSource,
  refuseWrongFile,
  type SourceOptions,
} from '../../web/source/source.js';
import { serve } from './server.js';

const ROWS = '{"event":"a"}\n{"event":"b"}\n';
const LONG = ROWS.repeat(20_000);

async function textOf(events: EventsInput, options?: SourceOptions): Promise<string> {
  const source = await openSource(events, options);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of source.chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

/** Notes how long it was to wait, and does not. */
function noWait(): { waits: number[]; wait: (ms: number) => Promise<void> } {
  const waits: number[] = [];
  return {
    waits,
    wait: async (ms) => {
      waits.push(ms);
    },
  };
}

test('text, bytes, a buffer, a blob, a stream, a response and objects all become the same bytes', async () => {
  const bytes = new TextEncoder().encode(ROWS);
  const inputs: EventsInput[] = [
    ROWS,
    bytes,
    bytes.buffer,
    new Blob([ROWS]),
    inPieces(bytes, 3),
    new Response(ROWS),
    [{ event: 'a' }, { event: 'b' }],
  ];
  for (const input of inputs) assert.equal(await textOf(input), ROWS);
});

test('a long array leaves the thread its turns while it is written', async () => {
  const many = Array.from({ length: 200_000 }, (_, id) => ({
    event: 'ticket_resolved',
    id,
    userId: `u${id}`,
  }));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const source = await openSource(many);
  let size = 0;
  for await (const chunk of source.chunks) size += chunk.length;
  clearInterval(timer);
  assert.ok(size > 1e7);
  assert.ok(turns >= 3, `${turns} turns`);
});

test('an array that cannot be written as JSON is refused with the reason', async () => {
  const round: { self?: object } = {};
  round.self = round;
  await assert.rejects(textOf([{ event: 'a' }, round]), { code: 'bad_option', message: /circular/ });
});

test('gzip is known by its first bytes, in chunks of any size', async () => {
  const packed = gzipSync(LONG);
  for (const size of [1, 2, 7, 1000, packed.length]) {
    assert.equal(await textOf(inPieces(packed, size)), LONG, `chunks of ${size}`);
  }
  assert.equal(await textOf(new Blob([packed])), LONG);
  assert.equal(await textOf(new Uint8Array(packed)), LONG);
});

test('gzip is known whatever headers and names say, also when the platform has undone one layer', async (t) => {
  const plain = await serve(t, (_, response) =>
    response.setHeader('content-type', 'text/plain').end(gzipSync(LONG)),
  );
  assert.equal(await textOf(plain), LONG);
  const encoded = await serve(t, (_, response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync(LONG)),
  );
  assert.equal(await textOf(`${encoded}.gz`), LONG);
  const twice = await serve(t, (_, response) => {
    response.setHeader('content-encoding', 'gzip').end(gzipSync(gzipSync(LONG)));
  });
  assert.equal(await textOf(twice), LONG);
});

test('gzip that ends too early is half a file and says so', async () => {
  const packed = gzipSync(LONG);
  await assert.rejects(textOf(inPieces(packed.subarray(0, packed.length / 2), 1000)), {
    code: 'stream_broken',
  });
});

test('progress counts the bytes that came, not those unpacked', async () => {
  const packed = gzipSync(LONG);
  const source = await openSource(new Blob([packed]));
  for await (const _ of source.chunks);
  assert.equal(source.totalBytes, packed.length);
  assert.equal(source.loadedBytes(), packed.length);
});

test('a status is reported with what to do', async (t) => {
  for (const [status, advice] of [
    [401, /sign in/],
    [404, /nothing is there/],
  ] as const) {
    const url = await serve(t, (_, response) => response.writeHead(status).end('{}'));
    await assert.rejects(openSource(url), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'http_error');
      assert.match(error.message, new RegExp(String(status)));
      assert.match(error.message, advice);
      return true;
    });
  }
});

test('429 and 503 are tried again after what Retry-After says, else after ever longer', async (t) => {
  const url = await serve(t, (_, response, count) => {
    if (count === 1) response.writeHead(429, { 'retry-after': '2' }).end();
    else if (count === 2) response.writeHead(503).end();
    else response.end(ROWS);
  });
  const { waits, wait } = noWait();
  assert.equal(await textOf(url, { wait }), ROWS);
  assert.equal(waits[0], 2000);
  assert.ok((waits[1] ?? 0) >= 500 && (waits[1] ?? 0) <= 1000);
});

test('a server that keeps failing is asked four times, one that asks for an hour once', async (t) => {
  let asked = 0;
  const failing = await serve(t, (_, response) => {
    asked++;
    response.writeHead(500).end();
  });
  await assert.rejects(openSource(failing, noWait()), { code: 'http_error', message: /500 4 times/ });
  assert.equal(asked, 4);
  const busy = await serve(t, (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
  await assert.rejects(openSource(busy, noWait()), { code: 'http_error', message: /429/ });
});

test('waiting for another try ends at once when aborted', async (t) => {
  const url = await serve(t, (_, response) => response.writeHead(429, { 'retry-after': '20' }).end());
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  await assert.rejects(openSource(url, { signal: stop.signal }), { code: 'aborted' });
});

test('a connection that is cut says after how many bytes', async (t) => {
  const url = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-length': '1000000' });
    response.write(LONG.slice(0, 5000));
    setTimeout(() => response.destroy(), 20);
  });
  await assert.rejects(textOf(url), { code: 'stream_broken', message: /after 5000 of 1000000 bytes/ });
});

test('no answer at all says what to check', async () => {
  await assert.rejects(openSource('http://127.0.0.1:1/events'), {
    code: 'stream_broken',
    message: /connect-src/,
  });
});

test('a login page is recognised', async () => {
  await assert.rejects(textOf(new Response('\n<!doctype html><title>Sign in</title>')), {
    code: 'not_events',
    message: /login page/,
  });
});

test('a response that failed or was read is refused', async () => {
  await assert.rejects(openSource(new Response('', { status: 404 })), { code: 'http_error' });
  const read = new Response(ROWS);
  await read.text();
  await assert.rejects(openSource(read), { code: 'bad_option' });
});

test('an abort ends a stream that says nothing', async () => {
  const stop = new AbortController();
  const silent = new ReadableStream<Uint8Array>({});
  setTimeout(() => stop.abort(), 10);
  await assert.rejects(textOf(silent, { signal: stop.signal }), { code: 'aborted' });
});

test('reading that stops early lets the source go', async () => {
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1000)),
    cancel: () => {
      cancelled = true;
    },
  });
  const source = await openSource(stream);
  for await (const _ of source.chunks) break;
  assert.ok(cancelled);
});

test('a file of which no row is an event is refused with its first reason', () => {
  const quality = {
    rows: 3,
    accepted: 0,
    duplicates: 0,
    after_as_of: 0,
    rejected: { bad_json: 2, no_event: 1 },
    examples: [{ line: 1, reason: 'bad_json' as const, detail: 'unexpected P at byte 1' }],
    truncated: false,
  };
  const summary = { first_ms: null, last_ms: null, format: 'segment', rows: 0, quality };
  assert.throws(() => refuseWrongFile(summary), {
    code: 'not_events',
    message: /2 bad_json, 1 no_event.*Line 1: unexpected P/,
  });
  refuseWrongFile({ ...summary, quality: { ...quality, accepted: 1, rows: 4 } });
  refuseWrongFile({ ...summary, quality: { ...quality, rows: 0, rejected: {} } });
});
