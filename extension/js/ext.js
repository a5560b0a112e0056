// The one file that knows how the browser calls its interface: `browser` in Firefox, `chrome` in Chromium.
// Both answer with promises (Manifest V3).

/** @type {typeof chrome} */
export const ext = /** @type {any} */ (globalThis).browser ?? globalThis.chrome;

/** Whether this is Firefox, which asks for consent to send data by itself. */
export const isFirefox = "browser" in globalThis && ext.runtime.getURL("").startsWith("moz-");
