// Does to a copy of each host app what src/messenger/README.md says, word for word, and builds it: `make host`.
//
// Read of the README: every `cargo add` line; the files that a host adds (```rust src/…); and every ```diff block with a
// file's name, as hunks of lines that stay, go (-) and come (+). What follows the file's name says whom a block is for:
// `visitors`, the blank host; nothing, the ordinary host; `all`, both; `more`, what an app may add, for the layout host. The
// layout host is the ordinary one with everything else of the README: its `<Messenger>` stands in a nested layout.
//
// Counted are the lines that come (+), the lines of new files, and the lines that `cargo add` writes. A changed line counts
// as one. Empty lines and lines with a comment alone do not count.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lines that the README may ask for: in files that a host has, and in new files. */
const HOSTS = {
  blank: { mark: 'visitors', most: { changed: 8, own: 0 } },
  ordinary: { mark: undefined, most: { changed: 40, own: 20 } },
};

const root = join(import.meta.dirname, '../..');
const pattern = join(root, 'src/messenger');
const readme = blocks(join(pattern, 'README.md'));
const prose = readFileSync(join(pattern, 'README.md'), 'utf8').replaceAll('\n', ' ');
const started = Date.now();

function fail(text) {
  console.error(`copy: ${text}`);
  process.exit(1);
}

function say(text) {
  console.log(`copy: ${text} (${Math.round((Date.now() - started) / 1000)} s)`);
}

/** The fenced blocks of a page: the words after the fence, and the lines. */
function blocks(path) {
  return [...readFileSync(path, 'utf8').matchAll(/^```(\S+)(?: (.*))?\n([\s\S]*?)^```$/gm)].map(([, language, words = '', body]) => {
    const [file, mark] = words.split(' ');
    return { language, file, mark, lines: body.split('\n').slice(0, -1) };
  });
}

