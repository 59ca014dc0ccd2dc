// Characters are code points: JavaScript's length counts those beyond U+FFFF twice.

/** Does not count the characters of a text that is too long in any case. */
export function isAtMost(text: string, characters: number): boolean {
  return text.length <= 2 * characters && [...text].length <= characters
}

export function isAtLeast(text: string, characters: number): boolean {
  return text.length >= 2 * characters || [...text].length >= characters
}

export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}

/** C0, DEL and C1. */
export function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

/** Says whether a text has at least one visible character. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text)
}

/**
 * Says whether a text is an e-mail address without invisible and compatibility characters: apart
 * from upper and lower case, it has one spelling.
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
