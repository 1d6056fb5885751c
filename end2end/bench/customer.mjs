// A customer with an order and a full cart, by the forms of the pages, as a browser without JavaScript sends them.

/** @typedef {{ cookie: string, order: string }} Customer `order` is the path of the order's page */

/** @param {string} origin a server in which nobody did anything yet, with `DEMO_ACCOUNTS` @returns {Promise<Customer>} */
export async function customer(origin) {
  let cookie = '';
  /** @param {string} path @param {Record<string, string>} [form] */
  const ask = async (path, form) => {
    const headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }) };
    const body = form && new URLSearchParams(form);
    const reply = await fetch(origin + path, { method: form ? 'POST' : 'GET', headers, body, redirect: 'manual' });
    const set = reply.headers.getSetCookie().find((line) => line.startsWith('session='));
    if (set) cookie = set.split(';')[0] ?? '';
    return { text: await reply.text(), location: reply.headers.get('location') ?? '' };
  };

  await ask('/api/log_in', { email: 'customer@example.com', password: 'demo-password' });
  if (!cookie) throw new Error('the demo account was not let in');
  await ask('/api/add_to_cart', { coffee: 'kelp-forest' });
  const page = await ask('/checkout');
  const hidden = page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  const address = { name: 'Marit Solheim', street: 'Bryggen 4', extra: '', postcode: '5003', city: 'Bergen', country: 'NO' };
  const placed = await ask('/api/place_order', {
    ...Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value])),
    ...Object.fromEntries(Object.entries(address).map(([name, value]) => [`address[${name}]`, value])),
  });
  const order = placed.location.split('?')[0] ?? '';
  if (!order.startsWith('/orders/')) throw new Error(`no order was placed: ${placed.location || placed.text.slice(0, 200)}`);
  for (const coffee of ['lighthouse-blend', 'whale-road', 'ballast']) await ask('/api/add_to_cart', { coffee });
  return { cookie, order };
}
