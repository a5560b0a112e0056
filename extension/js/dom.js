// Elements made of text only: nothing that comes from a page or a service ever becomes markup.

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null));
    return element;
}

/**
 * The element with an id that the page is known to have.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`no element ${id}`);
    return found;
}

/**
 * @param {string} id
 * @returns {HTMLInputElement}
 */
export function inputById(id) {
    return /** @type {HTMLInputElement} */ (byId(id));
}

/**
 * The shape of a level, out of the page's templates: silhouettes differ, so that neither colour nor sign speaks alone.
 * @param {string} level
 */
export function shapeOf(level) {
    return /** @type {HTMLTemplateElement} */ (byId(`shape-${level}`)).content.cloneNode(true);
}
