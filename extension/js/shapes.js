// The shape of each level, as on the web page: silhouettes differ, so that neither colour nor sign speaks alone.

const SVG = "http://www.w3.org/2000/svg";

/** @type {Record<string, [name: string, attributes: Record<string, string>][]>} */
const SHAPES = {
    verified: [
        ["circle", {class: "body", cx: "32", cy: "32", r: "29"}],
        ["path", {class: "sign", d: "M18 33.5 28 43.5 47 22"}],
    ],
    unverified: [
        ["path", {class: "body", d: "M32 3 61 32 32 61 3 32Z"}],
        ["path", {class: "sign thin", d: "M24 26c0-11 16-11 16-1 0 7-8 7-8 13"}],
        ["circle", {class: "dot", cx: "32", cy: "47.5", r: "3.4"}],
    ],
    caution: [
        ["path", {class: "body", d: "M32 5 61 57H3Z"}],
        ["path", {class: "sign", d: "M32 23V39"}],
        ["circle", {class: "dot", cx: "32", cy: "49", r: "3.8"}],
    ],
    high_risk: [
        ["path", {class: "body", d: "M20.5 4h23L60 20.5v23L43.5 60h-23L4 43.5v-23Z"}],
        ["path", {class: "sign", d: "M21.5 21.5 42.5 42.5M42.5 21.5 21.5 42.5"}],
    ],
    not_a_pharmacy: [
        ["rect", {class: "body open", x: "6", y: "6", width: "52", height: "52", rx: "6"}],
        ["path", {class: "sign", d: "M20 32H44"}],
    ],
    inconclusive: [
        ["circle", {class: "body open dashed", cx: "32", cy: "32", r: "28"}],
        ["circle", {class: "dot", cx: "19.5", cy: "33", r: "3.8"}],
        ["circle", {class: "dot", cx: "32", cy: "33", r: "3.8"}],
        ["circle", {class: "dot", cx: "44.5", cy: "33", r: "3.8"}],
    ],
};

/**
 * @param {import("./badge.js").Level} level
 * @returns {SVGElement}
 */
export function shapeOf(level) {
    const svg = document.createElementNS(SVG, "svg");
    for (const [key, value] of Object.entries({viewBox: "0 0 64 64", class: "shape", "aria-hidden": "true"})) {
        svg.setAttribute(key, value);
    }
    for (const [name, attributes] of SHAPES[level] ?? []) {
        const part = document.createElementNS(SVG, name);
        for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
        svg.append(part);
    }
    return svg;
}
