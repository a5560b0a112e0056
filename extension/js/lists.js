// The list of domains that is held here, and looking names up in it. docs/extension.md has its form; js/proof.js says which
// lists are believed.

import {settings, shared} from "./settings.js";

const MOST_LABELS = 10;

/**
 * @typedef {"official" | "accreditation" | "warning"} Kind
 * @typedef {object} Section
 * @property {string} id
 * @property {Kind} kind
 * @property {string} authority
 * @property {string} country ISO 3166, or empty
 * @property {string | null} snapshot
 * @property {string | null} good_until
 * @property {DataView} hashes eight bytes each, ascending
 *
 * @typedef {object} List
 * @property {number} serial
 * @property {string} madeAt
 * @property {string} expiresAt when the list as a whole is old, whatever it holds
 * @property {string} key base64 of the key that signed it
 * @property {Section[]} sections
 *
 * @typedef {{payload: string, signature: string, key: string}} Envelope
 */

// Held here: the list in the package, or a newer one from the service.

/** @type {{signature: string, list: List} | null} */
let inMemory = null;

/** @type {Promise<Envelope> | null} */
let packaged = null;

/** @type {() => Promise<Envelope | undefined>} */
const keptList = shared(async () => {
    const {list} = await chrome.storage.local.get("list");
    return /** @type {Envelope | undefined} */ (list);
});

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
    await chrome.storage.local.set({list: {payload, signature, key}});
}

/** After the extension itself was renewed its own list may be the newer one. */
export async function forgetOlderList() {
    const [kept, inPackage] = await Promise.all([keptList(), packagedList()]);
    const isOlder = kept?.key === inPackage.key && readList(kept).serial < readList(inPackage).serial;
    if (isOlder) await chrome.storage.local.remove("list");
}

/** The list in the package, which is as trusted as the program beside it. */
function packagedList() {
    packaged ??= fetch(chrome.runtime.getURL("data/list.json")).then((found) => found.json());
    return packaged;
}

// Read and looked in

/**
 * The list in an envelope that is believed already.
 * @param {Envelope} envelope
 * @returns {List}
 */
export function readList({payload, key}) {
    const {serial, made_at: madeAt, expires_at: expiresAt, sections} = JSON.parse(payload);
    return {serial, madeAt, expiresAt, key, sections: sections.map(section)};
}

/**
 * @param {any} raw
 * @returns {Section}
 */
function section({id, kind, authority, country, snapshot, good_until, hashes}) {
    return {id, kind, authority, country, snapshot, good_until, hashes: new DataView(Uint8Array.fromBase64(hashes).buffer)};
}

/**
 * The host of a web address, ASCII and lower case; empty for anything that is no web page.
 * @param {string | undefined} url
 */
export function hostOf(url) {
    if (!url || !URL.canParse(url)) return "";
    const {protocol, hostname} = new URL(url);
    return protocol === "http:" || protocol === "https:" ? hostname.replace(/\.$/, "") : "";
}

/**
 * The sections that hold one of `hashes`.
 * @param {List} list
 * @param {bigint[]} hashes
 */
export function sectionsOf(list, hashes) {
    return list.sections.filter(({hashes: held}) => hashes.some((hash) => isIn(held, hash)));
}

/**
 * Under what a list may hold `host`: the hashes of the host and of its parents.
 * @param {string | Promise<string>} host
 */
export async function hashesOf(host) {
    return Promise.all(namesOf(await host).map(hashOf));
}

/**
 * The names a list may hold for `host`, longest first: the host and each parent of at least two labels.
 * Lists hold no public suffix, so no list of suffixes is needed here. Numbers have no names.
 * @param {string} host
 * @returns {string[]}
 */
function namesOf(host) {
    const labels = host.split(".").slice(-MOST_LABELS);
    if (labels.length < 2 || host.includes(":") || /^\d+$/.test(labels.at(-1) ?? "")) return [];
    return labels.slice(0, -1).map((_, first) => labels.slice(first).join("."));
}

/**
 * The first 64 bits of the SHA-256 of `name`.
 * @param {string} name
 */
async function hashOf(name) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name));
    return new DataView(digest).getBigUint64(0);
}

/**
 * @param {DataView} held
 * @param {bigint} hash
 */
function isIn(held, hash) {
    let [low, high] = [0, held.byteLength / 8];
    while (low < high) {
        const middle = (low + high) >>> 1;
        const found = held.getBigUint64(8 * middle);
        if (found === hash) return true;
        if (found < hash) low = middle + 1;
        else high = middle;
    }
    return false;
}

/**
 * The day of the list in words; of one that is old, that too.
 * @param {List} list
 * @param {import("./words.js").Words} words
 */
export function dayOfList({madeAt, expiresAt}, {say, day}) {
    return say(Date.parse(expiresAt) < Date.now() ? "list_old" : "list_of", day(madeAt));
}
