// The list that is held here: the one in the package, or a newer one from the service.

import {ext} from "./ext.js";
import {readList} from "./lists.js";
import {settings} from "./settings.js";

/** @typedef {import("./lists.js").List} List */

/** @type {{from: string, list: Promise<List>} | null} */
let inMemory = null;

/**
 * The list to look in. A kept list that no longer holds under the pinned key gives way to the packaged one.
 * @returns {Promise<List>}
 */
export async function heldList() {
    const [{list: kept}, {key}] = await Promise.all([ext.storage.local.get("list"), settings()]);
    const envelope = /** @type {import("./lists.js").Envelope | undefined} */ (kept);
    const from = `${key} ${envelope?.signature ?? ""}`;
    if (inMemory?.from !== from) inMemory = {from, list: chosen(envelope, key)};
    return inMemory.list;
}

/**
 * @param {import("./lists.js").Envelope | undefined} kept
 * @param {string} key
 */
async function chosen(kept, key) {
    const packaged = await packagedList();
    const keys = key ? [key, packaged.key] : [packaged.key];
    return kept ? readList(kept, keys).catch(() => packaged) : packaged;
}

/** The list in the package, which is as trusted as the program beside it; its key is the first that is known. */
async function packagedList() {
    const envelope = await (await fetch(ext.runtime.getURL("data/list.json"))).json();
    return readList(envelope, [envelope.key]);
}
