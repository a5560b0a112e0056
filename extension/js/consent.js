// What the browser itself has to be asked before anything is sent.

import {serviceInUse, settings} from "./settings.js";

/** Whether this is Firefox, which asks for consent to send data by itself. */
export const isFirefox = chrome.runtime.getURL("").startsWith("moz-");

/** @typedef {"browsingActivity" | "websiteContent"} Kind */

/**
 * Whether the service may be asked, and told `kinds` of data. To be called on a click, before anything else is waited
 * for. Chromium asks nothing here; Firefox asks for its consent to data collection, and for the service's host: without
 * it, its requests would carry an origin that is different for each installation.
 * @param {...Kind} kinds
 * @returns {Promise<boolean>}
 */
export async function mayAsk(...kinds) {
    return !isFirefox || chrome.permissions.request(wanted(kinds));
}

/**
 * Whether all of that was granted before.
 * @param {...Kind} kinds
 * @returns {Promise<boolean>}
 */
export async function isAgreed(...kinds) {
    await settings();
    return !isFirefox || chrome.permissions.contains(wanted(kinds));
}

/**
 * Patterns know no ports.
 * @param {Kind[]} kinds
 */
function wanted(kinds) {
    const {protocol, hostname} = new URL(serviceInUse());
    const origins = [`${protocol}//${hostname}/*`];
    return /** @type {chrome.permissions.Permissions} */ (kinds.length ? {origins, data_collection: kinds} : {origins});
}
