import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { PRISMA_FOLDER } from './migration-files.ts'

/**
 * Generates both clients if the schema or Prisma has changed since the last time, and returns true
 * if
 * it did.
 *
 * @example
 * await generateClient() // false if the clients were up to date
 */
export async function generateClient(): Promise<boolean> {
  const current = fingerprint()
  if (existsSync(FINGERPRINT_FILE) && readFileSync(FINGERPRINT_FILE, 'utf8') === current)
    return false
  await promisify(execFile)(process.execPath, [PRISMA_CLI, 'generate'], {
    cwd: PRISMA_FOLDER,
    // Turns off the banner, and the request to Prisma's servers for a newer version.
    env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  })
  writeFileSync(FINGERPRINT_FILE, current)
  return true
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const file of ['schema.prisma', 'prisma.config.ts', 'package.json'])
    hash.update(readFileSync(`${PRISMA_FOLDER}/${file}`))
  hash.update(readFileSync(require.resolve('prisma/package.json')))
  return hash.digest('hex')
}

const require = createRequire(import.meta.url)
const FINGERPRINT_FILE = `${PRISMA_FOLDER}/generated/.fingerprint`
const PRISMA_CLI = require.resolve('prisma/build/index.js')
