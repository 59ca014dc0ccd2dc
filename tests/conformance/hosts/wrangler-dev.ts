import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type RunningProcess, startProcess } from './process.ts'

/** The Worker behind wrangler's development server, which rewrites requests. */
export async function startWranglerDev(): Promise<RunningProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-wrangler-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  const flags = ['--ip=127.0.0.1', '--port=0', '--inspector-port=0', `--persist-to=${folder}`]
  try {
    const { url, output, stop } = await startProcess(
      process.execPath,
      [
        WRANGLER,
        'dev',
        WORKER,
        '--config',
        CONFIG,
        ...flags,
        '--show-interactive-dev-session=false',
      ],
      {
        WRANGLER_BUILD_CONDITIONS: '@gimbal/source,workerd,worker,browser',
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_LOG_PATH: folder,
        CI: '1',
      },
    )
    return { url, output, stop: () => stop().then(remove) }
  } catch (error) {
    await remove()
    throw error
  }
}

const WRANGLER = fileURLToPath(new URL('../bin/wrangler.js', import.meta.resolve('wrangler')))
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
const CONFIG = fileURLToPath(
  new URL('../../../packages/adapter-cloudflare/wrangler.jsonc', import.meta.url),
)
