// Whether a page sells medicines, told from its words alone: names of medicines beside the marks of a shop.
// A plain script, because it also runs inside pages. Asks nobody.

globalThis.rxlensGate = (() => {
    const MOST = 200_000;
    const WORD = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu;
    const PRICE = /[£$€]\s?\d|\d\s?(?:£|\$|€|zł|kr\b|EUR\b|USD\b|GBP\b|PLN\b|CHF\b)/i;
    const lists = globalThis.rxlensWords;
    const single = new Set(lists.medicines.filter((name) => !name.includes(" ")));
    const controlled = new Set(lists.controlled);
    const byFirst = new Map();
    for (const name of lists.medicines) {
        if (!name.includes(" ")) continue;
        const first = name.slice(0, name.indexOf(" "));
        byFirst.set(first, [...(byFirst.get(first) ?? []), name]);
    }

    /**
     * The medicines that `text` names.
     * @param {string} text
     * @returns {Set<string>}
     */
    function medicinesIn(text) {
        const low = text.slice(0, MOST).toLowerCase();
        const words = low.match(WORD) ?? [];
        const found = new Set();
        words.forEach((word, at) => {
            for (const part of word.includes("-") ? [word, ...word.split("-")] : [word]) if (single.has(part)) found.add(part);
            for (const name of byFirst.get(word) ?? []) {
                const size = name.split(" ").length;
                if (words.slice(at, at + size).join(" ") === name) found.add(name);
            }
        });
        return found;
    }

    /**
     * @param {{text: string, title: string, path: string}} page
     * @returns {{sells: boolean, strong: boolean}}
     */
    function judge({text, title, path}) {
        const low = text.slice(0, MOST).toLowerCase();
        const says = (/** @type {string[]} */ phrases) => phrases.some((phrase) => low.includes(phrase));
        const isShop = says(lists.basket) || (PRICE.test(low) && says(lists.buying));
        if (!isShop) return {sells: false, strong: false};
        const named = medicinesIn(low);
        const inHead = medicinesIn(`${title} ${path}`).size > 0;
        const sells = named.size >= 3 || (inHead && named.size > 0);
        const strong = sells && [...named].filter((name) => controlled.has(name)).length >= 2
            && says(lists.unprescribed);
        return {sells, strong};
    }

    return {medicinesIn, judge};
})();
