// Renewing the list that is held here from the service: signed with the pinned key and not older, or not at all.

import {offeredList, offeredLists, Unreachable} from "./client.js";
import {ext} from "./ext.js";
import {heldList} from "./held.js";
import {isKey, ListRefused, readList} from "./lists.js";
import {settings} from "./settings.js";

const A_DAY = 24 * 60 * 60 * 1000;

/**
 * @typedef {"renewed" | "same" | "unreachable" | "unpinned" | "form" | "key" | "signature" | "old"} Outcome
 * @typedef {{at: string, outcome: Outcome}} Tried
 */

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
        const [before, after] = held.key === list.key ? [held.serial, list.serial] : [0, 1];
        if (after < before || (after === before && list.madeAt < held.madeAt)) throw new ListRefused("old");
        const {payload, signature} = envelope;
        await ext.storage.local.set({list: {payload, signature, key}});
        return after === before ? "same" : "renewed";
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
