// The shop: its script takes the page over from the server.
import { named, until } from './firefox.mjs';

/** @param {import('./stories.mjs').Story} story */
export async function shop(story) {
  await story('a filter narrows the list in place, back restores it, and a coffee goes into the cart', async (person) => {
    const tab = await person.open('/coffees');
    await tab.receives(['boot visitor at /coffees']);
    const found = () => tab.page.$eval('form [role=status]', (status) => status.textContent);
    await until(found, '24 coffees');
    await tab.page.locator('label::-p-text(Light)').click();
    await until(found, '8 coffees');
    await tab.receives(['boot visitor at /coffees', 'update at /coffees?roast=light']);
    await tab.page.evaluate(() => history.back());
    await until(found, '24 coffees');
    await tab.follow('Kelp Forest');
    await tab.page.locator('button::-p-text(Add to cart)').click();
    await tab.page.waitForSelector(named('link', 'Cart, 1 item'));
    await tab.goto('/cart');
    await tab.page.waitForSelector('main ::-p-text(Kelp Forest)');
  });
}
