// The list that is held here: the one in the package, or a newer one from the service.

import {offeredList, offeredLists, Unreachable} from "./client.js";
import {ext} from "./ext.js";
import {isKey, ListRefused, readList} from "./lists.js";
import {settings} from "./settings.js";

const A_DAY = 24 * 60 * 60 * 1000;

/**
 * @typedef {import("./lists.js").List} List
 * @typedef {"renewed" | "same" | "unreachable" | "unpinned" | "form" | "key" | "signature" | "old"} Outcome
 * @typedef {{at: string, outcome: Outcome}} Tried
 */

/** @type {{from: string, list: List} | null} */
let inMemory = null;

/**
 * The list to look in. A kept list that no longer holds under the pinned key gives way to the packaged one.
 * @returns {Promise<List>}
 */
export async function heldList() {
    const [{list: kept}, {key}] = await Promise.all([ext.storage.local.get("list"), settings()]);
    const envelope = /** @type {import("./lists.js").Envelope | undefined} */ (kept);
    const from = `${key} ${envelope?.signature ?? ""}`;
    if (inMemory?.from === from) return inMemory.list;
    const packaged = await packagedList();
    const list = envelope ? await readList(envelope, [...trusted(key), packaged.key]).catch(() => packaged) : packaged;
    inMemory = {from, list};
    return list;
}

/** @param {string} key */
function trusted(key) {
    return key ? [key] : [];
}

async function packagedList() {
    const [envelope, {key}] = await Promise.all([fromPackage("data/list.json"), fromPackage("data/key.json")]);
    return readList(envelope, [key]);
}

/** @param {string} name */
async function fromPackage(name) {
    return (await fetch(ext.runtime.getURL(name))).json();
}

/**
 * Renew the list once a day, where a key was pinned and the person did not switch it off; nothing is asked otherwise.
 * @param {number} [now]
 */
export async function renewDaily(now = Date.now()) {
    const {key, daily} = await settings();
    if (!key || !daily) return;
    const tried = await lastTry();
    if (tried && Math.abs(now - Date.parse(tried.at)) < A_DAY) return;
    await renew();
}

/** @returns {Promise<Tried | null>} */
export async function lastTry() {
    const {tried} = await ext.storage.local.get("tried");
    return /** @type {Tried | undefined} */ (tried) ?? null;
}

/**
 * Ask for the list now. The one held stays unless the new one is signed with a known key and is not older.
 * @returns {Promise<Outcome>}
 */
export async function renew() {
    const outcome = await renewed();
    /** @type {Tried} */
    const tried = {at: new Date().toISOString(), outcome};
    await ext.storage.local.set({tried});
    return outcome;
}

/** @returns {Promise<Outcome>} */
async function renewed() {
    const {key} = await settings();
    if (!key) return "unpinned";
    const held = await heldList();
    try {
        const envelope = await offeredList();
        const list = await readList(envelope, [key]);
        if (held.key === list.key && list.serial < held.serial) throw new ListRefused("old");
        if (held.key === list.key && list.serial === held.serial) return "same";
        const {payload, signature} = envelope;
        await ext.storage.local.set({list: {payload, signature, key}});
        return "renewed";
    } catch (error) {
        if (error instanceof ListRefused) return error.reason;
        return "unreachable";
    }
}

/**
 * The key with which the service says it signs: to be shown and compared, not yet trusted.
 * @returns {Promise<string>}
 */
export async function offeredKey() {
    const {key} = await offeredLists();
    const text = typeof key === "string" ? key : key?.public_key;
    if (typeof text !== "string" || !isKey(text)) throw new Unreachable("no key");
    return text;
}
