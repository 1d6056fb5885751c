// The stories of Firefox: node --test end2end/firefox/stories.mjs, from the package's folder and on the build that SERVER names.
import { test } from 'node:test';
import assert from 'node:assert/strict';

import { withServer } from '../server.mjs';
import { launch, Person } from './firefox.mjs';
import { lifecycle } from './lifecycle.mjs';
import { panel } from './panel.mjs';
import { shop } from './shop.mjs';

const origin = `http://127.0.0.1:${process.env.EMBEDDED_PORT ?? 3101}`;

/**
 * A story's name is what it promises. It fails on whatever a console, a page or the policy complains of; `fails`: what the story
 * itself makes fail.
 * @typedef {(name: string, act: (person: Person, another: () => Promise<Person>) => Promise<void>, fails?: string[]) => Promise<void>} Story
 */

test('in Firefox', async (firefox) => {
  const work = async () => {
    const browser = await launch();
    try {
      /** @type {Story} */
      const story = (name, act, fails = []) =>
        firefox.test(name, { timeout: 240_000 }, async () => {
          /** @type {Person[]} */
          const people = [];
          const another = async () => {
            people.push(new Person(await browser.createBrowserContext(), origin));
            return /** @type {Person} */ (people.at(-1));
          };
          try {
            await act(await another(), another);
            assert.deepEqual(people.flatMap(({ complaints }) => complaints), fails);
          } catch (error) {
            // A complaint often says why.
            for (const complaint of people.flatMap(({ complaints }) => complaints)) console.error(`${name}: ${complaint}`);
            throw error;
          } finally {
            for (const { context } of people) await context.close();
          }
        });
      await lifecycle(story);
      await shop(story);
      await panel(story);
    } finally {
      await browser.close();
    }
  };
  await withServer(origin, work, undefined, { mode: 'DEV' });
});
