import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { watch } from 'chokidar'

/**
 * Calls back with the source files that have changed, several at a time; test files do not count.
 * Not `fs.watch`, which loses a file that an editor saves by renaming another one to its name.
 *
 * @example
 * const close = await watchSources(root, (files) => console.log(files))
 */
export async function watchSources(
  root: string,
  onChange: (files: string[]) => void,
): Promise<() => Promise<void>> {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(sourceFolders(root), { ignoreInitial: true })
  watcher.on('all', (event, path) => {
    if (!/^(?:add|change|unlink)$/.test(event) || !isSource(path)) return
    changed.add(relative(root, path))
    clearTimeout(timer)
    // An editor saves in several steps, and a branch switch changes many files.
    timer = setTimeout(() => {
      onChange([...changed])
      changed.clear()
    }, 100)
  })
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return async () => {
    clearTimeout(timer)
    await watcher.close()
  }
}

function sourceFolders(root: string): string[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)
  const apps = readdirSync(join(root, 'apps')).map((name) => `apps/${name}`)
  const folders = [...packages, ...apps].flatMap((name) => [`${name}/src`, `${name}/app`])
  return [...folders, 'prisma/src', 'prisma/migrations', 'prisma/schema.prisma'].map((folder) =>
    join(root, folder),
  )
}

function isSource(path: string): boolean {
  return /\.(?:ts|sql|json|prisma)$/.test(path) && !/\.test\.ts$/.test(path)
}
