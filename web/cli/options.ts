// SPDX-License-Identifier: Apache-2.0
/** @file What did the command line ask for? Same flags, same errors as core/cli. */

import { PayoffError } from '../engine/error.js';

export const USAGE = `Usage: payoff ask --events FILE... --question Q|- [options]

Answers questions about events. The answer is JSON on stdout, exit status 0; an error is JSON too, exit status 2.

  --events FILE...     events: NDJSON, JSON or CSV, plain or gzip; a directory is all files
                       below it; - reads stdin
  --question Q         a question in JSON, or an array of them; - reads stdin
  --playbook P         what counts as value (JSON file)
  --zone IANA          time zone, such as Europe/Berlin
  --week-start DAY     monday to sunday
  --as-of T            the instant that counts as now, such as 2026-11-03T09:00:00Z
  --help, --version
`;

export interface AskOptions {
  events: string[];
  question: string;
  playbook?: string;
  zone?: string;
  weekStart?: string;
  asOf?: string;
}

export type Command = { name: 'help' } | { name: 'version' } | { name: 'ask'; options: AskOptions };

const VALUES = {
  '--question': 'question',
  '--playbook': 'playbook',
  '--zone': 'zone',
  '--week-start': 'weekStart',
  '--as-of': 'asOf',
} as const;
const LATER = new Set(['learn', 'merge', 'schema', 'convert', 'sql']);

export function usageError(message: string): PayoffError {
  return new PayoffError('bad_option', message);
}

export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) throw usageError('a command is missing; there is: ask (see --help)');
  if (args.includes('--help') || args.includes('-h')) return { name: 'help' };
  if (name === '--version') return { name: 'version' };
  if (LATER.has(name)) throw usageError(`the command "${name}" does not exist yet; there is: ask`);
  if (name !== 'ask') throw usageError(`there is no command "${name}"; there is: ask (see --help)`);
  return { name: 'ask', options: parseAsk(rest) };
}

function parseAsk(args: readonly string[]): AskOptions {
  const options: Partial<AskOptions> & { events: string[] } = { events: [] };
  for (let at = 0; at < args.length; ) {
    const flag = args[at++] ?? '';
    if (flag === '--events') {
      const before = options.events.length;
      while (at < args.length && isValue(args[at])) options.events.push(args[at++] as string);
      if (options.events.length === before) throw usageError('--events needs a file');
      continue;
    }
    if (!(flag in VALUES)) throw usageError(`there is no option ${flag} (see --help)`);
    const value = args[at++];
    if (value === undefined) throw usageError(`${flag} needs a value`);
    options[VALUES[flag as keyof typeof VALUES]] = value;
  }
  const { events, question } = options;
  if (events.length === 0) throw usageError('--events is missing');
  if (question === undefined) throw usageError('--question is missing');
  if (events.filter((file) => file === '-').length + (question === '-' ? 1 : 0) > 1) {
    throw usageError('stdin (-) can be read once only');
  }
  return { ...options, events, question };
}

function isValue(argument: string | undefined): boolean {
  return argument !== undefined && (argument === '-' || !argument.startsWith('--'));
}
