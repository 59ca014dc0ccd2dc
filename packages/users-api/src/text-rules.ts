// Characters are code points: JavaScript's length counts those beyond U+FFFF twice.

/** A text that is longer than the limit allows in any case is not taken apart. */
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

/** Says whether a reader sees anything of the text at all. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text)
}

/**
 * Says whether a text is an e-mail address without anything that hides or disguises itself, so that
 * an address has one spelling but for its capitals.
 */
export function isEmail(text: string): boolean {
  return (
    EMAIL.test(text) &&
    // Neither a wide letter nor a comma in disguise; one order of marks.
    text === text.normalize('NFKC') &&
    // `İ` becomes two characters, the second of them a mark.
    text.length === text.toLowerCase().length
  )
}

// Invisible are: controls, format characters, unassigned and private code points (C); spaces; marks,
// which need a letter to stand on (M); what fonts leave out, such as Hangul fillers and variation
// selectors (Default_Ignorable_Code_Point); and signs that are empty by design: the braille blank,
// a note without a head, two blanks among the hieroglyphs.
const BLANK = String.raw`\u2800\u{1D159}\u{13441}\u{13442}`
const IGNORABLE = String.raw`\p{Default_Ignorable_Code_Point}`
const VISIBLE = new RegExp(String.raw`[^\p{C}\p{M}\p{White_Space}${IGNORABLE}${BLANK}]`, 'u')
const PART = String.raw`[^@,<>\s\p{White_Space}\p{Cc}\p{Cf}${IGNORABLE}${BLANK}]+`
const EMAIL = new RegExp(`^${PART}@${PART}$`, 'u')
