// What the browser itself has to be asked before anything is sent. To be called on a click, before anything else is waited for.

import {ext, isFirefox} from "./ext.js";
import {serviceInUse} from "./settings.js";

/**
 * Whether the service may be asked, and told `kinds` of data. Chromium asks nothing here; Firefox asks for its consent
 * to data collection, and for the service's host: without it, its requests would carry an origin that is different for
 * each installation.
 * @param {...("browsingActivity" | "websiteContent")} kinds
 * @returns {Promise<boolean>}
 */
export async function mayAsk(...kinds) {
    if (!isFirefox) return true;
    const wanted = {origins: [originPattern()], ...(kinds.length ? {data_collection: kinds} : {})};
    return ext.permissions.request(/** @type {chrome.permissions.Permissions} */ (wanted));
}

/** Whether all of that was granted before. */
export async function isAgreed() {
    if (!isFirefox) return true;
    const wanted = {origins: [originPattern()], data_collection: ["browsingActivity"]};
    return ext.permissions.contains(/** @type {chrome.permissions.Permissions} */ (wanted));
}

/** Patterns know no ports. */
function originPattern() {
    const {protocol, hostname} = new URL(serviceInUse());
    return `${protocol}//${hostname}/*`;
}
