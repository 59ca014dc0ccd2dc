/** One thing that a schema refused, with the keys and indexes that lead to it. */
export interface ProblemIssue {
  readonly in: 'body' | 'query' | 'headers'
  readonly path: readonly (string | number)[]
  readonly message: string
}

/**
 * Keeps a response small, whatever a schema says of a large body: texts that a client chose are cut,
 * and issues beyond 60 KiB are left out.
 */
export function limitIssues(issues: readonly ProblemIssue[]): readonly ProblemIssue[] {
  const kept: ProblemIssue[] = []
  let left = MOST_BYTES
  for (const { in: place, path, message } of issues) {
    const issue = {
      in: place,
      path: path.slice(0, DEEPEST).map((key) => (typeof key === 'string' ? cutText(key) : key)),
      message: cutText(message),
    }
    left -= ENCODER.encode(JSON.stringify(issue)).length + 1
    if (left < 0) break
    kept.push(issue)
  }
  return kept
}

/** In bytes: with the other members a response has at most 64 KiB. */
const MOST_BYTES = 60 * 1024
/** No JSON that is taken is deeper. */
const DEEPEST = 64
const LONGEST = 200
const ENCODER = new TextEncoder()

function cutText(text: string): string {
  if (text.length <= LONGEST) return text
  // Not in the middle of a pair.
  return `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
