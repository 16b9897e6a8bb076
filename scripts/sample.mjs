// SPDX-License-Identifier: Apache-2.0
/** @file How does the sample help desk become a file? By its generator in demo/helpdesk, and only when that has changed. */

import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { createGzip } from 'node:zlib';
import { files, root, say } from './lib.mjs';

const folder = join(root, 'build/sample');

/** The first instant after the sample's two years. */
export const SAMPLE_AS_OF = '2026-11-01T00:00:00Z';

/** Where a gzip header names the system that wrote it; 255 is "unknown". */
const GZIP_SYSTEM = 9;

/** The gzip of the default sample: its path in build/sample. */
export async function buildSample() {
  const { hash, module } = await bundleGenerator();
  const file = join(folder, `helpdesk-${hash.slice(0, 16)}.ndjson.gz`);
  if (existsSync(file)) return file;
  say('generating the sample help desk');
  for (const old of await files('build/sample', (name) => name.endsWith('.gz'))) await rm(join(root, old));
  const { helpdeskChunks } = await import(module);
  // Whole or not at all: what is there is taken to be complete.
  await pipeline(
    Readable.from(helpdeskChunks()),
    createGzip(),
    unnamedSystem,
    createWriteStream(`${file}.part`),
  );
  await rename(`${file}.part`, file);
  return file;
}

/** demo/helpdesk/helpdesk.ts as one module that Node can import: its URL, and the hash of its text. Benches take more rows from it. */
export async function bundleGenerator() {
  const { build } = await import('esbuild');
  const outfile = join(folder, 'helpdesk.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['demo/helpdesk/helpdesk.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  const hash = createHash('sha256')
    .update(await readFile(outfile))
    .digest('hex');
  return { hash, module: pathToFileURL(outfile).href };
}

/** The same bytes on every system. */
async function* unnamedSystem(chunks) {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) chunk[GZIP_SYSTEM] = 255;
    isFirst = false;
    yield chunk;
  }
}
