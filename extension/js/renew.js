// Renewing the list that is held here from the service: signed with the pinned key and not older, or not at all.

import {offeredList} from "./client.js";
import {isAgreed} from "./consent.js";
import {heldList, keep, pinnedKey} from "./lists.js";
import {ListRefused, provenList} from "./proof.js";
import {settings} from "./settings.js";

const A_DAY = 24 * 60 * 60 * 1000;

/**
 * @typedef {"renewed" | "same" | "unreachable" | "form" | "key" | "signature" | "old"} Outcome
 * @typedef {{at: string, outcome: Outcome}} Tried
 */

/**
 * Renew the list once a day, unless the person switched that off or the browser would have to ask first. Never called
 * for a page that was visited: when a request is made must tell nothing either.
 */
export async function renewDaily() {
    const [{daily}, tried, isAllowed] = await Promise.all([settings(), lastTry(), isAgreed()]);
    const isRecent = tried && Math.abs(Date.now() - Date.parse(tried.at)) < A_DAY;
    if (daily && isAllowed && !isRecent) await renew();
}

/** @returns {Promise<Tried | null>} */
export async function lastTry() {
    const {tried} = await chrome.storage.local.get("tried");
    return /** @type {Tried | undefined} */ (tried) ?? null;
}

/**
 * Ask for the list now. The one held stays unless the new one is signed with the pinned key and is not older.
 * @returns {Promise<Outcome>}
 */
export async function renew() {
    const at = new Date().toISOString();
    await chrome.storage.local.set({tried: {at, outcome: "unreachable"}}); // Should the browser be closed meanwhile.
    const outcome = await renewed();
    await chrome.storage.local.set({tried: {at, outcome}});
    return outcome;
}

/** @returns {Promise<Outcome>} */
async function renewed() {
    try {
        const envelope = await offeredList();
        const [held, list] = await Promise.all([heldList(), provenList(envelope, await pinnedKey())]);
        const [before, after] = held.key === list.key ? [held.serial, list.serial] : [0, 1];
        if (after < before || (after === before && list.madeAt < held.madeAt)) return "old";
        await keep(envelope);
        return after === before ? "same" : "renewed";
    } catch (error) {
        return error instanceof ListRefused ? error.reason : "unreachable";
    }
}
