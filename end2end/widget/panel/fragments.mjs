// What the workspace answers the panel, in the shape of src/workspace/widget/views/.

const time = (at = '2026-11-25T00:00:00Z') => `<time datetime="${at}"></time>`;

/** @param {string} page @param {{ cursor?: number, unread?: number, conversations?: number }} [standing] */
const fragment = (page, { cursor = 5, unread = 0, conversations = 1 } = {}) =>
  `<div data-cursor="${cursor}" data-unread-count="${unread}" data-conversations="${conversations}">${page}</div>`;

/** @typedef {Parameters<typeof fragment>[1]} Standing */

/** @param {string} greeting @param {Standing} [standing] */
export const home = (greeting = 'Hello Marit', standing) =>
  `<header class="hello"><h1 tabindex="-1">${greeting}</h1></header>${fragment('<section class="card"><button data-do="write">Send us a message</button></section>', standing)}`;

/** @param {number[]} ids @param {Standing} [standing] */
export const messages = (ids, standing) =>
  `<header class="bar"><h1 tabindex="-1">Messages</h1></header>${fragment(ids.map((id) => `<button class="row" data-do="open" value="${id}">Conversation ${id}</button>`).join(''), standing)}`;

/** @typedef {{ part: number, text: string, mine?: boolean, at?: string }} Part */

/**
 * @param {Part[]} parts
 * @param {Standing & { readTo?: number, ask?: boolean, name?: string, more?: string, earlier?: boolean }} [how] `readTo`: up to which part the person has read; `earlier`: there are older parts
 */
export function thread(parts, { readTo = Infinity, ask, name = 'Ines Aalto', more = '', earlier, ...standing } = {}) {
  const newest = parts.at(-1)?.part ?? 0;
  const said = (/** @type {Part} */ { part, text, mine, at }) =>
    `<div class="said${mine ? ' mine' : ''}"><div class="bubbles"><div class="bubble" data-part="${part}">${text}</div></div><p class="meta">${time(at)}</p></div>`;
  return fragment(
    `<div class="who"><div><h1 tabindex="-1">${name}</h1></div></div>
    <div class="talk"${newest > readTo ? ` data-unread="${newest}"` : ''} data-read-to="${Math.min(readTo, newest)}">${earlier ? `<button data-do="earlier" value="${parts[0]?.part}">Earlier</button>` : ''}${parts.map(said).join('')}${more}</div>
    ${ask ? '<div class="ask" data-kept="Our team sees {email}." data-wrong="This is not an e-mail address."><input type="email" required><button data-do="email">Save</button><p role="status"></p></div>' : ''}`,
    standing,
  );
}

/** The newest answer that is unread, or none. @param {{ part: number, text: string, conversation?: number, message?: string }} [answer] @param {Standing} [standing] */
export const unread = (answer, standing) =>
  fragment(
    answer
      ? `<div class="snippet" data-part="${answer.part}"${answer.message ? ` data-message="${answer.message}"` : ''}>
        <button class="row" data-do="open" value="${answer.conversation ?? 7}">${time()} <bdi>${answer.text}</bdi></button>
        <button aria-label="Dismiss" data-do="dismiss"></button></div>`
      : '',
    { unread: answer ? 1 : 0, ...standing },
  );

/** A teammate's message to people on the page. @param {'post' | 'notification'} style @param {string} text @param {string} [link] */
export const outbound = (style, text, link) =>
  `<article class="${style}"><header><button aria-label="Dismiss" data-do="dismiss"></button></header><p>${text}</p>
  ${link ? `<a class="button" href="${link}" target="_blank" data-do="follow">See it</a>` : ''}
  <footer><div role="group"><button data-do="react" value="sad" aria-pressed="false">Sad</button><button data-do="react" value="happy" aria-pressed="false">Happy</button></div>
  <button data-do="reply" value="12">Reply</button></footer></article>`;
