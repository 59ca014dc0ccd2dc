/**
 * Writes figures on one line, for whoever reads the output of a test.
 *
 * @example
 * show('pool exhausted', { requests: 200, slowestMs: 1003.2 })
 */
export function show(name: string, figures: Readonly<Record<string, number | string>>): void {
  const parts = Object.entries(figures).map(([key, value]) => {
    return `${key} ${typeof value === 'number' ? String(Math.round(value * 10) / 10) : value}`
  })
  // Not by the console, which the API is muted on.
  process.stdout.write(`${name}: ${parts.join(', ')}\n`)
}
