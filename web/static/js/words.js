// Sentences with {named} places, as the page hands them over in the reader's language.

export function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
