// /workspace/notes: a teammate reads the notes on all people and companies, follows one and deletes one.
import { AxeBuilder } from '@axe-core/playwright';

import { expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { signIn, teammate } from '../../people.ts';

const NOTES = '/workspace/notes';

test('without a note the page says where notes are written', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await open(page, '/workspace/tags');
  await page.getByRole('main').getByRole('link', { name: 'Notes' }).click();
  await page.waitForURL(NOTES);
  await expect(page.getByText('0 notes')).toBeVisible();
  await expect(page.getByText('The page of a person or a company has a form for notes.')).toBeVisible();
});

test.describe('with notes', () => {
  test.use({ settings: { DEMO_PEOPLE: '1' } });

  test('a teammate reads the notes on everybody, deletes one, and follows another to its person', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL, teammate);
    await open(page, NOTES);
    const notes = page.getByRole('region', { name: 'Notes on people and companies' });
    await expect(notes.getByText('3 notes')).toBeVisible();
    await expect(notes.getByRole('listitem')).toHaveCount(3);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await picture(page, 'notes', colorScheme);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), colorScheme).toEqual([]);
    }
    const first = notes.getByRole('listitem').first();
    await first.getByLabel(/^Delete the note of /).click();
    await first.getByRole('button', { name: 'Delete now' }).click();
    await expect(page.getByRole('status').getByText('The note is deleted.')).toBeVisible();
    await expect(notes.getByText('2 notes')).toBeVisible();
    const name = await first.getByRole('link').innerText();
    await first.getByRole('link').click();
    await page.waitForURL(/\/workspace\/people\?who=/);
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  });
});
