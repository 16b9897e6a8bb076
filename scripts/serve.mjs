// SPDX-License-Identifier: Apache-2.0
/**
 * @file How do pages get their files while one develops? A small static server on 127.0.0.1.
 *
 * `node scripts/serve.mjs FOLDER` serves one folder; the demo and tests call `serve`.
 */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isMain, main, say } from './lib.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  // Bytes like any others: with a Content-Encoding the browser, not Payoff, would undo the gzip.
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Starts the server and gives its origin and `close()`.
 * `roots` maps path prefixes to folders: `{ '/': 'build/demo', '/payoff/': 'dist' }`; the longest prefix wins.
 * `routes` come before them: pairs of a pattern for the whole path and what answers, given the response and the match.
 * `port` 0 takes any; another that is in use gives way to the next free one.
 */
export async function serve({ roots, routes = [], port = 0, headers = {} }) {
  const prefixes = Object.keys(roots).sort((a, b) => b.length - a.length);

  async function answer(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    for (const [pattern, reply] of routes) {
      const match = pattern.exec(request.url);
      if (match) return reply(response, match);
    }
    const file = locate(request.url);
    if (!file) return refuse(response, 400);
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile()) return refuse(response, 404);

    const etag = `"${info.mtimeMs.toString(36)}-${info.size.toString(36)}"`;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('ETag', etag);
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('Content-Length', info.size);
    if (request.method === 'HEAD') return response.end();
    await pipeline(createReadStream(file), response);
  }

  /** The file that a URL names; undefined if the URL is malformed or leads out of its root. */
  function locate(url) {
    let path;
    try {
      path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    } catch {
      return undefined;
    }
    const prefix = prefixes.find((start) => path.startsWith(start));
    if (prefix === undefined || path.includes('\0')) return undefined;
    const folder = resolve(roots[prefix]);
    const file = resolve(join(folder, path.slice(prefix.length), path.endsWith('/') ? 'index.html' : ''));
    return file.startsWith(folder + sep) ? file : undefined;
  }

  const server = createServer((request, response) => {
    // A browser that goes away in mid-file is no error of ours.
    answer(request, response).catch(() => response.destroy());
  });
  await listen(server, port);
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

function refuse(response, status) {
  response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${status}\n`);
}

async function listen(server, first) {
  for (let port = first; ; port++) {
    const error = await new Promise((done) => {
      server.once('error', done);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', done);
        done();
      });
    });
    if (!error) return;
    if (error.code !== 'EADDRINUSE' || port >= first + 50) throw error;
  }
}

if (isMain(import.meta)) {
  await main(async () => {
    const [folder = '.'] = process.argv.slice(2);
    const { origin } = await serve({ roots: { '/': folder }, port: 8080 });
    say(`serving ${folder} at ${origin}/`);
  });
}
