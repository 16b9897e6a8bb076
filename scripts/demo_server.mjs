// SPDX-License-Identifier: Apache-2.0
/** @file What does the demo's server give out? The pages, what npm publishes, the sample, and real events if there are any. */

import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { root } from './lib.mjs';
import { serve } from './serve.mjs';

/** The policy of a strict host: the demo shows that Payoff lives under it. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; " +
  "worker-src 'self'; img-src 'self'; font-src 'self'; require-trusted-types-for 'script'; trusted-types payoff";

const EXPENSES = 'expenses.segment.ndjson.gz';
const HELPDESK = join(root, 'build/demo/helpdesk.ndjson.gz');

/** Where the expense data lie: those that somebody put into the demo come first. */
export function dataFolder() {
  const folders = ['demo/data', '../shared/data'].map((folder) => join(root, folder));
  return folders.find((folder) => existsSync(join(folder, EXPENSES))) ?? folders[0];
}

/** `data`: a folder in place of `dataFolder()`. build/demo and dist must be there. */
export function serveDemo({ port = 0, data = dataFolder() } = {}) {
  return serve({
    roots: { '/': join(root, 'build/demo'), '/payoff/': join(root, 'dist'), '/data/': data },
    // As a product's own server would: a customer's page gets that customer's events and nobody else's.
    routes: [[/^\/data\/(acct_\d+)\.ndjson$/, (response, [, account]) => sendAccount(response, account)]],
    port,
    headers: { 'Content-Security-Policy': POLICY },
  });
}

async function sendAccount(response, account) {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-cache' });
  const input = createReadStream(HELPDESK).pipe(createGunzip());
  await pipeline(rowsOf(createInterface({ input, crlfDelay: Infinity }), account), response);
}

async function* rowsOf(lines, account) {
  const written = `"groupId":"${account}"`;
  for await (const line of lines) if (line.includes(written)) yield `${line}\n`;
}
