import process from 'node:process'
import type { Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { describeStartFailure, readServeOptions } from './environment.ts'
import { type Listener, serve, type Served } from './serve.ts'
import type { Lifecycle } from '../to-node.ts'

/** What a server process runs. */
export interface ServerParts {
  readonly listener: Listener
  /**
   * What to start, drain and close with the server. @default the listener, if it has these methods
   */
  readonly lifecycle?: Lifecycle
}

/** The name of a server process, and the port unless PORT is set. */
export interface RunServerOptions {
  readonly name: string
  readonly port: number
}

/**
 * Runs a server for as long as its process lives: reads PORT, HOST, DRAIN_DELAY_MS and
 * MAX_CONNECTIONS, listens, and ends the process. The first SIGTERM or SIGINT drains the server
 * and
 * exits with 0; a second one exits at once with 1. If the start fails, one line gives the reason
 * and
 * the process exits with 1. An unhandled rejection is logged; after an uncaught exception the
 * server
 * drains and exits with 1.
 *
 * @example
 * await runServer(() => ({ listener: toNode(app, { services }) }), { name: 'API', port: 3000 })
 */
export async function runServer(
  makeParts: () => ServerParts,
  { name, port }: RunServerOptions,
): Promise<void> {
  let parts: ServerParts | undefined
  let server: Served | undefined
  let isStopping = false
  let exitCode = 0
  let drainDelay = 0

  const report = (error: unknown, message: string): void => {
    const { report: log } = parts?.lifecycle ?? (parts?.listener as Partial<Lifecycle>) ?? {}
    try {
      if (log) log(error, message)
      else console.error(error)
    } catch (failure) {
      console.error(failure)
    }
  }
  const stop = async (code: number): Promise<void> => {
    // Before the server listens there is nothing to drain. A second signal does not wait for the
    // first.
    if (!server || isStopping) process.exit(server ? 1 : code)
    isStopping = true
    exitCode = code
    try {
      await Promise.race([server.close(), wait(drainDelay + LONGEST_MS)])
    } catch (error) {
      report(error, 'closing failed')
      exitCode = 1
    }
    await Promise.race([Promise.all(OUTPUTS.map(flush)), wait(FLUSH_MS)])
    // Without this, open handles and an unread log pipe would keep the process alive.
    process.exit(exitCode)
  }

  // If the reader of the log is gone, the server keeps running.
  for (const stream of OUTPUTS) stream.on('error', () => undefined)
  // As process 1 of a container, a process only gets the signals that it listens for.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))
  // A promise that rejects after its response affects no other request.
  process.on('unhandledRejection', (reason) => report(reason, 'unhandled rejection'))
  // After an uncaught exception the process may be in an undefined state: finish the running
  // responses, then exit.
  process.on('uncaughtException', (error) => {
    report(error, 'uncaught exception')
    exitCode = 1
    if (!isStopping) void stop(1)
  })

  try {
    parts = makeParts()
    const options = readServeOptions(process.env, { port })
    drainDelay = options.drainDelay ?? 0
    const { listener, lifecycle } = parts
    server = await serve(listener, { ...options, ...(lifecycle && { lifecycle }) })
  } catch (error) {
    console.error(describeStartFailure(error))
    process.exit(1)
  }
  // Printed last: a supervisor that waits for this line may stop the server at once.
  console.log(`${name} listens on ${server.url}`)
}

const OUTPUTS = [process.stdout, process.stderr]
const FLUSH_MS = 1000
/** A drain takes at most 10 s; a custom lifecycle may never end. */
const LONGEST_MS = 11_000

/** Waits until all output is written or has failed. */
function flush(stream: Writable): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
