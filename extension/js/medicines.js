// The names of medicines, for pages of the extension: the same words and the same reading as inside pages.

import "./content/words.js";
import "./content/gate.js";

export const {medicinesIn} = globalThis.rxlensGate;
