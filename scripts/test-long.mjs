// SPDX-License-Identifier: Apache-2.0
/**
 * @file What takes too long for every day? Fuzzing the readers of foreign bytes, and tests/long.
 *
 * `npm run test:long -- --seconds=600` fuzzes each target for so long, from the seeds in tests/fuzz/corpus on.
 * What is found stays in build/fuzz/corpus.
 */

import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, bundleTests, cmake } from './build.mjs';
import { attempt, Failure, files, main, nodeTest, root, say } from './lib.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
  await setup('build', 'test', 'long');
  const failed = [];

  await cmake('fuzz');
  for (const source of await files('tests/fuzz', (name) => /^fuzz_.*\.cpp$/.test(name))) {
    const name = basename(source, '.cpp');
    const [program] = await files('build/fuzz', (file) => file === name);
    if (!program) throw new Failure(`CMake built no ${name}`);
    say(`${name}, ${values.seconds} s`);
    const corpus = join(root, 'build/fuzz/corpus', name);
    await mkdir(corpus, { recursive: true });
    const code = await attempt(program, [
      `-max_total_time=${values.seconds}`,
      '-print_final_stats=1',
      `-dict=${join(root, 'tests/fuzz/json.dict')}`,
      corpus, // libFuzzer writes to the first folder only
      join(root, 'tests/fuzz/corpus', name),
    ]);
    if (code !== 0) failed.push(name);
  }

  const sources = await files('tests/long', (name) => name.endsWith('.test.ts'));
  if (sources.length > 0) {
    await cmake('wasm-release');
    await bundle();
    say('tests/long');
    if ((await nodeTest(await bundleTests(sources))) !== 0) failed.push('tests/long');
  }
  if (failed.length > 0) throw new Failure(`failed: ${failed.join(', ')}`);
});
