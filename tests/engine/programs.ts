// SPDX-License-Identifier: Apache-2.0
/** @file How does a test run the command line: over WebAssembly in this process, and the native program? */

import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { run } from '../../web/cli/run.js';
import { nativeProgram, WASM } from './real_core.js';

export interface Told {
  status: number;
  /** What stands on stdout. */
  text: string;
}

export type Program = (args: readonly string[], stdin?: Buffer | string) => Promise<Told>;

export const overWasm: Program = async (args, stdin = '') => {
  let text = '';
  const stdout = { write: (chunk: string) => (text += chunk) };
  const source = Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin)]);
  const status = await run(args, { stdin: source, stdout }, WASM);
  return { status, text };
};

const program = nativeProgram();

/** Undefined where it is not built. */
export const natively: Program | undefined =
  program === undefined
    ? undefined
    : (args, stdin = '') =>
        new Promise((done) => {
          const child = execFile(program, [...args], (error, text) =>
            done({ status: error ? Number(error.code) : 0, text }),
          );
          child.stdin?.on('error', () => {}); // it may have ended without reading any
          child.stdin?.end(stdin);
        });
