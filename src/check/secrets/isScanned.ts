/** Made by tools, of others, or full of made-up values: nothing that is found there is a secret of this project. */
const PASSED_OVER =
  /(?:^|\/)(?:tests?|spec|__tests__|fixtures?|testdata|node_modules|vendor|third_party)\/|(?:^|[/.-])(?:lock|sum)(?:\.\w+)?$|-lock\.\w+$|lockfile|\.min\.\w+$|\.(?:snap|svg|map|png|jpe?g|gif|woff2?|pdf)$|(?:^|\/)test_[^/]*$|[._-](?:test|spec)\.\w+$/i;

/** Files that show readers what a value looks like. */
const SHOWS_EXAMPLES = /\.(?:md|rst|adoc|txt|example|sample|template|dist)$|\.env\.\w*example/i;

/** Whether a file of a project is searched for secrets. */
export function isScanned(path: string): boolean {
  return !PASSED_OVER.test(path);
}

/** Whether a file explains to people: there only what a provider has given counts. */
export function showsExamples(path: string): boolean {
  return SHOWS_EXAMPLES.test(path);
}
