/** Ways to set words apart. Without colour each gives its text back as it is. */
export interface Styles {
  heading(text: string): string;
  ok(text: string): string;
  fail(text: string): string;
  dim(text: string): string;
  code(text: string): string;
}

export const plainStyles: Styles = {
  heading: (text) => text,
  ok: (text) => text,
  fail: (text) => text,
  dim: (text) => text,
  code: (text) => text,
};
