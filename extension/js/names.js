// Host names of addresses, and the names under which a list may hold them.

const MOST_LABELS = 10;

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
 * The names a list may hold for `host`, longest first: the host and each parent of at least two labels.
 * Lists hold no public suffix, so no list of suffixes is needed here. Numbers have no names.
 * @param {string} host
 * @returns {string[]}
 */
export function namesOf(host) {
    const labels = host.split(".").slice(-MOST_LABELS);
    if (labels.length < 2 || host.includes(":") || /^\d+$/.test(labels.at(-1) ?? "")) return [];
    return labels.slice(0, -1).map((_, first) => labels.slice(first).join("."));
}

/**
 * The path of an address, readable; empty where there is none.
 * @param {string} url
 */
export function pathOf(url) {
    const path = new URL(url).pathname;
    try {
        return decodeURIComponent(path);
    } catch {
        return path;
    }
}
