// Marks beside the results of a search, from the lists only. Hosts of results go to the background, which asks nobody.

(() => {
    const SIGNS = {verified: "✓", caution: "!"};
    const GROUNDS = {verified: ["#0f5f4c", "#ffffff"], caution: ["#ffc83d", "#14232b"]};
    const WAIT = 400;
    const seen = new WeakSet();
    let waiting = 0;

    /**
     * The host a result leads to, also where the search engine wraps it.
     * @param {HTMLAnchorElement} link
     */
    function hostOf(link) {
        const url = new URL(link.href);
        const wrapped = url.searchParams.get("uddg") ?? (url.pathname === "/url" ? url.searchParams.get("q") : null);
        const target = wrapped && URL.canParse(wrapped) ? new URL(wrapped) : url;
        const isElsewhere = /^https?:$/.test(target.protocol) && target.hostname !== location.hostname;
        return isElsewhere ? target.hostname.replace(/\.$/, "") : "";
    }

    function fresh() {
        const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[href]:has(h2, h3), h2 a[href], h3 a[href]"));
        return [...links].filter((link) => !seen.has(link) && URL.canParse(link.href) && hostOf(link));
    }

    async function mark() {
        const links = fresh();
        if (!links.length) return;
        for (const link of links) seen.add(link);
        const hosts = [...new Set(links.map(hostOf))];
        /** @type {{host: string, state: "verified" | "caution", words: string}[]} */
        const found = (await chrome.runtime.sendMessage({type: "look-up", hosts})) ?? [];
        for (const link of links) {
            const one = found.find(({host}) => host === hostOf(link));
            if (one) link.before(signFor(one));
        }
    }

    /** @param {{state: "verified" | "caution", words: string}} one */
    function signFor({state, words}) {
        const sign = document.createElement("span");
        const [ground, ink] = GROUNDS[state];
        sign.textContent = SIGNS[state];
        sign.title = words;
        sign.setAttribute("role", "img");
        sign.setAttribute("aria-label", words);
        sign.dataset.rxlens = state;
        sign.style.cssText = `display:inline-block;min-width:1.3em;margin-inline-end:.4em;padding:0 .2em;border-radius:3px;text-align:center;font:700 14px/1.4 system-ui,sans-serif;background:${ground};color:${ink}`;
        return sign;
    }

    function soon() {
        clearTimeout(waiting);
        waiting = setTimeout(() => void mark(), WAIT);
    }

    void mark();
    new MutationObserver(soon).observe(document.documentElement, {childList: true, subtree: true});
})();
