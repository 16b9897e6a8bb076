// SPDX-License-Identifier: Apache-2.0
/**
 * @file How fast is it, against what else one could use? Builds for speed and runs every bench in tests/bench.
 *
 * `npm run bench -- scan` runs those with "scan" in their name: bench_*.cpp natively, *.bench.ts in Node.
 */

import { basename } from 'node:path';
import { bundle, bundleTests, cmake } from './build.mjs';
import { Failure, files, main, run, say } from './lib.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const [filter = ''] = process.argv.slice(2);
  const wanted = (name) => name.includes(filter);
  const native = (await files('tests/bench', (name) => /^bench_.*\.cpp$/.test(name))).filter(wanted);
  const node = (await files('tests/bench', (name) => name.endsWith('.bench.ts'))).filter(wanted);
  if (native.length + node.length === 0) throw new Failure(`no bench is called ${filter}`);

  await setup('build', 'bench');
  await cmake('native-bench');
  for (const source of native) {
    const name = basename(source, '.cpp');
    const [program] = await files('build/native-bench', (file) => file === name);
    if (!program) throw new Failure(`CMake built no ${name}`);
    say(name);
    await run(program, []);
  }
  if (node.length === 0) return;
  await cmake('wasm-release');
  await bundle();
  for (const file of await bundleTests(node)) {
    say(basename(file, '.bench.js'));
    await run(process.execPath, ['--enable-source-maps', '--expose-gc', file]);
  }
});
