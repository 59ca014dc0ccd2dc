import { readFileSync } from 'node:fs'

/**
 * The libraries of a host with the versions pinned in the workspace: `Node 24.21.0, express 5.3.0`.
 */
export function onNode(...libraries: readonly string[]): string {
  const node = versionIn('package.json', /"node": "([0-9.]+)"/)
  return [`Node ${node}`, ...libraries.map((library) => pinned(library))].join(', ')
}

/** The same for a library that has its own runtime. */
export function pinned(library: string, name: string = library): string {
  const line = new RegExp(`^  '?${library}'?: ([0-9.]+)$`, 'm')
  return `${name} ${versionIn('pnpm-workspace.yaml', line)}`
}

function versionIn(file: string, pattern: RegExp): string {
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
  const version = pattern.exec(text)?.[1]
  if (version === undefined) throw new Error(`${file} has no ${String(pattern)}`)
  return version
}
