// What is remembered until the browser is closed, in its memory only: answers by host, and the log of requests.

const MOST_LOGGED = 200;

/**
 * @typedef {object} Known
 * @property {string} level
 * @property {boolean} seen the page was judged as the person saw it
 *
 * @typedef {object} Logged
 * @property {string} at ISO 8601
 * @property {string} method
 * @property {string} url
 * @property {string} sent what stood in the request, in short
 * @property {string} came status, or why nothing came
 */

/**
 * @param {string} host
 * @returns {Promise<Known | null>}
 */
export async function known(host) {
    const key = `level:${host}`;
    const found = await chrome.storage.session.get(key);
    return /** @type {Known | undefined} */ (found[key]) ?? null;
}

/**
 * @param {string} host
 * @param {Known} answer
 */
export async function remember(host, answer) {
    await chrome.storage.session.set({[`level:${host}`]: answer});
}

/** @returns {Promise<Logged[]>} newest last */
export async function logged() {
    const {log} = await chrome.storage.session.get("log");
    return /** @type {Logged[] | undefined} */ (log) ?? [];
}

/** @param {Logged} entry */
export async function note(entry) {
    await chrome.storage.session.set({log: [...(await logged()), entry].slice(-MOST_LOGGED)});
}

/** @param {string} name */
export async function flag(name) {
    const found = await chrome.storage.session.get(name);
    return Boolean(found[name]);
}

/** @param {string} name */
export async function setFlag(name) {
    await chrome.storage.session.set({[name]: true});
}
