// What the person chose on the options page. Kept in this browser only.

/**
 * @typedef {object} Settings
 * @property {string} service address of the service, without a slash at the end
 * @property {string} key the service's key as the person pinned it; empty for none
 * @property {string} country ISO 3166; empty: not said
 * @property {string} language code of a language; empty: the browser's
 * @property {boolean} askAtOnce opening the popup asks the service for the host
 * @property {boolean} daily renew the list once a day
 * @property {boolean} automatic warn on pages without being asked
 * @property {boolean} marks mark results of search pages
 */

/** @type {Settings} */
export const DEFAULTS = Object.freeze({
    service: "http://127.0.0.1:8000",
    key: "",
    country: "",
    language: "",
    askAtOnce: false,
    daily: true,
    automatic: false,
    marks: false,
});

let lastService = DEFAULTS.service;

/** What is chosen now. */
export const settings = shared(async () => {
    const {settings: chosen} = await chrome.storage.local.get("settings");
    const found = {...DEFAULTS, .../** @type {Partial<Settings>} */ (chosen ?? {})};
    lastService = found.service;
    return found;
});

/**
 * `read`, run once for all who ask before its answer is there.
 * @template T
 * @param {() => Promise<T>} read
 * @returns {() => Promise<T>}
 */
export function shared(read) {
    /** @type {Promise<T> | null} */
    let reading = null;
    return () => {
        reading ??= read().finally(() => {
            reading = null;
        });
        return reading;
    };
}

/** The service by the settings read last, for a click that may not wait for them. */
export function serviceInUse() {
    return lastService;
}

/** @param {Partial<Settings>} changed */
export async function choose(changed) {
    await chrome.storage.local.set({settings: {...(await settings()), ...changed}});
}

/**
 * The address of a service as it is kept, or null for what cannot be one: unencrypted ways are for this computer only.
 * @param {string} typed
 */
export function serviceAddress(typed) {
    if (!URL.canParse(typed)) return null;
    const {protocol, hostname, origin, username, pathname} = new URL(typed);
    const isHere = hostname === "127.0.0.1" || hostname === "localhost";
    const isRight = (protocol === "https:" || (protocol === "http:" && isHere)) && !username && pathname === "/";
    return isRight ? origin : null;
}
