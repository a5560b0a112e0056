// What the icon of a tab shows: a sign, a colour, and the same in words.

/**
 * @typedef {"verified" | "unverified" | "caution" | "high_risk" | "not_a_pharmacy" | "inconclusive"} Level
 * @typedef {Level | "neutral"} State
 */

// Signs differ in shape; colours differ in lightness too, so that none rests on telling red from green.
/** @type {Readonly<Record<State, {text: string, ground: string, ink: string}>>} */
export const BADGES = Object.freeze({
    verified: {text: "✓", ground: "#0f5f4c", ink: "#ffffff"},
    unverified: {text: "?", ground: "#a9c5f2", ink: "#14232b"},
    caution: {text: "!", ground: "#ffc83d", ink: "#14232b"},
    high_risk: {text: "✕", ground: "#8e1638", ink: "#ffffff"},
    not_a_pharmacy: {text: "", ground: "#4c5a63", ink: "#ffffff"},
    inconclusive: {text: "…", ground: "#e6dcf5", ink: "#14232b"},
    neutral: {text: "", ground: "#4c5a63", ink: "#ffffff"},
});

/**
 * A level as this version knows it: one that it does not know is inconclusive.
 * @param {string} level
 * @returns {Level}
 */
export function knownLevel(level) {
    return level in BADGES && level !== "neutral" ? /** @type {Level} */ (level) : "inconclusive";
}

/**
 * Show `state` on the icon of a tab. The tab may be gone meanwhile, which is no fault.
 * @param {number} tabId
 * @param {State} state
 * @param {string} words
 */
export async function showBadge(tabId, state, words) {
    const {text, ground, ink} = BADGES[state];
    const shown = [
        chrome.action.setBadgeText({tabId, text}),
        chrome.action.setBadgeBackgroundColor({tabId, color: ground}),
        chrome.action.setBadgeTextColor({tabId, color: ink}),
        chrome.action.setTitle({tabId, title: words}),
    ];
    await Promise.allSettled(shown);
}
