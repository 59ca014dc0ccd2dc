/** Replaces halves of surrogate pairs, which JSON can carry, by U+FFFD: they have no UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
