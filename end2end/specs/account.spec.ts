// On servers of their own: these tests change accounts.
import { expect, open, test } from '../alone.ts';
import { accountMenu, customer, second, signIn } from '../people.ts';

test('name and e-mail can be changed, and everything that shows them follows', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/account');
  await expect(page.getByText(`Customer · ${customer.email}`)).toBeVisible();
  await page.getByLabel('Name').fill('  Marit S. Berg ');
  await page.getByLabel('Email').fill('Marit.Berg@example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').getByText('Saved')).toBeVisible();
  await expect(page.getByText('Customer · Marit.Berg@example.com')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account menu of Marit S. Berg' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue('Marit S. Berg');
  await expect(page.getByLabel('Email')).toHaveValue('Marit.Berg@example.com');
});

test.describe('what cannot be taken', () => {
  test.use({ excused: [422] });

  test('is said at its field, loses nothing that was typed, and changes nothing', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await open(page, '/account');
    const save = async () => {
      const answer = page.waitForResponse('**/api/save_profile');
      await page.getByRole('button', { name: 'Save' }).click();
      return (await answer).status();
    };
    const [name, email] = [page.getByLabel('Name'), page.getByLabel('Email')];

    await name.fill('   ');
    expect(await save()).toBe(422);
    await expect(name).toHaveAccessibleDescription('Tell us what to call you.');
    await expect(name).toHaveAttribute('aria-invalid', 'true');
    await expect(email).not.toHaveAttribute('aria-invalid', 'true');

    await name.fill('Marit Berg');
    await email.fill('marit@example');
    expect(await save()).toBe(422);
    await expect(email).toHaveAccessibleDescription(/It should look like name@example.com/);
    await expect(name).not.toHaveAttribute('aria-invalid', 'true');
    await expect(name).toHaveValue('Marit Berg');
    await expect(email).toHaveValue('marit@example');

    await email.fill(second.email.toUpperCase());
    expect(await save()).toBe(422);
    await expect(email).toHaveAccessibleDescription('Another account has this address. Use a different one.');
    await expect(page.getByText('Saved')).toHaveCount(0);

    await page.reload();
    await expect(name).toHaveValue(customer.name);
    await expect(email).toHaveValue(customer.email);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a profile is saved, and a refused one comes back with what was typed', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await page.goto('/account');
    await page.getByLabel('Name').fill('Marit Berg');
    await page.getByLabel('Email').fill('marit@example');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/It should look like name@example.com/);
    await expect(page.getByLabel('Name')).toHaveValue('Marit Berg');
    await page.getByLabel('Email').fill(customer.email);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved')).toBeVisible();
    await expect(accountMenu(page)).toHaveAccessibleName('Account menu of Marit Berg');
  });
});

test('markup in a name stays text', async ({ page, context, baseURL }) => {
  const name = '<img src=x onerror=alert(1)>"\'&</script>';
  await signIn(context, baseURL!, customer);
  await open(page, '/account');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue(name);
  await expect(accountMenu(page)).toHaveAccessibleName(`Account menu of ${name}`);
});
