// What content scripts say to the background, checked before it is used: a page must not speak for another.

/**
 * @typedef {{type: "sells", strong: boolean}} Sells
 * @typedef {{type: "look-up", hosts: string[]}} LookUp
 * @typedef {{type: "dismissed"}} Dismissed
 */

const MOST_HOSTS = 100;

/**
 * @param {unknown} said
 * @returns {Sells | LookUp | Dismissed | null}
 */
export function readMessage(said) {
    const message = /** @type {any} */ (said ?? {});
    if (message.type === "sells") return {type: "sells", strong: message.strong === true};
    if (message.type === "dismissed") return {type: "dismissed"};
    if (message.type !== "look-up" || !Array.isArray(message.hosts)) return null;
    const hosts = message.hosts.filter((/** @type {unknown} */ host) => typeof host === "string" && host.length < 254);
    return {type: "look-up", hosts: hosts.slice(0, MOST_HOSTS)};
}
