// SPDX-License-Identifier: Apache-2.0
/** @file Do the scripts start where nothing is installed yet, as on a fresh clone? */

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { build } from 'esbuild';

/** What each script loads before its first line runs, beyond Node itself. */
async function packagesAtStart(entryPoints: string[]): Promise<Map<string, string[]>> {
  const { metafile } = await build({
    entryPoints,
    bundle: true,
    splitting: true, // what is imported later comes in a file of its own
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outdir: 'build/nothing',
    write: false,
    metafile: true,
  });
  const packagesOf = (path: string, seen = new Set([path])): string[] =>
    (metafile.outputs[path]?.imports ?? [])
      .filter(({ kind }) => kind === 'import-statement')
      .flatMap(({ path: imported, external }) => {
        if (external) return isBuiltin(imported) ? [] : [imported];
        if (seen.has(imported)) return [];
        seen.add(imported);
        return packagesOf(imported, seen);
      });
  return new Map(
    Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint && entryPoints.includes(entryPoint) ? [[entryPoint, packagesOf(path)]] : [],
    ),
  );
}

test('every script starts without a package, for it may be the one that installs them', async () => {
  const scripts = (await readdir('scripts'))
    // This one is imported by the others once they have installed what they need.
    .filter((name) => name.endsWith('.mjs') && name !== 'reference.mjs')
    .map((name) => join('scripts', name));
  const found = await packagesAtStart(scripts);

  assert.ok(found.size > 10, `only ${found.size} scripts found`);
  for (const [script, packages] of found) assert.deepEqual(packages, [], script);
});

test('the check sees a package that is imported at once', async () => {
  const found = await packagesAtStart(['scripts/reference.mjs']);

  assert.ok(found.get('scripts/reference.mjs')?.includes('typescript'));
});
