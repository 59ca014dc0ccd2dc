import { HOSTS } from './hosts.ts'
import type { Host } from './hosts.ts'

export interface DevArguments {
  readonly hosts: readonly Host[]
  /** The Worker reaches the database through a local Accelerate. */
  readonly accelerate: boolean
}

/**
 * Reads the command line of `dev`: the names of hosts, or none for all, and `--accelerate`.
 *
 * @example
 * readArguments(['cloudflare', '--accelerate'])
 */
export function readArguments(words: readonly string[]): DevArguments {
  const names = words.filter((word) => !word.startsWith('-'))
  const flag = words.find((word) => word.startsWith('-') && word !== ACCELERATE)
  if (flag !== undefined) throw new Error(`There is no option ${flag}; there is ${ACCELERATE}`)
  const unknown = names.find((name) => !HOSTS.some((host) => host.name === name))
  const known = HOSTS.map((host) => host.name).join(', ')
  if (unknown !== undefined) throw new Error(`There is no host ${unknown}; there are ${known}`)
  const hosts = HOSTS.filter((host) => names.length === 0 || names.includes(host.name))
  const accelerate = words.includes(ACCELERATE)
  if (accelerate && !hosts.some(({ name }) => name === 'cloudflare'))
    throw new Error(`${ACCELERATE} is for the Worker: name cloudflare too`)
  return { hosts, accelerate }
}

const ACCELERATE = '--accelerate'
