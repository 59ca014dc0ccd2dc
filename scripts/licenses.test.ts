import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'tsup'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeLicenses, LICENSES_FILE, thirdPartyLicenses } from './licenses.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-licenses-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('each package is named with what it declares and the text of its files', async () => {
  await addPackage(
    'filed',
    { license: 'MIT' },
    { LICENSE: 'text of filed', NOTICE: 'note of filed' },
  )
  await addPackage(
    '@scoped/md',
    { license: 'ISC' },
    { 'license.md': 'text of md', 'license.js': '' },
  )
  await addPackage(
    'apart',
    { license: 'SEE LICENSE IN LICENSE' },
    { 'LICENCE-APACHE': 'apart text' },
  )
  await addPackage('undeclared', {}, { COPYING: 'text of undeclared' })
  const entries = await bundle(['filed', '@scoped/md', 'apart', 'undeclared'])
  expect(entries).toEqual([
    '@scoped/md 1.0.0\n\nLicence: ISC\n\ntext of md',
    'apart 1.0.0\n\nLicence: SEE LICENSE IN LICENSE\n\napart text',
    'filed 1.0.0\n\nLicence: MIT\n\ntext of filed\n\nnote of filed',
    'undeclared 1.0.0\n\nLicence: see below\n\ntext of undeclared',
  ])
})

test('the README stands in for a licence file, and the declaration alone for both', async () => {
  const readme = '# readme\n\ntext\n\n## License\n\nThe MIT License\n\n(c) Ada\n\n## More\n\ntext\n'
  await addPackage('readme', { license: 'MIT' }, { 'README.md': readme })
  await addPackage('old', { licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }] }, {})
  expect(await bundle(['old', 'readme'])).toEqual([
    'old 1.0.0\n\nLicence: MIT OR Apache-2.0\n\nThe package comes with no text of its licence.',
    'readme 1.0.0\n\nLicence: MIT\n\nFrom its README.md:\n\nThe MIT License\n\n(c) Ada',
  ])
})

test('two versions of a package have an entry each, and a package whose code was removed has none', async () => {
  await addPackage('twice', { license: 'MIT' }, { LICENSE: 'old text' })
  await addPackage(
    'other',
    { license: 'MIT' },
    { LICENSE: 'text', 'lib/index.js': "export * from 'twice'\n" },
  )
  const nested = { LICENSE: 'new text', 'package.json': '{"name":"twice","version":"2.0.0"}' }
  await addPackage('other/node_modules/twice', {}, nested)
  const unused = { LICENSE: 'text', 'lib/index.js': 'export const unused = 1\n' }
  await addPackage('shaken', { license: 'MIT' }, unused)
  expect(await bundle(['twice', 'other/node_modules/twice', 'shaken'])).toEqual([
    'twice 1.0.0\n\nLicence: MIT\n\nold text',
    'twice 2.0.0\n\nLicence: see below\n\nnew text',
  ])
})

test.for([{}, { license: '' }, { license: 'UNLICENSED' }])(
  'a package with no licence (%o) fails the build with its name',
  async (manifest) => {
    await addPackage('bare', manifest, { 'README.md': '# bare\n', NOTICE: 'note', LICENSE: '' })
    await expect(bundle(['bare'])).rejects.toThrow(/no licence found for bare 1\.0\.0:/)
  },
)

test('an exception that is no longer needed fails the build', async () => {
  await addPackage('@prisma/extension-accelerate', { license: 'MIT' }, {})
  await expect(bundle(['@prisma/extension-accelerate'])).rejects.toThrow(/has a licence now/)
})

test('a path with the prefix of a plugin belongs to its package, and other paths to none', async () => {
  await addPackage('filed', { license: 'MIT' }, { LICENSE: 'text of filed' })
  const inputs = {
    'shim:node_modules/filed/index.js': { bytesInOutput: 1 },
    'node-built-in-modules:events': { bytesInOutput: 1 },
    'src/node_modules.ts': { bytesInOutput: 1 },
  }
  const text = await describeLicenses({ outputs: { 'out.js': { inputs } } }, folder)
  expect(text.match(/^={80}$/gm)).toHaveLength(1)
  expect(text).toContain('text of filed')
})

/** Adds a package to `node_modules` of the folder. */
async function addPackage(
  name: string,
  manifest: object,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const path = join(folder, 'node_modules', name)
  const all = {
    'package.json': JSON.stringify({ name, version: '1.0.0', main: 'lib/index.js', ...manifest }),
    // A package.json below that of the package names nothing.
    'lib/package.json': '{ "type": "module" }',
    'lib/index.js': `console.log(${JSON.stringify(name)})\n`,
    ...files,
  }
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(path, file)), { recursive: true })
    await writeFile(join(path, file), text)
  }
}

/** The entries of the packages in a bundle that imports them. */
async function bundle(names: readonly string[]): Promise<readonly string[]> {
  const entry = join(folder, 'entry.js')
  await writeFile(
    entry,
    names.map((name) => `import './node_modules/${name}/lib/index.js'\n`).join(''),
  )
  await build({
    entry: [entry],
    outDir: join(folder, 'out'),
    format: 'esm',
    noExternal: [/.*/],
    esbuildPlugins: [thirdPartyLicenses()],
    config: false,
    silent: true,
  })
  const text = await readFile(join(folder, 'out', LICENSES_FILE), 'utf8')
  return text
    .split(/^={80}\n/m)
    .slice(1)
    .map((entry) => entry.trim())
}
