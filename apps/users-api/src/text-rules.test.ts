import { expect, test } from 'vitest'
import { isEmail, isVisible } from './text-rules.ts'

const INVISIBLE: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['a no-break space', '\u00a0'],
  ['an ideographic space', '\u3000'],
  ['a line separator', '\u2028'],
  ['a byte order mark', '\ufeff'],
  ['a soft hyphen', '\u00ad'],
  ['a zero-width space', '\u200b'],
  ['joiners', '\u200c\u200d'],
  ['a word joiner', '\u2060'],
  ['marks of direction', '\u200e\u200f\u061c'],
  ['a right-to-left override', '\u202e'],
  ['isolates', '\u2066\u2069'],
  ['a combining accent', '\u0301'],
  ['a combining grapheme joiner', '\u034f'],
  ['an enclosing keycap', '\u20e3'],
  ['variation selectors', '\ufe0f\u{e0100}'],
  ['a Mongolian vowel separator', '\u180e'],
  ['Khmer inherent vowels', '\u17b4\u17b5'],
  ['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
  ['a braille blank', '\u2800'],
  ['a note without a head', '\u{1d159}'],
  ['blank hieroglyphs', '\u{13441}\u{13442}'],
  ['tag characters', '\u{e0041}\u{e007f}'],
  ['a private character', '\ue000'],
  ['a code point that is not assigned', '\u0378'],
]

test.for(INVISIBLE)('%s is invisible', ([, text]) => {
  expect([isVisible(text), isVisible(`${text}${text}`)]).toEqual([false, false])
  // Allowed beside a visible character: emoji and several scripts need such characters.
  expect([isVisible(`A${text}`), isVisible(`${text}A`)]).toEqual([true, true])
})

test.for(['.', '1', 'é', 'e\u0301', '你', 'ا', '👩\u200d👧', '❤\ufe0f', '\u3131', '\u1112\u1161'])(
  '%s is visible',
  (text) => {
    expect(isVisible(text)).toBe(true)
  },
)

test.for(INVISIBLE.filter(([, text]) => !'\u0301\u20e3\ue000\u0378'.includes(text)))(
  'an e-mail address must not contain %s',
  ([, text]) => {
    expect([isEmail(`ad${text}a@b.io`), isEmail(`ada@b${text}.io`)]).toEqual([false, false])
  },
)

test.for([
  ['a comma', 'ada,eve@b.io'],
  ['an angle bracket', 'ada<eve@b.io'],
  ['a closing angle bracket', 'ada@b.io>'],
  ['a wide letter', '\uff41da@b.io'],
  ['a wide comma', 'ada\uff0ceve@b.io'],
  ['a wide @', 'ada\uff20b.io'],
  ['a ligature', '\ufb01sh@b.io'],
  ['a letter with a separate accent', 'jose\u0301@b.io'],
  ['the sign for kelvin', '\u212aelvin@b.io'],
  ['a dotted capital I', '\u0130da@b.io'],
  ['an Arabic number sign', '\u0600@b.io'],
  ['two @', 'a@b@c.io'],
  ['a space', 'a da@b.io'],
  ['no domain', 'ada@'],
] as const)('%s makes no e-mail address', ([, text]) => {
  expect(isEmail(text)).toBe(false)
})

test.for([
  'ada@example.com',
  "o'hara+tag@example.com",
  'josé@example.com',
  'STRAẞE@example.com',
  'straße@example.com',
  'ıi@example.com',
  '你好@例子.公司',
  'ἈΡΧΉ@example.com',
  '😀@example.com',
])('%s is an e-mail address', (text) => {
  expect(isEmail(text)).toBe(true)
})
