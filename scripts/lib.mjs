// SPDX-License-Identifier: Apache-2.0
/** @file What do the scripts share? Where the repository is, how a step is announced, how a program is run. */

import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { delimiter, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const cores = availableParallelism();

/** True when the file was started by hand or by npm, false when another script imported it. */
export const isMain = (meta) => pathToFileURL(process.argv[1] ?? '').href === meta.url;

const bold = process.stdout.isTTY ? (text) => `\x1b[1m${text}\x1b[0m` : (text) => text;
export const say = (text) => console.log(bold(`payoff: ${text}`));

/** An error whose message is all that a person needs: no stack is shown for it. */
export class Failure extends Error {}

/** Runs a script's body; turns what it throws into one message and exit code 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Failure ? `payoff: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/**
 * Runs a program in the repository and gives its exit code; throws if it cannot be started.
 * Of the environment emscripten needs two things: where it lies (CMakePresets.json), and acorn, which Debian
 * keeps where only Debian's own Node looks.
 */
export function attempt(command, args, { env = {}, stdio = 'inherit', cwd = root } = {}) {
  const emscripten = {
    PAYOFF_EMSCRIPTEN_ROOT: process.env.PAYOFF_EMSCRIPTEN_ROOT ?? '/usr/share/emscripten',
    NODE_PATH: [join(root, 'node_modules'), '/usr/share/nodejs'].join(delimiter),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio, env: { ...process.env, ...emscripten, ...env } });
    child.once('error', (error) => reject(new Failure(`cannot run ${command}: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(signal ? 128 : code));
  });
}

export async function run(command, args, options) {
  const code = await attempt(command, args, options);
  if (code !== 0) throw new Failure(`failed (exit code ${code}): ${[command, ...args].join(' ')}`);
}

/** Files under a folder whose name passes the test, as sorted paths relative to the repository; [] if absent. */
export async function files(folder, wanted) {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
    (error) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => entry.isFile() && wanted(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).replaceAll(sep, '/'))
    .sort();
}

/** Runs bundled test files with Node's runner, at most so many at a time. */
export async function nodeTest(bundles, concurrency = cores) {
  if (bundles.length === 0) return 0; // without files the runner would look for some by itself
  const options = ['--test-reporter=spec', `--test-concurrency=${concurrency}`, '--test-timeout=600000'];
  return attempt(process.execPath, ['--enable-source-maps', '--test', ...options, ...bundles]);
}
