/** Files that the person adds to a message: they go to the workspace at once, and the message names them. */
import { content, say, template } from "./content.js";
import { get } from "./requests.js";
import { state } from "./state.js";
import { pending, save } from "./unsent.js";
import { bytes, fill, words } from "./words.js";

/** @typedef {import("./unsent.js").Uploaded} Uploaded */

/** As the workspace has it. */
const MOST = 10;
const MOST_BYTES = 10 * 1024 * 1024;
/** Pixels of a picture's longer side; a larger one is made smaller before it goes. */
const LONGEST_SIDE = 2_000;

/** What is on its way, by thread. @type {Map<string, Set<XMLHttpRequest>>} */
const uploads = new Map();

/** @param {string} thread */
export const isUploading = (thread) => !!uploads.get(thread)?.size;

/** Called when something is there, or gone. */
let onChange = () => {};

/** @param {() => void} receive */
export const whenFilesChange = (receive) => {
  onChange = receive;
};

/** The thread's files. @param {string} thread @returns {Uploaded[]} */
export const take = (thread) => {
  const taken = pending[thread] ?? [];
  delete pending[thread];
  return taken;
};

// The list above the field --------------------------------------------------------------------------------------------

const list = () => content.querySelector(".pending");

let added = 0;

/** @param {{ name: string, size: number }} file @param {() => void} remove may be another one later @param {Promise<string>} [address] of a picture */
const line = ({ name, size }, remove, address) => {
  const item = /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (template("pending")).firstElementChild);
  const [picture, , bdi, bytesThere, progress, button] = /** @type {[HTMLImageElement, Element, Element, Element, HTMLProgressElement, HTMLButtonElement]} */ ([...item.children]);
  // One that this browser cannot read has none.
  picture.onload = () => (picture.hidden = false);
  address?.then((src) => (picture.src = src), () => {});
  bdi.textContent = name;
  bytesThere.textContent = bytes(size);
  button.ariaLabel = fill(words.remove, { name });
  progress.ariaLabel = name;
  const shown = { item, progress, remove };
  button.onclick = () => {
    item.remove();
    shown.remove();
    onChange();
  };
  list()?.append(item);
  return shown;
};

/** Puts the list of what is uploaded in place. @param {string} thread */
export const showPending = (thread) => {
  list()?.replaceChildren();
  for (const file of pending[thread] ?? []) line(file, () => forget(thread, file), file.width ? address(file.id) : undefined).progress.remove();
};

/** @param {string} thread @param {Uploaded} file */
const forget = (thread, file) => {
  pending[thread] = (pending[thread] ?? []).filter(({ id }) => id !== file.id);
  save();
};

// On the way ----------------------------------------------------------------------------------------------------------

/** @param {string} thread @param {Iterable<File>} files */
export const add = async (thread, files) => {
  say("");
  for (const file of files) {
    const count = (pending[thread]?.length ?? 0) + (uploads.get(thread)?.size ?? 0);
    if (count >= MOST) return say(fill(words.too_many, { count: MOST }));
    const sent = await smaller(file);
    if (sent.size > MOST_BYTES) say(fill(words.too_large, { name: file.name, size: bytes(MOST_BYTES) }));
    else upload(thread, file.name, sent);
  }
};

/** @param {File} file @returns {Promise<Blob>} */
const smaller = async (file) => {
  if (!/^image\/(png|jpeg|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = LONGEST_SIDE / Math.max(picture.width, picture.height);
    if (scale >= 1) return file;
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: file.type, quality: 0.85 });
  } catch {
    // No picture that this browser reads: the workspace says what it is.
    return file;
  }
};

/** By XMLHttpRequest, which alone says how much has gone. @param {string} thread @param {string} name @param {Blob} file */
const upload = (thread, name, file) => {
  const request = new XMLHttpRequest();
  const under = uploads.get(thread) ?? new Set();
  uploads.set(thread, under.add(request));
  const picture = /^image\/(png|jpeg|webp|gif)$/.test(file.type) && URL.createObjectURL(file);
  const shown = line({ name, size: file.size }, () => request.abort(), picture ? Promise.resolve(picture) : undefined);
  const { item, progress } = shown;
  // Whichever arrives first, files stand in the order in which they were chosen.
  const order = Date.now() + ++added;
  request.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
  request.onloadend = () => {
    under.delete(request);
    const wasShown = item.isConnected;
    if (request.status === 200) {
      /** @type {Uploaded} */
      const uploaded = { ...JSON.parse(request.responseText), order };
      if (picture) know(uploaded.id, picture);
      pending[thread] = [...(pending[thread] ?? []), uploaded].sort((one, other) => one.order - other.order);
      save();
      progress.remove();
      shown.remove = () => forget(thread, uploaded);
    } else {
      item.remove();
      if (picture) URL.revokeObjectURL(picture);
    }
    if (request.status !== 200 && wasShown) say(fill(refusals[request.status] ?? words.not_stored, { name, size: bytes(MOST_BYTES) }));
    onChange();
  };
  request.open("POST", `attachments${location.search}&name=${encodeURIComponent(name)}`);
  request.setRequestHeader("Authorization", `Bearer ${state?.credential}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
  onChange();
};

/** @type {Record<number, string>} */
const refusals = { 403: words.blocked, 413: words.too_large, 415: words.wrong_kind, 422: words.wrong_kind, 429: words.too_many_lately, 507: words.no_space };

// What was sent -------------------------------------------------------------------------------------------------------

/** Files under way, and addresses of those that are here, by id. @type {Map<string, Promise<string>>} */
const fetched = new Map();
/** @type {Map<string, string>} */
const addresses = new Map();

/** What has just gone need not come back. @param {string} id @param {string} src */
const know = (id, src) => {
  addresses.set(id, src);
  fetched.set(id, Promise.resolve(src));
};

/** @param {string} id @returns {Promise<string>} */
const address = (id) => {
  const known = fetched.get(id) ?? load(id);
  fetched.set(id, known);
  known.catch(() => fetched.delete(id));
  return known;
};

/** @param {string} id */
const load = async (id) => {
  const answer = await get(`attachments/${id}`, `${state?.credential}`, new AbortController().signal);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const address = URL.createObjectURL(await answer.blob());
  addresses.set(id, address);
  return address;
};

/** Pictures come by themselves; one that is here is shown at once. @param {ParentNode} page */
export const showFiles = (page) => {
  for (const picture of /** @type {NodeListOf<HTMLImageElement>} */ (page.querySelectorAll("img[data-file]"))) {
    const id = `${picture.dataset.file}`;
    const known = addresses.get(id);
    if (known) picture.src = known;
    else address(id).then((src) => (picture.src = src), () => {});
  }
  for (const size of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-bytes]"))) {
    size.textContent = bytes(Number(size.dataset.bytes));
  }
};

/** @param {string} id @param {string} name */
export const download = async (id, name) => {
  const link = document.createElement("a");
  try {
    link.href = await address(id);
  } catch {
    return say(words.reconnecting);
  }
  link.download = name;
  link.click();
};

/** Of one person nothing is kept for the next. */
export const forgetFiles = () => {
  for (const url of fetched.values()) url.then(URL.revokeObjectURL, () => {});
  fetched.clear();
  addresses.clear();
};
