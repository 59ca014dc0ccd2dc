import { readdir, readFile, writeFile } from 'node:fs/promises'
import { type Zippable, zipSync } from 'fflate'

/** Writes `function.zip` into a folder, with all its other files: the same bytes for the same files. */
export async function zipFunction(folder: URL): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== ZIP).sort()
  const files: Zippable = {}
  for (const name of names) files[name] = [await readFile(new URL(name, folder)), { attrs: MODE }]
  await writeFile(new URL(ZIP, folder), zipSync(files, { level: 9, mtime: '1980-01-01T12:00:00' }))
}

const ZIP = 'function.zip'
/** Lambda runs as another user, which has to be able to read the files: 0644. */
const MODE = 0o644 << 16
