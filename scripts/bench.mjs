// SPDX-License-Identifier: Apache-2.0
/**
 * @file How fast is it, against what else one could use? Builds for speed and runs the benches in tests/bench.
 *
 * `npm run bench -- scan` runs those with "scan" in their name; `npm run bench -- growth` one that takes long and runs only
 * when it is named. bench_*.cpp run natively over a file of events, bench_*.ts (bundled) and bench_*.mjs (as they are) in
 * Node. PAYOFF_BENCH_ROUNDS=3 makes them shorter; PAYOFF_BENCH_CLOCK=cpu counts CPU time, for a busy machine.
 */

import { basename, extname } from 'node:path';
import { expensesFile } from '../tests/bench/data.mjs';
import { bundle, bundleTests, cmake } from './build.mjs';
import { Failure, files, main, run, say } from './lib.mjs';
import { setup } from './setup.mjs';

/** Ten million events take minutes. */
const ONLY_WHEN_NAMED = ['bench_growth.mjs'];

await main(async () => {
  const [filter = ''] = process.argv.slice(2);
  const isWanted = (name) => (filter === '' ? !ONLY_WHEN_NAMED.includes(name) : name.includes(filter));
  const benches = await files('tests/bench', (name) => name.startsWith('bench_') && isWanted(name));
  const written = (extension) => benches.filter((path) => extname(path) === extension);
  if (benches.length === 0) throw new Failure(`no bench is called ${filter}`);
  const inBrowser = benches.some((path) => path.includes('chromium'));
  await setup('build', 'bench', ...(inBrowser ? ['browsers'] : []));

  const native = written('.cpp');
  if (native.length > 0) await cmake('native-bench');
  for (const source of native) {
    const name = basename(source, '.cpp');
    const [program] = await files('build/native-bench', (file) => file === name);
    if (!program) throw new Failure(`CMake built no ${name}`);
    say(name);
    await run(program, [await expensesFile()]);
  }

  if (native.length === benches.length) return;
  await cmake('wasm-release');
  await bundle();
  for (const file of [...(await bundleTests(written('.ts'))), ...written('.mjs')]) {
    say(basename(file, extname(file)));
    await run(process.execPath, ['--enable-source-maps', '--expose-gc', file]);
  }
});
