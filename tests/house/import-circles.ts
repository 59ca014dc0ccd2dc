import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import ts from 'typescript'

/** The files of a Git folder that may be part of a circle. */
export function sourceFiles(folder: string): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts']
  const list = execFileSync('git', args, { cwd: folder, encoding: 'utf8' })
  // Git still lists a file that was deleted and not yet committed.
  return list.split('\n').filter((file) => file !== '' && existsSync(join(folder, file)))
}

/** The circles of value and type imports among files, each as the list of its files. */
export function importCircles(folder: string, files: readonly string[]): string[][] {
  const imports = new Map(files.map((file) => [file, importsOf(folder, file)]))
  const circles: string[][] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) circles.push([...path.slice(start), file])
    if (start >= 0 || done.has(file)) return
    for (const target of imports.get(file) ?? []) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return circles
}

function importsOf(folder: string, file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, file), 'utf8'))
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)))
}
