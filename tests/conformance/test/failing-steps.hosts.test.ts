import { fileURLToPath } from 'node:url'
import { startWorkerd } from '@gimbal/test-support/workerd'
import { describeFailingSteps, type FailingHost } from '../failing-app/describe-failing-steps.ts'
import { startBun, startDeno } from '../hosts/runtimes.ts'

const handler = new URL('../failing-app/handler.ts', import.meta.url)
const worker = fileURLToPath(new URL('../failing-app/worker.ts', import.meta.url))

describeFailingSteps('workerd', async () => asked(await startWorkerd({ worker })))
describeFailingSteps('bun', async () => asked(await startBun(handler)))
describeFailingSteps('deno', async () => asked(await startDeno(handler)))

interface Printing {
  readonly url: string
  readonly output: () => string
  readonly stop: () => Promise<void>
}

/** A host that prints what it logs. */
function asked({ url, output, stop }: Printing): FailingHost {
  const lines = (): readonly string[] => output().split('\n')
  return {
    ask: (path, init) => fetch(url + path, init),
    logged: () =>
      lines()
        .filter((line) => line.startsWith('log {'))
        .map((line) => JSON.parse(line.slice(4)) as object),
    heard: () => lines().filter((line) => line === 'onError').length,
    close: stop,
  }
}
