/**
 * Makes a generator of whole numbers below a bound, which gives the same numbers for the same seed.
 */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  // mulberry32
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** A text of up to `longest` pieces, each taken from the list. */
export function textOf(
  random: (below: number) => number,
  pieces: readonly string[],
  longest: number,
): string {
  return Array.from({ length: random(longest + 1) }, () => pieces[random(pieces.length)]).join('')
}
