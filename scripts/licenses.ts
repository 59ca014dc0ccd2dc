/**
 * Writes the licences of the packages whose code a bundle holds. `tsup.base.ts` uses it as a plugin;
 * for a bundle that another tool made:
 *
 *   node scripts/licenses.ts METAFILE
 *
 * writes the file beside esbuild's metafile. The paths in the metafile count from the current folder.
 *
 * Why this is not a library: `esbuild-plugin-license` 1.2.3 lists the files that esbuild has read, not
 * those in the bundle, keeps one version of each name, skips files below a nested package.json that
 * has no name, leaves out NOTICE files, and accepts a package without a licence. The tools with more
 * users go by package.json, or need rollup or webpack.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Options } from 'tsup'

export const LICENSES_FILE = 'THIRD-PARTY-LICENSES.txt'

/**
 * Packages that are bundled although they come without any licence, each with what its users have to
 * know. A package that is not here and has no licence fails the build.
 */
const WITHOUT_LICENSE: Readonly<Record<string, string>> = {
  '@prisma/extension-accelerate': `Prisma publishes this package without a licence: neither as a file nor in its package.json. Ask
Prisma before you pass this bundle on to others, or build it without the package.`,
}

/** The part of esbuild's metafile that is read here. */
export interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }
    >
  >
}

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * An esbuild plugin that writes `THIRD-PARTY-LICENSES.txt` beside the bundle, and fails the build if
 * a package in the bundle has no licence.
 *
 * @example
 * build({ esbuildPlugins: [thirdPartyLicenses()] })
 */
export function thirdPartyLicenses(): Plugin {
  return {
    name: 'third-party-licenses',
    setup(build) {
      const options = build.initialOptions
      options.metafile = true
      // The paths in the metafile count from here.
      const folder = (options.absWorkingDir ??= process.cwd())
      const outdir = resolve(folder, options.outdir ?? '.')
      build.onEnd(async ({ metafile }) => {
        if (metafile === undefined) return undefined
        try {
          const text = await describeLicenses(metafile, folder)
          await mkdir(outdir, { recursive: true })
          await writeFile(join(outdir, LICENSES_FILE), text)
          return undefined
        } catch (error) {
          return { errors: [{ text: error instanceof Error ? error.message : String(error) }] }
        }
      })
    },
  }
}

/** The licences of all packages with code in the outputs, as one text. Throws if one has none. */
export async function describeLicenses(metafile: Metafile, folder: string): Promise<string> {
  const entries = await Promise.all(packageFolders(metafile, folder).map(describePackage))
  const missing = entries.flatMap(({ title, text }) => (text === undefined ? [title] : []))
  if (missing.length > 0)
    throw new Error(
      `no licence found for ${missing.join(', ')}: neither a file nor a declaration in package.json. ` +
        'Leave the package out, or name it in scripts/licenses.ts with the reason',
    )
  const own = await readFile(new URL('../LICENSE', import.meta.url), 'utf8')
  return [
    `Gimbal\n\n${own.trim()}\n\nThis bundle also holds code of the packages below, each under its own licence.`,
    ...entries
      .map(({ title, text }) => `${title}\n\n${text ?? ''}`)
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  ]
    .map((entry) => `${entry}\n`)
    .join(`\n${'='.repeat(80)}\n`)
}

/** The folders of the packages that put at least one byte into an output. */
function packageFolders({ outputs }: Metafile, folder: string): readonly string[] {
  const folders = new Set<string>()
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const found = /^(?:[\w-]+:)?(.*[\\/]?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(
        path,
      )
      if (bytesInOutput > 0 && found?.[1] !== undefined) folders.add(resolve(folder, found[1]))
    }
  return [...folders]
}

interface Entry {
  /** Name and version. */
  readonly title: string
  /** Absent if the package has no licence of any kind. */
  readonly text: string | undefined
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: unknown
  readonly licenses?: unknown
}

async function describePackage(folder: string): Promise<Entry> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  const declared = declaredLicense(manifest)
  const files = await readTexts(folder)
  const texts = licenseTexts(files)
  const title = `${manifest.name} ${manifest.version}`
  const exception = WITHOUT_LICENSE[manifest.name]
  if (declared === undefined && texts.length === 0) return { title, text: exception }
  if (exception !== undefined)
    throw new Error(`${title} has a licence now: take it out of the list in scripts/licenses.ts`)
  if (texts.length === 0) texts.push('The package comes with no text of its licence.')
  const notices = files.filter(({ name }) => NOTICE.test(name)).map(({ text }) => text)
  const lines = [`Licence: ${declared ?? 'see below'}`, ...texts, ...notices]
  return { title, text: lines.join('\n\n') }
}

/** What package.json declares, in its present form and the two old ones. */
function declaredLicense({ license, licenses }: Manifest): string | undefined {
  const names = [license ?? licenses]
    .flat()
    .map((each: unknown) =>
      typeof each === 'object' && each !== null && 'type' in each ? each.type : each,
    )
    .filter((each) => typeof each === 'string' && each !== '')
  const declared = names.join(' OR ')
  // npm's word for "nobody may use this".
  return declared === '' || declared === 'UNLICENSED' ? undefined : declared
}

interface TextFile {
  readonly name: string
  readonly text: string
}

const LICENSE = /^(?:licen[cs]es?|copying|unlicense)(?:[-._]|$)/i
const NOTICE = /^(?:notices?(?:[-._]|$)|third.?party)/i
const README = /^readme(?:\.|$)/i
const CODE = /\.(?:[cm]?[jt]sx?|json|map)$/i

/** The files of a package that speak of licences, as far as they are not empty. */
async function readTexts(folder: string): Promise<readonly TextFile[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !CODE.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => [LICENSE, NOTICE, README].some((pattern) => pattern.test(name)))
    .sort()
  const texts = await Promise.all(
    names.map(async (name) => ({
      name,
      text: (await readFile(join(folder, name), 'utf8')).trim(),
    })),
  )
  return texts.filter(({ text }) => text !== '')
}

/** The licence files; without one, the section of the README. */
function licenseTexts(files: readonly TextFile[]): string[] {
  const texts = files.filter(({ name }) => LICENSE.test(name)).map(({ text }) => text)
  if (texts.length > 0) return texts
  const readme = files.find(({ name }) => README.test(name))
  const section = readme && licenseSection(readme.text)
  return section ? [`From its ${readme.name}:\n\n${section}`] : []
}

/** What stands under the heading "License" in a text in Markdown. */
function licenseSection(markdown: string): string | undefined {
  const section = markdown.split(/^#+[ \t]*/m).find((part) => /^licen[cs]e[ \t]*\n/i.test(part))
  return section?.slice(section.indexOf('\n')).trim()
}

if (import.meta.main) {
  const path = process.argv[2]
  if (path === undefined) throw new Error('expected the path of a metafile, got none')
  const metafile = JSON.parse(await readFile(path, 'utf8')) as Metafile
  await writeFile(
    join(dirname(path), LICENSES_FILE),
    await describeLicenses(metafile, process.cwd()),
  )
}
