// SPDX-License-Identifier: Apache-2.0
/** @file Which files does a directory of events stand for? The same as core/cli/event_files.h. */

import type { Dirent, PathLike } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { usageError } from './options.js';

/** A path as it is shown, and as it is opened: names need not be UTF-8. */
export interface EventFile {
  shown: string;
  path: PathLike;
}

/**
 * All files below the directory, at any depth, by the bytes of their paths within it. Names that begin with a dot
 * are left out, files as well as folders; so are links to folders, which may lead in a circle, and whatever is
 * neither file nor folder. None at all is an error.
 */
export async function filesBelow(directory: string): Promise<EventFile[]> {
  const root = `${asBytes(directory)}${directory.endsWith('/') ? '' : '/'}`;
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await entriesOf(folder === '' ? asBytes(directory) : root + folder)) {
      if (entry.name.startsWith('.')) continue;
      const within = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(within);
      else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(root + within))))
        files.push(within);
    }
  }
  if (files.length === 0) throw usageError(`there are no files in the directory ${directory}`);
  files.sort((a, b) => (a < b ? -1 : 1)); // a character is a byte here
  return files.map((within) => ({ shown: asText(root + within), path: pathOf(root + within) }));
}

/** Text as a string of one character a byte. */
const asBytes = (text: string): string => Buffer.from(text).toString('latin1');
const asText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();
const pathOf = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');

async function entriesOf(bytes: string): Promise<Dirent[]> {
  try {
    return await readdir(pathOf(bytes), { withFileTypes: true, encoding: 'latin1' });
  } catch (error) {
    throw unreadable(asText(bytes), error);
  }
}

/** Also through a link; a link to nothing is none. */
async function isFile(bytes: string): Promise<boolean> {
  return await stat(pathOf(bytes)).then(
    (found) => found.isFile(),
    () => false,
  );
}

export function unreadable(file: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return usageError(code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read (${code})`);
}
