/**
 * What this tab keeps of a contact: what they wrote in the panel that the workspace does not have yet ("unsent"), and what an
 * open panel shows ("open"). The panel's document has no storage of its own. It survives a reload, and ends with the session.
 */
import { onEnd } from "./session.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {"unsent" | "open"} Kind */

/** @param {Kind} kind @param {string} appId */
const name = (kind, appId) => `intercom-${kind}-${appId}`;

/** @param {Kind} kind @param {Session} session @param {unknown} content */
export const store = (kind, { appId, contact_id }, content) => {
  try {
    sessionStorage[name(kind, appId)] = JSON.stringify([contact_id, content]);
  } catch {}
};

/** Another contact's is not given out. @param {Kind} kind @param {Session} session @returns {any} */
export const stored = (kind, { appId, contact_id, merged_from }) => {
  try {
    const [owner, content] = JSON.parse(sessionStorage[name(kind, appId)]);
    if (owner === contact_id || owner === merged_from) return content;
  } catch {}
};

/** @param {Kind} kind @param {string} appId */
export const forget = (kind, appId) => {
  try {
    sessionStorage.removeItem(name(kind, appId));
  } catch {}
};

onEnd.push((_, appId) => {
  forget("unsent", appId);
  forget("open", appId);
});
