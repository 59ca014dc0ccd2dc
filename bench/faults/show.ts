/**
 * Writes figures on one line, to be read in the output of a test.
 *
 * @example
 * show('pool exhausted', { requests: 200, slowestMs: 1003.2 })
 */
export function show(name: string, figures: Readonly<Record<string, number | string>>): void {
  const parts = Object.entries(figures).map(([key, value]) => {
    return `${key} ${typeof value === 'number' ? String(Math.round(value * 10) / 10) : value}`
  })
  // Not with the console, which is muted for the API.
  process.stdout.write(`${name}: ${parts.join(', ')}\n`)
}
