import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/**
 * Generates both clients, unless the schema and Prisma are those of the last time; says which.
 *
 * @example
 * await generateClient() // true: generated, false: was up to date
 */
export async function generateClient(): Promise<boolean> {
  const now = fingerprint()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now) return false
  await promisify(execFile)(process.execPath, [PRISMA_CLI, 'generate'], {
    cwd: FOLDER,
    // No banner, and no question to Prisma's servers whether a newer version is out.
    env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  })
  writeFileSync(STAMP, now)
  return true
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const file of ['schema.prisma', 'prisma.config.ts', 'package.json'])
    hash.update(readFileSync(`${FOLDER}/${file}`))
  hash.update(readFileSync(require.resolve('prisma/package.json')))
  return hash.digest('hex')
}

const require = createRequire(import.meta.url)
const FOLDER = fileURLToPath(new URL('../..', import.meta.url))
const STAMP = `${FOLDER}/generated/.fingerprint`
const PRISMA_CLI = require.resolve('prisma/build/index.js')
