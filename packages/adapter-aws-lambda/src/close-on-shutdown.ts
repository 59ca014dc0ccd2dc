import process from 'node:process'
import type { FunctionLifecycle } from './bind-function.ts'

/**
 * Disposes the process services when Lambda ends the instance, so that no connection is left open.
 * Lambda sends SIGTERM only to functions with an extension, and ends the process 500 ms later.
 *
 * @example
 * export const handler = toLambda(app, { services: { db } })
 * closeOnShutdown(handler)
 */
export function closeOnShutdown({ close }: Pick<FunctionLifecycle, 'close'>): void {
  process.once('SIGTERM', () => {
    // Sent again, now without a listener: process.exit() would wait for the runtime's open request.
    void close({ timeoutMs: CLOSE_MS }).finally(() => process.kill(process.pid, 'SIGTERM'))
  })
}

const CLOSE_MS = 300
