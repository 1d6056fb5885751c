// Does to a copy of the blank app what src/messenger/README.md says, word for word, and builds it: `make host`.
//
// Read of the README: every `cargo add` line; the file that the host's trait stands in (```rust src/…); and every
// ```diff block with a file's name, as hunks of lines that stay, go (-) and come (+). Blocks marked `more` are what an
// app may add; they are tried in a second build.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MOST_LINES = 10;
const MOST_LINES_OF_TRAIT = 30;

const root = join(import.meta.dirname, '../..');
const app = join(root, 'target/host/app');
const readme = readFileSync(join(root, 'src/messenger/README.md'), 'utf8');
const variant = readFileSync(join(import.meta.dirname, 'variant.md'), 'utf8');
const started = Date.now();

function fail(text) {
  console.error(`copy: ${text}`);
  process.exit(1);
}

function say(text) {
  console.log(`copy: ${text} (${Math.round((Date.now() - started) / 1000)} s)`);
}

/** The fenced blocks of a text: the words after the fence, and the lines. */
function blocks(text) {
  return [...text.matchAll(/^```(\S+)(?: (.*))?\n([\s\S]*?)^```$/gm)].map(([, language, words = '', body]) => {
    const [file, more] = words.split(' ');
    return { language, file, more: more === 'more', lines: body.split('\n').slice(0, -1) };
  });
}

/** In the copy; what it says is shown if it fails. The crates are built where the repository's are, and kept. */
function run(program, ...args) {
  const env = { ...process.env, CARGO_TARGET_DIR: join(root, 'target'), LEPTOS_OUTPUT_NAME: 'blank' };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: app, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) fail(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

function write({ file, lines }) {
  writeFileSync(join(app, file), `${lines.join('\n')}\n`);
}

/** Applies a block's hunks, which empty lines part; returns how many lines it added or changed. */
function apply({ file, lines }) {
  const path = join(app, file);
  let count = 0;
  for (const hunk of lines.join('\n').split(/\n\n+/).map((hunk) => hunk.split('\n'))) {
    const before = hunk.filter((line) => !line.startsWith('+')).map((line) => line.slice(1).trim());
    const text = readFileSync(path, 'utf8').split('\n');
    const places = text.flatMap((_, at) => (before.every((line, offset) => text[at + offset]?.trim() === line) ? [at] : []));
    if (places.length !== 1) fail(`${file} has ${places.length} places for this block of the README:\n${hunk.join('\n')}`);
    let at = places[0];
    for (const line of hunk) {
      if (line.startsWith('+')) text.splice(at++, 0, line.slice(1));
      else if (line.startsWith('-')) text.splice(at, 1);
      else at++;
    }
    writeFileSync(path, text.join('\n'));
    count += hunk.filter((line) => line.startsWith('+')).length;
  }
  return count;
}

/** A build, put aside under `name` with its site: the next one takes its place. */
function build(name, ...more) {
  run('cargo', 'leptos', 'build', ...more);
  const folder = join(root, 'target/host', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'target/debug/blank'), join(folder, 'blank'));
  cpSync(join(app, 'target/site'), join(folder, 'site'), { recursive: true });
  say(`built ${name}`);
}

function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.rs'))
    .map((entry) => join(entry.parentPath, entry.name));
}

// The blank app.
rmSync(app, { recursive: true, force: true });
mkdirSync(app, { recursive: true });
for (const part of ['Cargo.toml', 'src']) cpSync(join(import.meta.dirname, part), join(app, part), { recursive: true });

// The README, word for word.
const parts = blocks(readme);
const adds = parts.filter(({ language }) => language === 'sh').flatMap(({ lines }) => lines.filter((line) => line.startsWith('cargo add ')));
if (adds.length === 0) fail('the README has no cargo add line');
for (const line of adds) run('bash', '-c', line);
// With the versions of the repository, so that there is one set of crates.
cpSync(join(root, 'Cargo.lock'), join(app, 'Cargo.lock'));

cpSync(join(root, 'src/messenger'), join(app, 'src/messenger'), { recursive: true });
for (const file of sources(join(app, 'src/messenger'))) {
  const code = readFileSync(file, 'utf8').replace(/^\s*\/\/.*$/gm, '');
  if (/\b(crate|leptos_messenger)::/.test(code)) fail(`${file} names something outside the folder`);
}

const files = parts.filter(({ language, file }) => language === 'rust' && file);
const traits = files.filter(({ more }) => !more);
if (traits.length !== 1) fail(`the README has ${traits.length} files for the trait`);
const lines = traits[0].lines.filter((line) => line.trim() && !line.trim().startsWith('//'));
if (lines.length > MOST_LINES_OF_TRAIT) fail(`the trait's file has ${lines.length} lines of code: more than ${MOST_LINES_OF_TRAIT}`);
write(traits[0]);

const diffs = parts.filter(({ language }) => language === 'diff');
const count = diffs.filter(({ more }) => !more).map(apply).reduce((sum, lines) => sum + lines, 0);
if (count > MOST_LINES) fail(`the README has a host change ${count} lines: more than ${MOST_LINES}`);
say(`${count} lines of the host added or changed, ${lines.length} for the trait`);

const manifest = join(app, 'Cargo.toml');
const added = readFileSync(manifest, 'utf8');
if (added.includes('dev-dependencies')) fail('the pattern needs a dev-dependency');
writeFileSync(manifest, `${added}\n[lints.rust]\nwarnings = "deny"\n`);
build('plain');

// Its unit tests need nothing either, and hold in any app.
run('cargo', 'test', '--quiet', '--features', 'ssr', '--lib', 'messenger::');
say('the unit tests pass in the copy');

// All that an app may add, in the next edition.
const tried = blocks(variant);
[...files.filter(({ more }) => more), ...tried.filter(({ language }) => language === 'rust')].forEach(write);
for (const block of [...diffs.filter(({ more }) => more), ...tried.filter(({ language }) => language === 'diff')]) apply(block);
writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('edition = "2021"', 'edition = "2024"'));
build('more', '--features', 'legacy-user-hash');
