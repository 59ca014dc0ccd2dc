import { readFileSync } from 'node:fs'

/**
 * Gives a test of whether the package manager that started us is still there, all of it: a killed
 * `npx` leaves a `pnpm` without a parent, which would keep us for ever.
 *
 * @example
 * const alive = watchPackageManager()
 * if (!alive()) stop()
 */
export function watchPackageManager(): () => boolean {
  const chain = packageManagers()
  return () => process.ppid === chain[0]?.parent && chain.every(isUnchanged)
}

interface Link {
  readonly pid: number
  readonly parent: number
}

/** Who started whom, from us up to the topmost package manager. */
function packageManagers(): Link[] {
  const links: Link[] = [{ pid: process.pid, parent: process.ppid }]
  let known = 1
  for (;;) {
    const pid = links.at(-1)?.parent ?? 1
    const parent = parentOf(pid)
    if (parent === undefined || pid <= 1) break
    const words = commandOf(pid)
    // Between them are shells; a shell above them all may come and go.
    if (/\b(npm|npx|pnpm|yarn|bun)\b/.test(words) && !isShell(words)) known = links.length
    else if (!isShell(words)) break
    links.push({ pid, parent })
  }
  return links.slice(0, known)
}

function isShell(words: string): boolean {
  return /^\S*\bsh\b/.test(words)
}

function isUnchanged({ pid, parent }: Link): boolean {
  return pid === process.pid ? process.ppid === parent : parentOf(pid) === parent
}

// Where there is no /proc, only our own parent is known.
function parentOf(pid: number): number | undefined {
  try {
    // "pid (name) state parent …", where the name may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return Number(fields?.[1])
  } catch {
    return undefined
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
