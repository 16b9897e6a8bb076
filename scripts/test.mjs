// SPDX-License-Identifier: Apache-2.0
/**
 * @file Does everything work? Builds, then runs every suite; one that fails does not keep the next from running.
 *
 * `npm test -- engine oracle` runs only these. The runners' own summaries are the last lines.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, bundleDemo, bundleTests, cmake } from './build.mjs';
import { attempt, cores, Failure, files, main, nodeTest, root, say } from './lib.mjs';
import { setup } from './setup.mjs';

const SUITES = {
  core: { title: 'the core, under the address and undefined behaviour sanitizers', run: core },
  engine: { title: 'the engine in Node, and the same cases natively', run: () => node('engine') },
  oracle: { title: 'figures against DuckDB', run: oracle },
  browser: { title: 'Chromium and Firefox', run: () => node('browser') },
};

/** Files that measure how long something takes: nothing may run beside them. */
const MEASURING = /long_tasks/;

await main(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in SUITES));
  if (unknown) throw new Failure(`no suite ${unknown}; there are ${Object.keys(SUITES).join(', ')}`);
  const wanted = names.length > 0 ? names : Object.keys(SUITES);

  await setup('build', 'test', ...(wanted.includes('browser') ? ['browsers'] : []));
  if (wanted.includes('engine')) await cmake('native-release'); // what vendors run: the cases hold it too
  await cmake('native-debug');
  if (wanted.some((name) => name !== 'core')) {
    await cmake('wasm-release');
    await bundle();
    if (wanted.includes('browser')) await bundleDemo();
    await bundleTests(await files('tests', (name) => name.endsWith('.page.ts')), {
      platform: 'browser',
      packages: 'bundle',
    });
  }

  const failed = [];
  for (const name of wanted) {
    say(SUITES[name].title);
    if ((await SUITES[name].run()) !== 0) failed.push(name);
  }
  if (failed.length > 0) throw new Failure(`failed: ${failed.join(', ')}`);
});

/** Catch2's tests. Leaks count as failures. */
function core() {
  const env = { ASAN_OPTIONS: 'detect_leaks=1', UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1' };
  return attempt('ctest', ['--preset', 'native-debug', '--parallel', String(cores), '--no-tests=error'], {
    env,
  });
}

async function node(suite) {
  const sources = await files(`tests/${suite}`, (name) => name.endsWith('.test.ts'));
  if (sources.length === 0) {
    // A suite that has vanished must not look green.
    say(`no tests in tests/${suite}`);
    return 1;
  }
  const bundles = await bundleTests(sources);
  // Each file of the browsers' suite opens two of them.
  const failed = await nodeTest(
    bundles.filter((path) => !MEASURING.test(path)),
    suite === 'browser' ? Math.min(2, cores) : cores,
  );
  return (await nodeTest(bundles.filter((path) => MEASURING.test(path)))) || failed;
}

function oracle() {
  if (existsSync(join(root, '../shared/data'))) return node('oracle');
  say('skipped: no events to compare on in ../shared/data');
  return 0;
}
