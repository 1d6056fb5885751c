// Which specs are new: a test that has not been seen for a day has no second run.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The files under `folder` that commits of the last 24 hours, or nobody's commit yet, changed; paths from `root`. @param {string} root @param {string} folder */
export function changedFiles(root, folder) {
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
  return new Set([
    ...git('log', '--since=24 hours ago', '--name-only', '--pretty=format:', '--', folder),
    ...git('diff', '--name-only', 'HEAD', '--', folder),
    ...git('ls-files', '--others', '--exclude-standard', '--', folder),
  ]);
}

/** The file, and all that it imports by a relative path, and what those import; paths from `root`. @param {string} root @param {string} file */
export function withImports(root, file, seen = new Set()) {
  if (seen.has(file) || !existsSync(join(root, file))) return seen;
  seen.add(file);
  for (const [, path = ''] of readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g)) {
    withImports(root, relative(root, join(root, dirname(file), path)), seen);
  }
  return seen;
}
