// SPDX-License-Identifier: Apache-2.0
/** @file Which bytes do the benches read? The real events if they lie beside the repository, else rows like them. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const real = new URL('../../../shared/data/expenses.segment.ndjson.gz', import.meta.url);

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
  const folder = fileURLToPath(new URL('../../build/bench/', import.meta.url));
  await mkdir(folder, { recursive: true });
  const file = `${folder}expenses.ndjson`;
  await writeFile(file, await expenses());
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
