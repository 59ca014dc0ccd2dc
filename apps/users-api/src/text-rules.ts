// Characters are code points: a JavaScript length counts those above U+FFFF twice.

/** Returns early for a text that is too long in any case, without counting its characters. */
export function isAtMost(text: string, characters: number): boolean {
  return text.length <= 2 * characters && [...text].length <= characters
}

export function isAtLeast(text: string, characters: number): boolean {
  return text.length >= 2 * characters || [...text].length >= characters
}

export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Returns true if a text has a control character: C0, DEL or C1. */
export function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

/** Returns true if a text has at least one visible character. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text)
}

/**
 * Returns true if a text is an e-mail address without invisible and compatibility characters.
 * Apart
 * from upper and lower case, such an address has one spelling.
 */
export function isEmail(text: string): boolean {
  return (
    EMAIL.test(text) &&
    // Refuses wide letters and commas, ligatures, separate accents.
    text === text.normalize('NFKC') &&
    // Refuses `İ`, which becomes two characters in lower case.
    text.length === text.toLowerCase().length
  )
}

// Invisible are: controls, format characters, unassigned and private code points (C); white space;
// marks, which need a base character (M); characters that fonts do not draw, such as Hangul fillers
// and variation selectors (Default_Ignorable_Code_Point); and symbols that are blank by design: the
// braille blank, the null notehead, two blank hieroglyphs.
const BLANK = String.raw`\u2800\u{1D159}\u{13441}\u{13442}`
const IGNORABLE = String.raw`\p{Default_Ignorable_Code_Point}`
const VISIBLE = new RegExp(String.raw`[^\p{C}\p{M}\p{White_Space}${IGNORABLE}${BLANK}]`, 'u')
const PART = String.raw`[^@,<>\s\p{White_Space}\p{Cc}\p{Cf}${IGNORABLE}${BLANK}]+`
const EMAIL = new RegExp(`^${PART}@${PART}$`, 'u')
