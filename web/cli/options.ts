// SPDX-License-Identifier: Apache-2.0
/** @file What did the command line ask for? Same flags, same errors as core/cli. */

import { PayoffError } from '../engine/error.js';

export const USAGE = `Usage: payoff ask --events FILE... --question Q|- [options]
       payoff learn --events FILE... [--part] [options] > model.json
       payoff merge [--part] PART... > model.json

Answers questions about events, and learns from all customers what one customer's page may know. The answer is JSON on
stdout, exit status 0; an error is JSON too, exit status 2.

  --events FILE...     events: NDJSON, JSON or CSV, plain or gzip; a directory is all files
                       below it; - reads stdin
  --question Q         a question in JSON, or an array of them; - reads stdin
  --part               print counts that merge adds, for your own eyes, in place of a model
  --playbook P         what counts as value (JSON file)
  --model M            what learn or merge printed, for ask
  --zone IANA          time zone, such as Europe/Berlin
  --week-start DAY     monday to sunday
  --as-of T            the instant that counts as now, such as 2026-11-03T09:00:00Z
  --help, --version
`;

export interface AskOptions {
  events: string[];
  question: string;
  playbook?: string;
  model?: string;
  zone?: string;
  weekStart?: string;
  asOf?: string;
}

export interface MergeOptions {
  parts: string[];
  isPart: boolean;
}

export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'ask'; options: AskOptions }
  | { name: 'merge'; options: MergeOptions };

/** With the one command that knows them, where not all that read events do. */
const VALUES = {
  '--question': { field: 'question', only: 'ask' },
  '--playbook': { field: 'playbook', only: '' },
  '--model': { field: 'model', only: 'ask' },
  '--zone': { field: 'zone', only: '' },
  '--week-start': { field: 'weekStart', only: '' },
  '--as-of': { field: 'asOf', only: '' },
} as const;
const COMMANDS = 'ask, learn, merge';
const LATER = new Set(['schema', 'convert', 'sql']);

export function usageError(message: string): PayoffError {
  return new PayoffError('bad_option', message);
}

export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) throw usageError(`a command is missing; there are: ${COMMANDS} (see --help)`);
  if (args.includes('--help') || args.includes('-h')) return { name: 'help' };
  if (name === '--version') return { name: 'version' };
  if (name === 'ask' || name === 'learn') return { name: 'ask', options: parseAsk(name, rest) };
  if (name === 'merge') return { name: 'merge', options: parseMerge(rest) };
  if (LATER.has(name)) throw usageError(`the command "${name}" does not exist yet; there are: ${COMMANDS}`);
  throw usageError(`there is no command "${name}"; there are: ${COMMANDS} (see --help)`);
}

function parseAsk(command: 'ask' | 'learn', args: readonly string[]): AskOptions {
  const options: Partial<AskOptions> & { events: string[] } = { events: [] };
  const learns = command === 'learn';
  let isPart = false;
  for (let at = 0; at < args.length; ) {
    const flag = args[at++] ?? '';
    if (flag === '--events') {
      const before = options.events.length;
      while (at < args.length && isValue(args[at])) options.events.push(args[at++] as string);
      if (options.events.length === before) throw usageError('--events needs a file');
      continue;
    }
    if (learns && flag === '--part') {
      isPart = true;
      continue;
    }
    const known = flag in VALUES ? VALUES[flag as keyof typeof VALUES] : undefined;
    if (!known || (learns && known.only === 'ask')) {
      throw usageError(`there is no option ${flag} of ${command} (see --help)`);
    }
    const value = args[at++];
    if (value === undefined) throw usageError(`${flag} needs a value`);
    options[known.field] = value;
  }
  if (learns) options.question = `{"ask":"learn","part":${isPart}}`;
  const { events, question } = options;
  if (events.length === 0) throw usageError('--events is missing');
  if (question === undefined) throw usageError('--question is missing');
  refuseStdinTwice([...events, question]);
  return { ...options, events, question };
}

function parseMerge(args: readonly string[]): MergeOptions {
  const parts = args.filter((argument) => argument !== '--part');
  const flag = parts.find((argument) => !isValue(argument));
  if (flag !== undefined) throw usageError(`there is no option ${flag} of merge (see --help)`);
  if (parts.length === 0) throw usageError('merge needs the files that learn --part printed');
  refuseStdinTwice(parts);
  return { parts, isPart: parts.length < args.length };
}

function refuseStdinTwice(sources: readonly string[]): void {
  if (sources.filter((source) => source === '-').length > 1) {
    throw usageError('stdin (-) can be read once only');
  }
}

function isValue(argument: string | undefined): boolean {
  return argument !== undefined && (argument === '-' || !argument.startsWith('--'));
}
