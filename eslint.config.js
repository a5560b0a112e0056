import js from "@eslint/js";
import globals from "globals";

const shared = {
    languageOptions: {ecmaVersion: 2024, globals: {...globals.browser, chrome: "readonly"}},
    rules: {
        "eqeqeq": "error",
        "no-eval": "error",
        "no-implied-eval": "error",
        "no-restricted-properties": ["error",
            ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write"].map((property) => ({
                object: "document", property, message: "Text of strangers is only ever text.",
            }))],
        "no-restricted-syntax": ["error", {
            selector: "AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]",
            message: "Text of strangers is only ever text.",
        }],
        "no-var": "error",
        "prefer-const": "error",
    },
};

export default [
    js.configs.recommended,
    {files: ["extension/js/**/*.js"], ...shared},
    {files: ["extension/js/content/*.js"], ...shared, languageOptions: {...shared.languageOptions, sourceType: "script"}},
    {files: ["tests/extension/**/*.js", "eslint.config.js"], languageOptions: {globals: globals.node}},
    {ignores: ["web/**", "node_modules/**", ".venv/**", "dist/**", "build/**"]},
];
