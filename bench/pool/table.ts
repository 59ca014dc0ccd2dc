import type { Result } from './measure.ts'

/** The results as a Markdown table. */
export function toMarkdown(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.name,
    String(result.requests),
    String(result.errors),
    String(result.mostConnections),
    `${result.p50.toFixed(0)} / ${result.p99.toFixed(0)} ms`,
    result.firstError || '–',
  ])
  const head = ['', 'requests', 'errors', 'connections at most', 'p50 / p99', 'the first error']
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
