import { existsSync, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'

/**
 * Tells of changed source files, some at a time; tests do not count. Gives what ends it.
 *
 * @example
 * const close = watchSources(root, (files) => console.log(files))
 */
export function watchSources(root: string, onChange: (files: string[]) => void): () => void {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const watchers = sourceFolders(root).map((folder) =>
    watch(join(root, folder), { recursive: true }, (_event, file) => {
      if (!file || !isSource(file)) return
      changed.add(join(folder, file))
      clearTimeout(timer)
      // An editor saves in several steps, and a branch switch changes many files.
      timer = setTimeout(() => {
        onChange([...changed])
        changed.clear()
      }, 100)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

function sourceFolders(root: string): string[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/src`)
  return [...packages, 'prisma/src', 'prisma/migrations'].filter((folder) =>
    existsSync(join(root, folder)),
  )
}

function isSource(file: string): boolean {
  return /\.(ts|sql|json)$/.test(file) && !/\.test\.ts$/.test(file)
}
