// The page as the person sees it, as HTML without anything that was typed, stored or hidden in it.

/** @typedef {{html: string, path: string}} Captured */

/**
 * Runs inside the page, so it stands for itself: nothing outside this function exists there.
 *
 * Kept are visible elements with their words and the attributes that say what they are. Left out: scripts and styles,
 * hidden elements, values of fields, queries and fragments of all links, and the page's own path wherever it stands.
 * @returns {Captured}
 */
export function capture() {
    const MOST = 1_900_000;
    const DEEPEST = 400;
    const DROPPED = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "OBJECT", "EMBED", "CANVAS", "BASE"]);
    const KEPT = new Set(["alt", "title", "class", "type", "name", "role", "aria-label", "rel", "lang", "dir", "for", "datetime",
        "placeholder", "property", "itemprop", "itemscope", "itemtype", "colspan", "rowspan", "charset", "http-equiv", "method"]);
    const ADDRESSES = new Set(["href", "src", "action", "formaction", "cite", "poster"]);
    const BUTTONS = new Set(["submit", "button", "reset"]);
    const NAMED = new Set(["description", "keywords", "generator", "robots", "author", "og:title", "og:description", "og:site_name",
        "og:type", "og:url", "og:locale"]);
    const own = [location.pathname, readable(location.pathname), location.search].filter((text) => text.length > 1);
    const made = document.implementation.createHTMLDocument("");
    let left = MOST;

    /** @param {string} path */
    function readable(path) {
        try {
            return decodeURI(path);
        } catch {
            return path;
        }
    }

    /** @param {string} text */
    function withoutOwnPath(text) {
        return own.reduce((rest, part) => rest.replaceAll(part, "/"), text);
    }

    /** @param {string} value */
    function address(value) {
        if (!URL.canParse(value, document.baseURI)) return "";
        const url = new URL(value, document.baseURI);
        if (url.protocol === "mailto:" || url.protocol === "tel:") return url.protocol + url.pathname;
        if (url.protocol !== "http:" && url.protocol !== "https:") return "";
        const isOwn = url.host === location.host && location.pathname.length > 1 && url.pathname.startsWith(location.pathname);
        return url.origin + (isOwn ? "/" : withoutOwnPath(url.pathname));
    }

    /**
     * @param {Element} from
     * @param {Element} to
     */
    function copyAttributes(from, to) {
        const isButton = from instanceof HTMLInputElement && BUTTONS.has(from.type);
        const isAbout = from.tagName === "META" && NAMED.has(from.getAttribute("name") ?? from.getAttribute("property") ?? "");
        for (const {name, value} of from.attributes) {
            if (ADDRESSES.has(name)) to.setAttribute(name, address(value));
            else if (KEPT.has(name) || (name === "value" && isButton) || (name === "content" && isAbout)) {
                to.setAttribute(name, withoutOwnPath(value));
            }
        }
    }

    /**
     * What stands below an element: its shadow where it has one, the page in a frame where it may be read.
     * @param {any} element
     * @returns {Iterable<Node>}
     */
    function below(element) {
        if (element.tagName === "IFRAME" || element.tagName === "FRAME") {
            try {
                return element.contentDocument?.body ? [element.contentDocument.body] : [];
            } catch {
                return [];
            }
        }
        return (shadowOf(element) ?? element).childNodes;
    }

    /**
     * A shadow that the page closed is seen by the person all the same; each browser has its own way to it.
     * @param {any} element
     * @returns {ShadowRoot | null | undefined}
     */
    function shadowOf(element) {
        if (element.shadowRoot) return element.shadowRoot;
        if (!(element instanceof HTMLElement)) return null;
        return globalThis.chrome?.dom?.openOrClosedShadowRoot?.(element) ?? /** @type {any} */ (element).openOrClosedShadowRoot;
    }

    /** @param {Element} element */
    function isLeftOut(element) {
        if (DROPPED.has(element.tagName)) return true;
        if (element.closest("head")) return false;
        return getComputedStyle(element).display === "none" || (element instanceof HTMLInputElement && element.type === "hidden");
    }

    /** @param {Element} element */
    function holdsTyped(element) {
        return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable);
    }

    /**
     * @param {Node} node
     * @param {Element} parent
     * @param {number} depth
     */
    function copy(node, parent, depth) {
        if (left <= 0 || depth > DEEPEST) return;
        if (node instanceof Text) {
            const holder = node.parentElement;
            if (holder && !holder.closest("head") && getComputedStyle(holder).visibility === "hidden") return;
            const text = withoutOwnPath(node.data).slice(0, left);
            left -= text.length;
            parent.append(text);
        } else if (node instanceof Element || node.nodeType === Node.ELEMENT_NODE) {
            const element = /** @type {Element} */ (node);
            if (isLeftOut(element)) return;
            const name = element.tagName === "BODY" && parent.tagName !== "HTML" ? "div" : element.localName;
            const twin = made.createElementNS(element.namespaceURI, name);
            copyAttributes(element, twin);
            left -= twin.outerHTML.length;
            parent.append(twin);
            if (!holdsTyped(element)) for (const child of below(element)) copy(child, twin, depth + 1);
        }
    }

    const root = made.documentElement;
    root.replaceChildren();
    copyAttributes(document.documentElement, root);
    for (const child of document.documentElement.childNodes) copy(child, root, 0);
    return {html: `<!doctype html>\n${root.outerHTML}`, path: location.pathname};
}
