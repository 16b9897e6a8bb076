// SPDX-License-Identifier: Apache-2.0
/**
 * @file How many bytes does a page load until the checklist is ready, and has that changed?
 *
 * Compressed as servers send them (brotli 11). The sizes stand in scripts/size.json; a commit that changes them
 * says so by `npm run size -- --update`.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { bundle, cmake, META_FILE, WASM_MODULES } from './build.mjs';
import { Failure, main, root, say } from './lib.mjs';
import { setup } from './setup.mjs';

const BUDGETS = { 'payoff.js': 4_000, 'payoff.wasm': 70_000, 'payoff-full.wasm': 120_000, total: 115_000 };
/** Said, not failed: every question in one module has not been in its budget. */
const NEVER_MET = new Set(['payoff-full.wasm']);
/** Measured, but nothing that the checklist loads. */
const NOT_LOADED = new Set(['payoff-full.wasm']);
const SIZES_FILE = join(root, 'scripts/size.json');

await main(async () => {
  await setup('build');
  await cmake('wasm-release');
  await bundle();

  const sizes = await measure();
  const total = Object.entries(sizes).reduce(
    (sum, [name, size]) => sum + (NOT_LOADED.has(name) ? 0 : size),
    0,
  );
  const stated = JSON.parse(await readFile(SIZES_FILE, 'utf8').catch(() => '{}'));
  print(sizes, stated, total);

  if (process.argv.includes('--update')) {
    await writeFile(SIZES_FILE, `${JSON.stringify(sizes, null, 2)}\n`);
    say('scripts/size.json is up to date');
  } else if (JSON.stringify(sizes) !== JSON.stringify(stated)) {
    throw new Failure('the sizes differ from scripts/size.json. If that is meant: npm run size -- --update');
  }
  for (const [name, budget] of Object.entries(BUDGETS)) {
    const excess = (sizes[name] ?? total) - budget;
    if (excess <= 0) continue;
    const what = `${name} is ${excess} bytes over its budget of ${budget}`;
    if (!NEVER_MET.has(name)) throw new Failure(what);
    say(what);
  }
});

/** Bytes by file. Chunks count with the first entry that needs them: their own names change with their content. */
async function measure() {
  const { outputs } = JSON.parse(await readFile(META_FILE, 'utf8'));
  const counted = new Set();
  const sizes = {};
  for (const entry of ['payoff.js', 'index.js', 'checklist.js']) {
    const all = closure(outputs, `dist/${entry}`).filter((path) => !counted.has(path));
    for (const path of all) counted.add(path);
    sizes[entry] = await compressed(`dist/${entry}`);
    const chunks = await Promise.all(all.filter((path) => path !== `dist/${entry}`).map(compressed));
    if (chunks.length > 0) sizes[`chunks of ${entry}`] = chunks.reduce((sum, size) => sum + size, 0);
  }
  for (const file of ['worker.js', ...WASM_MODULES]) sizes[file] = await compressed(`dist/${file}`);
  return sizes;
}

/** A file and all that it imports at once; what it imports later, on demand, is not part of it. */
function closure(outputs, path, seen = new Set()) {
  if (seen.has(path)) return [];
  seen.add(path);
  const imports = outputs[path].imports.filter(
    ({ kind, external }) => kind === 'import-statement' && !external,
  );
  return [path, ...imports.flatMap((child) => closure(outputs, child.path, seen))];
}

async function compressed(path) {
  return brotliCompressSync(await readFile(join(root, path))).length; // quality 11 is the default
}

function print(sizes, stated, total) {
  for (const [name, size] of Object.entries(sizes)) {
    const change = size - (stated[name] ?? 0);
    const note = change === 0 ? '' : `  ${change > 0 ? '+' : ''}${change}`;
    console.log(`${name.padEnd(24)}${String(size).padStart(8)}${note}`);
  }
  console.log(`${'to a ready checklist'.padEnd(24)}${String(total).padStart(8)}  of ${BUDGETS.total}`);
}
