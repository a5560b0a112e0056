// The page that opens once, after the extension was added: what the signs mean, and one question.

import {BADGES} from "./badge.js";
import {byId, make} from "./dom.js";
import {ext} from "./ext.js";
import {translatePage, words} from "./words.js";

const LEVELS = /** @type {const} */ (["verified", "unverified", "caution", "high_risk", "inconclusive"]);

async function start() {
    const told = await words();
    translatePage(told);
    byId("badges").replaceChildren(...LEVELS.map((level) =>
        make("li", {}, make("span", {class: "badge", "data-level": level, "aria-hidden": "true"}, BADGES[level].text), " ",
            make("strong", {}, told.say(`level_${level}`)), " ", told.say(`means_${level}`))));
    byId("allow").addEventListener("click", async () => {
        const isGranted = await ext.permissions.request({permissions: ["tabs"]});
        byId("status").textContent = told.say(isGranted ? "badge_allowed" : "badge_declined");
    });
    byId("decline").addEventListener("click", () => {
        byId("status").textContent = told.say("badge_declined");
    });
    byId("options").addEventListener("click", () => ext.runtime.openOptionsPage());
}

void start();
