import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts'

export interface FunctionOptions {
  /** The folder of the unpacked zip. */
  readonly folder: string
  /** As in the configuration of a function: `function.handler`. */
  readonly handler: string
  readonly env?: Readonly<Record<string, string>>
  /** The runtime client. @default one in the form of AWS's own */
  readonly bootstrap?: string
  /** Called with each text that the process writes to its outputs. */
  readonly onOutput?: (text: string) => void
  /** Flags for Node. */
  readonly flags?: readonly string[]
}

export interface RunningFunction extends RuntimeApi {
  /** What the process has written to its outputs so far. */
  readonly output: () => string
  /** Sends a signal. */
  readonly signal: (name: NodeJS.Signals) => void
  /** Resolves with the exit code, or the signal that ended the process. */
  readonly exited: Promise<number | NodeJS.Signals | null>
}

/** Starts an instance of a function: a process with a runtime client, and the API that it talks to. */
export async function startFunction(options: FunctionOptions): Promise<RunningFunction> {
  const { folder, handler, env, bootstrap = BOOTSTRAP, flags = [], onOutput } = options
  const api = await startRuntimeApi()
  const child = spawn(process.execPath, [...flags, bootstrap, handler], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: handler,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      onOutput?.(text)
    })
  const exited = once(child, 'exit').then(([code, signal]) => {
    process.off('exit', kill)
    return (code ?? signal) as number | NodeJS.Signals | null
  })
  return {
    ...api,
    output: () => output,
    signal: (name) => void child.kill(name),
    exited,
    stop: async () => {
      kill()
      await exited
      await api.stop()
    },
  }
}

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.mjs', import.meta.url))