/** How many of these lines hold code. */
const count = (lines) => lines.filter((line) => line.trim() && !/^(\/\/|#(?!\[))/.test(line.trim())).length;

/** A copy of a host app under target/host: blocks are applied to it, and it is built. */
class Copy {
  constructor(name) {
    this.name = name;
    this.folder = join(root, 'target/host', name);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    for (const part of ['Cargo.toml', 'src']) cpSync(join(import.meta.dirname, name, part), join(this.folder, part), { recursive: true });
  }

  /** What it says is shown if it fails. */
  run(program, ...args) {
    this.runIn('.', program, ...args);
  }

  /** In a folder of the copy. The crates are built where the repository's are, and kept. */
  runIn(folder, program, ...args) {
    // By the repository's name: leptos compiles the name in, and another one would build leptos anew.
    const env = { ...process.env, CARGO_TARGET_DIR: join(root, 'target'), LEPTOS_OUTPUT_NAME: 'leptos-messenger' };
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: join(this.folder, folder), env, encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (status !== 0) fail(`${this.name}: ${program} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }

  edit(file, change) {
    const path = join(this.folder, file);
    writeFileSync(path, change(existsSync(path) ? readFileSync(path, 'utf8') : ''));
  }

  /** Writes the files and applies the hunks; returns how many lines of code they cost a host. */
  apply(blocks) {
    const cost = { changed: 0, own: 0 };
    for (const { language, file, lines } of blocks) {
      if (language === 'rust') {
        this.edit(file, () => `${lines.join('\n')}\n`);
        cost.own += count(lines);
      }
      if (language === 'diff') cost.changed += this.applyHunks(file, lines);
    }
    return cost;
  }

  /** Empty lines part hunks. Returns how many lines they added or changed. */
  applyHunks(file, lines) {
    const hunks = lines.join('\n').split(/\n\n+/).map((hunk) => hunk.split('\n'));
    for (const hunk of hunks) {
      this.edit(file, (code) => {
        const text = code.split('\n');
        const before = hunk.filter((line) => !line.startsWith('+')).map((line) => line.slice(1).trim());
        const places = text.flatMap((_, at) => (before.every((line, offset) => text[at + offset]?.trim() === line) ? [at] : []));
        if (places.length !== 1) fail(`${this.name}: ${file} has ${places.length} places for this block:\n${hunk.join('\n')}`);
        let at = places[0];
        for (const line of hunk) {
          if (line.startsWith('+')) text.splice(at++, 0, line.slice(1));
          else if (line.startsWith('-')) text.splice(at, 1);
          else at++;
        }
        return text.join('\n');
      });
    }
    return count(hunks.flat().filter((line) => line.startsWith('+')).map((line) => line.slice(1)));
  }

  /** How many lines of code its manifest has. */
  manifest() {
    return count(readFileSync(join(this.folder, 'Cargo.toml'), 'utf8').split('\n'));
  }

  /** The pattern's folder, and what the README asks of this host; with the repository's versions of all crates. */
  follow({ mark, most }) {
    cpSync(pattern, join(this.folder, 'src/messenger'), { recursive: true });
    const adds = readme.filter(({ language }) => language === 'sh').flatMap(({ lines }) => lines.filter((line) => line.startsWith('cargo add ')));
    if (adds.length === 0) fail('the README has no cargo add line');
    const before = this.manifest();
    for (const line of adds) this.run('bash', '-c', line);
    const added = this.manifest() - before;
    cpSync(join(root, 'Cargo.lock'), join(this.folder, 'Cargo.lock'));

    const own = readme.filter((block) => block.file && (block.mark === mark || block.mark === 'all'));
    const cost = this.apply(own);
    cost.changed += added;
    if (added === 0 || own.length === 0) fail(`the README has nothing for the ${this.name} host`);
    for (const kind of ['changed', 'own']) {
      if (cost[kind] > most[kind]) fail(`the README asks ${cost[kind]} ${kind} lines of the ${this.name} host: more than ${most[kind]}`);
    }
    const said = `adds ${cost.changed} lines to its files${cost.own ? ` and one file of ${cost.own}` : ''}`;
    if (!prose.includes(said)) fail(`the README does not say of the ${this.name} host that it ${said}`);
    say(`${this.name}: it ${said}`);

    this.edit('Cargo.toml', (manifest) => {
      if (manifest.includes('dev-dependencies')) fail('the pattern needs a dev-dependency');
      return `${manifest}\n[lints.rust]\nwarnings = "deny"\n`;
    });
  }

  /** Put aside under target/host/built/`name` with its site: the next build takes its place. */
  build(name, ...flags) {
    this.run('cargo', 'leptos', 'build', ...flags);
    const folder = join(root, 'target/host/built', name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(join(root, 'target/debug', this.name), join(folder, 'host'));
    cpSync(join(this.folder, 'target/site'), join(folder, 'site'), { recursive: true });
    say(`built ${name}`);
  }
}

function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.rs'))
    .map((entry) => join(entry.parentPath, entry.name));
}

for (const file of sources(pattern)) {
  const code = readFileSync(file, 'utf8').replace(/^\s*\/\/.*$/gm, '');
  if (/\bleptos_messenger::/.test(code)) fail(`${file} names something outside the folder`);
}

const ordinary = new Copy('ordinary');
ordinary.follow(HOSTS.ordinary);
ordinary.apply(blocks(join(import.meta.dirname, 'ordinary/switches.md')));
ordinary.build('ordinary', '--split');

// Everything else of the README.
ordinary.apply([...readme.filter(({ mark }) => mark === 'more'), ...blocks(join(import.meta.dirname, 'ordinary/variant.md'))]);
ordinary.build('layout', '--split', '--lib-features', 'hydrate,messenger/split', '--bin-features', 'ssr,messenger/legacy-user-hash');

const blank = new Copy('blank');
blank.follow(HOSTS.blank);
// As --split has it: the flags count for each crate, and both hosts share theirs.
const flags = 'CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS';
process.env[flags] = `${process.env[flags] ?? '--cfg erase_components'} -Clink-args=--emit-relocs`;
blank.build('blank');

// Its unit tests need nothing either, and hold in any app.
blank.runIn('src/messenger', 'cargo', 'test', '--quiet', '--lib');
say('the unit tests pass in the copy');
