// SPDX-License-Identifier: Apache-2.0
/** @file Which bytes do the benches read? The real events if they lie beside the repository, and the sample help desk. */

import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip, gunzipSync } from 'node:zlib';
import { bundleGenerator } from '../../scripts/sample.mjs';

const real = new URL('../../../shared/data/expenses.segment.ndjson.gz', import.meta.url);
const folder = fileURLToPath(new URL('../../build/bench/', import.meta.url));

/** Of the generator: 1.15 million rows, 230 MB. */
export const MILLION = { accounts: 1400, from: '2025-05-01' };

export async function expenses() {
  try {
    return gunzipSync(await readFile(real));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    console.log('  (the real events are not there: generated rows of the same shape)');
    return generated(70_000);
  }
}

/** The same bytes as a plain file, for programs that read one. */
export async function expensesFile() {
  await mkdir(folder, { recursive: true });
  const file = `${folder}expenses.ndjson`;
  await writeFile(file, await expenses());
  return file;
}

export const playbookOf = (name) =>
  readFile(new URL(`../../demo/${name}.playbook.json`, import.meta.url), 'utf8');

/** The demo's generator of help desk events (demo/helpdesk/helpdesk.ts), and a hash of its text. */
export async function helpdesk() {
  const { module, hash } = await bundleGenerator();
  return { ...(await import(module)), hash };
}

/** A file of the sample help desk, gzip or plain, written when the generator has changed. */
export async function helpdeskFile(options, { gzip = false } = {}) {
  const { helpdeskChunks, hash } = await helpdesk();
  const size = Object.values(options).join('-');
  const file = `${folder}helpdesk-${hash.slice(0, 16)}-${size}.ndjson${gzip ? '.gz' : ''}`;
  if (existsSync(file)) return file;
  console.log(`  (generating ${file})`);
  await mkdir(folder, { recursive: true });
  const packing = gzip ? [createGzip({ level: 1 })] : [];
  // Whole or not at all: what is there is taken to be complete.
  await pipeline(Readable.from(helpdeskChunks(options)), ...packing, createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
  return file;
}

function generated(count) {
  const rows = [];
  for (let i = 0; i < count; i++) {
    rows.push(
      JSON.stringify({
        type: 'track',
        messageId: `declaration${i % 6000}:${i}`,
        userId: `declaration${i % 6000}`,
        event: ['Permit SUBMITTED by EMPLOYEE', 'Declaration SUBMITTED by EMPLOYEE', 'Payment Handled'][
          i % 3
        ],
        timestamp: new Date(1.5e12 + i * 600_000).toISOString(),
        context: { groupId: `organizational unit ${i % 27}` },
        properties: {
          amount: (i % 5000) / 7,
          project: 'UNKNOWN',
          declaration: `declaration ${i % 6000}`,
          role: 'EMPLOYEE',
        },
      }),
    );
  }
  return Buffer.from(`${rows.join('\n')}\n`);
}
