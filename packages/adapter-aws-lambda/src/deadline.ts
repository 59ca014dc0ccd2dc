import type { LambdaContext } from './platform.ts'

/** The end of an invocation, for work that must not outlast it. */
export interface Deadline {
  /** Resolves shortly before Lambda would end the invocation without a response. */
  readonly isLate: Promise<void>
  readonly clear: () => void
}

/** Starts to wait for the end of an invocation; without a context there is none. */
export function startDeadline({ getRemainingTimeInMillis }: LambdaContext): Deadline {
  const left = getRemainingTimeInMillis?.()
  if (left === undefined) return { isLate: new Promise(() => undefined), clear: () => undefined }
  let timer: NodeJS.Timeout | undefined
  const isLate = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, left - RESERVE_MS))
  })
  return { isLate, clear: () => clearTimeout(timer) }
}

/** For the JSON of the response and its way to Lambda. */
const RESERVE_MS = 300
