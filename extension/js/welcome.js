// The page that opens once, after the extension was added: what the signs mean, and one question.

import {BADGES} from "./badge.js";
import {byId, make} from "./dom.js";
import {translatePage, words} from "./words.js";

const LEVELS = /** @type {const} */ (["verified", "unverified", "caution", "high_risk", "inconclusive"]);

/**
 * @param {typeof LEVELS[number]} level
 * @param {import("./words.js").Words} words
 */
function meaning(level, {say}) {
    const {text, ground, ink} = BADGES[level];
    const badge = make("span", {class: "badge", "aria-hidden": "true"}, text);
    Object.assign(badge.style, {background: ground, color: ink});
    return make("li", {}, badge, make("span", {}, make("strong", {}, say(`level_${level}`)), ` ${say(`means_${level}`)}`));
}

async function start() {
    const told = await words();
    translatePage(told);
    byId("badges").replaceChildren(...LEVELS.map((level) => meaning(level, told)));
    byId("allow").addEventListener("click", async () => {
        const isGranted = await chrome.permissions.request({permissions: ["tabs"]});
        byId("status").textContent = told.say(isGranted ? "badge_allowed" : "badge_declined");
    });
    byId("decline").addEventListener("click", () => {
        byId("status").textContent = told.say("badge_declined");
    });
    byId("options").addEventListener("click", () => chrome.runtime.openOptionsPage());
}

void start();
