/** Captures what this process writes to its console, for hosts that run in it. */
export function captureConsole(): { readonly text: () => string; readonly restore: () => void } {
  const { log, error, warn } = console
  const lines: string[] = []
  const keep = (...parts: unknown[]): void => void lines.push(parts.map(String).join(' '))
  Object.assign(console, { log: keep, error: keep, warn: keep })
  return {
    text: () => lines.join('\n'),
    restore: () => Object.assign(console, { log, error, warn }),
  }
}
