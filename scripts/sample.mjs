// SPDX-License-Identifier: Apache-2.0
/** @file How does the sample help desk become a file? By its generator in demo/helpdesk, and only when that has changed. */

import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { createGzip } from 'node:zlib';
import { root, say } from './lib.mjs';

/** Where a gzip header names the system that wrote it; 255 is "unknown". */
const GZIP_SYSTEM = 9;

/** The gzip of the default sample: its path in build/sample. */
export async function buildSample() {
  const folder = join(root, 'build/sample');
  const { text, module } = await bundleGenerator(folder);
  const file = join(
    folder,
    `helpdesk-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.ndjson.gz`,
  );
  if (existsSync(file)) return file;
  say('generating the sample help desk');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(module, text);
  const { helpdeskChunks } = await import(pathToFileURL(module).href);
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

/** The generator as one module that Node can run, for the sample, benches and whoever wants more of it. */
async function bundleGenerator(folder) {
  const { build } = await import('esbuild');
  const module = join(folder, 'helpdesk.mjs');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['demo/helpdesk/helpdesk.ts'],
    outfile: module,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  return { text: outputFiles[0].text, module };
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
