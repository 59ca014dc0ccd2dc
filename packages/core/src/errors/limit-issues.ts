/** One schema violation, with the keys and indexes of the value concerned. */
export interface ProblemIssue {
  readonly in: 'body' | 'query' | 'headers'
  readonly path: readonly (string | number)[]
  readonly message: string
}

/**
 * Limits the size of an error response: cuts long keys and messages, which a client may control,
 * and omits issues beyond 60 KiB.
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

/** In bytes. With its other members a problem document has at most 64 KiB. */
const MOST_BYTES = 60 * 1024
/** `parseJson` accepts no deeper JSON. */
const DEEPEST = 64
const LONGEST = 200
const ENCODER = new TextEncoder()

function cutText(text: string): string {
  if (text.length <= LONGEST) return text
  // Never split a surrogate pair.
  return `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
