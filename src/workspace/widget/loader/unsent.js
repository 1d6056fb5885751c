/**
 * What the person wrote in the panel that the workspace does not have yet. The panel's document has no storage of its own,
 * so it is kept here for this tab: it survives a reload, and ends with the session.
 */
import { onEnd } from "./session.js";

/** @typedef {import("./session.js").Session} Session */

/** @param {string} appId */
const name = (appId) => `intercom-unsent-${appId}`;

/** @param {Session} session @param {string} content */
export const save = ({ appId, contact_id }, content) => {
  try {
    sessionStorage[name(appId)] = JSON.stringify([contact_id, content]);
  } catch {}
};

/** Another contact's is not given out. @param {Session} session @returns {string | undefined} */
export const saved = ({ appId, contact_id, merged_from }) => {
  try {
    const [owner, content] = JSON.parse(sessionStorage[name(appId)]);
    if (owner === contact_id || owner === merged_from) return content;
  } catch {}
};

onEnd.push((_, appId) => {
  try {
    sessionStorage.removeItem(name(appId));
  } catch {}
});
