// SPDX-License-Identifier: Apache-2.0
/** @file Is the source in order? Format, lint, types and the rules of the house; a warning is an error. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { types } from './build.mjs';
import { attempt, cores, Failure, files, isMain, main, root, run, say } from './lib.mjs';
import { setup } from './setup.mjs';

export const CPP_FOLDERS = ['core', 'wasm', 'tests'];
const SOURCE = new Set(['.cpp', '.h', '.ts', '.mjs', '.js', '.css', '.html', '.cmake']);
const LONG_LINES = 400;
const TOO_LONG_LINES = 600;

/** Content blockers hide what has these in its name, and our elements with it. */
const BLOCKED_WORDS = 'analytics|track|stats|collect|telemetry';

const CHECKS = {
  'the format of C++': clangFormat,
  'the rules of the house': houseRules,
  'format and lint of the web side': () =>
    attempt(bin('biome'), [
      'ci',
      '--error-on-warnings',
      `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
    ]),
  'types, with tests': () => attempt(bin('tsc'), ['-p', 'tsconfig.json']),
  'types, as published': publishedTypes,
  'clang-tidy': clangTidy,
};

const bin = (name) => join(root, 'node_modules/.bin', name);

/** As a stranger's compiler sees them, who checks libraries too and has no lit. */
async function publishedTypes() {
  await types();
  const options =
    '--noEmit --strict --target es2022 --lib es2022,dom --module nodenext --moduleResolution nodenext';
  return attempt(bin('tsc'), [...options.split(' '), ...(await files('dist/types', () => true))]);
}

async function clangFormat() {
  const sources = (await sourceFiles()).filter((path) => /\.(h|cpp)$/.test(path));
  return sources.length > 0 ? attempt('clang-format', ['--dry-run', '-Werror', ...sources]) : 0;
}

/**
 * Over the core and its command line, as the debug build compiles them but without precompiled headers: what forgets
 * an include does not compile. A file takes some 20 s, so one that passed is left out until it, a header of ours that it
 * includes, or the list of checks changes.
 */
async function clangTidy() {
  await run('cmake', ['--preset', 'tidy'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const passed = join(root, 'build/tidy/passed');
  await mkdir(passed, { recursive: true });
  const queue = await files('core', (name) => name.endsWith('.cpp'));
  let failures = 0;
  const worker = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const stamp = join(passed, await fingerprint(file));
      if (existsSync(stamp)) continue;
      console.log(`  ${file}`);
      // The commands are g++'s; clang must not mind the options that only g++ knows.
      const args = ['--quiet', '-p', 'build/tidy', '--extra-arg=-Wno-unknown-warning-option', file];
      // stderr only counts the warnings in system headers.
      if ((await attempt('clang-tidy', args, { stdio: ['ignore', 'inherit', 'ignore'] })) === 0) {
        await writeFile(stamp, '');
      } else failures++;
    }
  };
  await Promise.all(Array.from({ length: cores }, worker));
  return failures;
}

/** Of a C++ source, the headers of ours that it leads to, and the checks. */
async function fingerprint(source) {
  const hash = createHash('sha256').update(await readFile(join(root, '.clang-tidy')));
  const seen = new Set([source]);
  for (const path of seen) {
    const text = await readFile(join(root, path), 'utf8');
    hash.update(path).update(text);
    for (const [, name] of text.matchAll(/^#include "(.+)"/gm)) {
      const places = [
        join(path, '..', name),
        join('core/src', name),
        join('core/include', name),
        join('core', name),
      ];
      const header = places.find((place) => existsSync(join(root, place)));
      if (header) seen.add(header);
    }
  }
  return hash.digest('hex');
}

async function houseRules() {
  const complaints = [];
  for (const path of await sourceFiles()) {
    const text = await readFile(join(root, path), 'utf8');
    const lines = text.split('\n');
    const complain = (line, what) => complaints.push(`${path}:${line}: ${what}`);
    const find = (pattern, what) => {
      for (const [index, line] of lines.entries()) {
        if (pattern.test(line)) complain(index + 1, what);
      }
    };

    if (!/SPDX-License-Identifier: Apache-2\.0/.test(lines.slice(0, 2).join())) complain(1, 'no SPDX line');
    if (!path.startsWith('web/i18n/'))
      find(/[^\t\r -~]/, 'not ASCII; write an escape or move the text to web/i18n');
    if (lines.length > TOO_LONG_LINES) complain(lines.length, `longer than ${TOO_LONG_LINES} lines`);
    else if (lines.length > LONG_LINES) console.log(`  long: ${path} has ${lines.length} lines`);
    if (path.startsWith('core/'))
      find(/#\s*include\s*[<"]emscripten/, 'the core knows nothing of emscripten');
    if (path.startsWith('web/')) {
      if (new RegExp(BLOCKED_WORDS).test(path)) complain(1, 'content blockers block this name');
      find(new RegExp(`\\b(class|id|part)=["'][^"']*(${BLOCKED_WORDS})`), 'content blockers block this name');
      if (path.endsWith('.styles.ts'))
        find(new RegExp(`[.#][\\w-]*(${BLOCKED_WORDS})`), 'content blockers block this name');
    }
  }
  for (const complaint of complaints) console.log(complaint);
  return complaints.length;
}

/** Sources that git knows or would add. */
async function sourceFiles() {
  const git = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return git.stdout.split('\0').filter((path) => SOURCE.has(extname(path)));
}

if (isMain(import.meta)) {
  await main(async () => {
    await setup('build', 'test', 'check');
    const failed = [];
    for (const [title, check] of Object.entries(CHECKS)) {
      say(`checking ${title}`);
      if ((await check()) !== 0) failed.push(title);
    }
    if (failed.length > 0)
      throw new Failure(`not in order: ${failed.join('; ')}. \`npm run fix\` mends formats.`);
    say('all in order');
  });
}
