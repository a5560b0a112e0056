// A report as the popup shows it: level, sentence, what weighs most, how much could be seen, what to do.
//
// The same contract as the web page: report-v1.schema.json. Keys that are not known are passed over, a level that is
// not known is shown as inconclusive. All text may come from a hostile page and is shown as text.

import {knownLevel} from "./badge.js";
import {make} from "./dom.js";
import {shapeOf} from "./shapes.js";

const REASONS = 3;
const STEPS = 2;
const QUOTE = 160;

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {{text?: string}} Told
 */

/**
 * @param {any} report
 * @param {{words: Words, service: string, page: string, seen: boolean}} about `page`: path of the whole report
 * @returns {HTMLElement}
 */
export function reportView(report, {words, service, page, seen}) {
    const level = knownLevel(String(report?.verdict?.level));
    return make("article", {class: "report", "data-level": level},
        head(report, level, words),
        listed(report, words),
        reasons(report, level, words),
        coverage(report, seen, words),
        steps(report, words),
        links(report, service, page, words));
}

/**
 * @param {any} report
 * @param {import("./badge.js").Level} level
 * @param {Words} words
 */
function head(report, level, {say}) {
    const {address, verdict} = report;
    const host = String(address?.host ?? "");
    const display = String(address?.display || host);
    return make("header", {class: "answer"},
        shapeOf(level),
        make("div", {},
            make("p", {class: "site"}, make("bdi", {}, display), display === host ? null : make("bdi", {class: "puny"}, host)),
            make("h2", {class: "level"}, say(`level_${level}`)),
            make("p", {class: "sentence", lang: "en"}, told(verdict?.sentence)),
            make("p", {class: "soft"}, say("decided_by"), " ", english(told(verdict?.decided_by_text)))));
}

/**
 * @param {any} report
 * @param {Words} words
 */
function listed(report, {say}) {
    const text = told(report.registers?.text);
    if (!text) return null;
    return make("section", {}, make("h3", {}, say("lists_say")), make("p", {lang: "en"}, text));
}

/**
 * @param {any} report
 * @param {import("./badge.js").Level} level
 * @param {Words} words
 */
function reasons(report, level, {say}) {
    const against = arrayOf(report.reasons_against);
    const reassuring = arrayOf(report.reasons_for);
    const isFor = level === "verified" || (level === "unverified" && !against.length);
    const shown = (isFor ? [...reassuring, ...against] : [...against, ...reassuring]).slice(0, REASONS);
    if (!shown.length) return null;
    const more = against.length + reassuring.length - shown.length;
    return make("section", {},
        make("h3", {}, say("what_was_seen")),
        make("ul", {class: "reasons"}, ...shown.map((one) => reason(one, say))),
        more > 0 ? make("p", {class: "soft"}, say("more_reasons", more)) : null);
}

/**
 * @param {any} one
 * @param {Words["say"]} say
 */
function reason(one, say) {
    const isConcern = one.direction === "concern";
    const quote = arrayOf(one.quotes)[0]?.text;
    return make("li", {class: isConcern ? "concern" : "reassurance"},
        make("span", {class: "sign", "aria-hidden": "true"}, isConcern ? "✕" : "✓"),
        make("span", {class: "unseen"}, say(isConcern ? "speaks_against" : "speaks_for"), ": "),
        make("strong", {lang: "en"}, told(one.title)),
        quote
            ? make("blockquote", {dir: "auto"}, shortened(String(quote)))
            : make("p", {lang: "en"}, told(one.text)));
}

/**
 * @param {any} report
 * @param {boolean} seen
 * @param {Words} words
 */
function coverage(report, seen, {say, day}) {
    const {signals_answered: answered = 0, signals_asked: asked = 0, sources} = report.coverage ?? {};
    const missing = arrayOf(sources).filter(({state}) => state === "missing");
    return make("section", {},
        make("h3", {}, say("how_much")),
        make("p", {}, say("coverage", answered, asked), " ", report.checked_at ? say("checked_on", day(report.checked_at)) : ""),
        seen ? make("p", {}, say("as_you_see_it")) : null,
        missing.length
            ? make("ul", {class: "missing"}, ...missing.slice(0, 4).map((source) =>
                make("li", {lang: "en"}, told(source.label), ": ", told(source.reason_text))))
            : null);
}

/**
 * @param {any} report
 * @param {Words} words
 */
function steps(report, {say}) {
    const shown = arrayOf(report.next_steps).slice(0, STEPS);
    if (!shown.length) return null;
    return make("section", {},
        make("h3", {}, say("what_to_do")),
        make("ol", {}, ...shown.map((step) => make("li", {lang: "en"}, told(step.text)))));
}

/**
 * @param {any} report
 * @param {string} service
 * @param {string} page
 * @param {Words} words
 */
function links(report, service, page, {say, language}) {
    const prefix = language === "en" ? "" : `/${language}`;
    const host = encodeURIComponent(String(report.address?.host ?? ""));
    return make("p", {class: "links"},
        page ? link(`${service}${prefix}${page}`, say("whole_report")) : null,
        link(`${service}${prefix}/appeal?host=${host}`, say("is_this_wrong")));
}

/**
 * @param {string} href
 * @param {string} text
 */
function link(href, text) {
    return make("a", {href, target: "_blank", rel: "noopener noreferrer"}, text);
}

/** @param {string} text */
function english(text) {
    return make("span", {lang: "en"}, text);
}

/** @param {Told | null | undefined} message */
function told(message) {
    return String(message?.text ?? "");
}

/**
 * @param {unknown} value
 * @returns {any[]}
 */
function arrayOf(value) {
    return Array.isArray(value) ? value : [];
}

/** @param {string} text */
function shortened(text) {
    return text.length > QUOTE ? `${text.slice(0, QUOTE - 1)}…` : text;
}
