// GraphQL for the highlighter of mdBook, which does not know the language.
(() => {
    hljs.registerLanguage("graphql", (hljs) => ({
        keywords: {
            keyword:
                "query mutation subscription fragment on schema extend scalar type implements interface union enum input directive repeatable",
            literal: "true false null",
        },
        contains: [
            { className: "string", begin: '"""', end: '"""' },
            hljs.QUOTE_STRING_MODE,
            hljs.HASH_COMMENT_MODE,
            hljs.NUMBER_MODE,
            { className: "variable", begin: /\$\w+/ },
            { className: "meta", begin: /@\w+/ },
            { className: "type", begin: /\b[A-Z]\w*/ },
        ],
    }));
    for (const block of document.querySelectorAll("code.language-graphql")) {
        hljs.highlightBlock(block);
    }
})();
