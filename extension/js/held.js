// The list that is held here: the one in the package, or a newer one from the service.

import {ext} from "./ext.js";
import {readList} from "./lists.js";
import {settings} from "./settings.js";

/**
 * @typedef {import("./lists.js").Envelope} Envelope
 * @typedef {import("./lists.js").List} List
 */

/** @type {{signature: string, list: List} | null} */
let inMemory = null;

/** @type {Promise<Envelope> | null} */
let packaged = null;

/**
 * The list to look in. Whoever could write a list into the storage could write a key there too, so that a kept list,
 * proven before it was kept, is believed as long as its key is pinned; otherwise the packaged one takes its place.
 * @returns {Promise<List>}
 */
export async function heldList() {
    const [kept, pinned, inPackage] = await Promise.all([keptList(), pinnedKey(), packagedList()]);
    const envelope = kept && [pinned, inPackage.key].includes(kept.key) ? kept : inPackage;
    if (inMemory?.signature !== envelope.signature) inMemory = {signature: envelope.signature, list: readList(envelope)};
    return inMemory.list;
}

/** The key with which lists must be signed: the one a person pinned, else the one the package came with. */
export async function pinnedKey() {
    const [{key}, inPackage] = await Promise.all([settings(), packagedList()]);
    return key || inPackage.key;
}

/** @param {Envelope} envelope a list that was proven */
export async function keep({payload, signature, key}) {
    await ext.storage.local.set({list: {payload, signature, key}});
}

/** After the extension itself was renewed its own list may be the newer one. */
export async function forgetOlderList() {
    const [kept, inPackage] = await Promise.all([keptList(), packagedList()]);
    const isOlder = kept?.key === inPackage.key && readList(kept).serial < readList(inPackage).serial;
    if (isOlder) await ext.storage.local.remove("list");
}

/** @returns {Promise<Envelope | undefined>} */
async function keptList() {
    const {list} = await ext.storage.local.get("list");
    return /** @type {Envelope | undefined} */ (list);
}

/** The list in the package, which is as trusted as the program beside it. */
function packagedList() {
    packaged ??= fetch(ext.runtime.getURL("data/list.json")).then((found) => found.json());
    return packaged;
}
