import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Finds the newest file of a name in the direct subfolders of a folder. */
export function newestFile(folder: string, name: string): string | undefined {
  if (!existsSync(folder)) return undefined
  const files = readdirSync(folder)
    .map((entry) => join(folder, entry, name))
    .filter((file) => existsSync(file))
  return files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
}
