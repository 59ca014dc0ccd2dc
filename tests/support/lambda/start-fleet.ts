import type { Invocation, Outcome } from './runtime-api.ts'
import { type FunctionOptions, type RunningFunction, startFunction } from './start-function.ts'

export interface FleetOptions extends FunctionOptions {
  /** The most instances at a time, as the reserved concurrency of a function. */
  readonly size: number
}

export interface Fleet {
  /** Runs an invocation on an idle instance, on a new one, or on the next that becomes idle. */
  readonly invoke: (invocation: Invocation) => Promise<Outcome>
  /** What all instances have written to their outputs so far. */
  readonly output: () => string
  readonly instances: () => number
  readonly stop: () => Promise<void>
}

interface Instance {
  readonly running: Promise<RunningFunction>
  isIdle: boolean
}

/**
 * Instances of a function as Lambda starts them: each runs one invocation at a time, and stays for
 * more.
 */
export function createFleet({ size, ...options }: FleetOptions): Fleet {
  const instances: Instance[] = []
  const waiting: (() => void)[] = []
  let output = ''

  /** The first idle instance, so that a sequence of requests meets the same one. */
  async function take(): Promise<Instance> {
    for (;;) {
      const idle = instances.find(({ isIdle }) => isIdle)
      if (idle) return Object.assign(idle, { isIdle: false })
      if (instances.length < size) {
        const running = startFunction({ ...options, onOutput: (text) => (output += text) })
        const instance = { running, isIdle: false }
        instances.push(instance)
        return instance
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }

  return {
    invoke: async (invocation) => {
      const instance = await take()
      try {
        const { invoke, exited, initError } = await instance.running
        const ended = exited.then(async (code): Promise<Outcome> => {
          instances.splice(instances.indexOf(instance), 1)
          const reason = await Promise.race([initError, Promise.resolve(code)])
          return { kind: 'error', error: { errorType: JSON.stringify(reason) } }
        })
        return await Promise.race([invoke(invocation), ended])
      } finally {
        instance.isIdle = true
        waiting.shift()?.()
      }
    },
    output: () => output,
    instances: () => instances.length,
    stop: async () => {
      for (const { running } of [...instances]) await (await running).stop()
    },
  }
}
