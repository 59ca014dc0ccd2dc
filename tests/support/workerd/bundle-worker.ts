import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Metafile } from '../../../scripts/licenses.ts'

/** The upload of `wrangler deploy`. */
export interface WorkerBundle {
  readonly mainModule: string
  readonly compatibilityDate: string
  readonly compatibilityFlags: readonly string[]
  readonly modules: readonly WorkerModule[]
  /** The source map of the main module, which is minified. */
  readonly sourceMap: SourceMapText
  /** The metafile of esbuild; paths are relative to the folder of the config. */
  readonly metafile: Metafile
}

/** A source map in its file format. */
export interface SourceMapText {
  readonly sources: readonly string[]
  readonly mappings: string
}

export interface WorkerModule {
  readonly name: string
  readonly type: 'esModule' | 'wasm' | 'text' | 'data'
  readonly content: Uint8Array
}

/**
 * Bundles a Worker as `wrangler deploy` does, and returns the parsed upload. An alias replaces a
 * module
 * by another, as in `wrangler.jsonc`.
 *
 * @example
 * const { modules } = await bundleWorker('src/worker.ts')
 */
export async function bundleWorker(
  entry: string,
  config: string = WRANGLER_CONFIG,
  alias: Readonly<Record<string, string>> = {},
): Promise<WorkerBundle> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-bundle-'))
  try {
    const upload = join(folder, 'upload')
    const aliases = Object.entries(alias).flatMap(([from, to]) => ['--alias', `${from}:${to}`])
    const meta = join(folder, 'bundle-meta.json')
    const outputs = ['--outfile', upload, '--outdir', folder, '--metafile', meta]
    const options = ['--config', config, '--dry-run', ...outputs, ...aliases]
    await run(process.execPath, [WRANGLER, 'deploy', resolve(entry), ...options], {
      cwd: dirname(config),
      env: {
        ...process.env,
        WRANGLER_BUILD_CONDITIONS: '@gimbal/source,workerd,worker,browser',
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_LOG_PATH: folder,
        CI: '1',
      },
    })
    const bundle = await readUpload(await readFile(upload))
    const sourceMap = await readFile(join(folder, `${bundle.mainModule}.map`), 'utf8')
    return {
      ...bundle,
      sourceMap: JSON.parse(sourceMap) as SourceMapText,
      metafile: JSON.parse(await readFile(meta, 'utf8')) as Metafile,
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const run = promisify(execFile)
const WRANGLER_CONFIG = fileURLToPath(
  new URL('../../../packages/adapter-cloudflare/wrangler.jsonc', import.meta.url),
)
const WRANGLER = fileURLToPath(new URL('../bin/wrangler.js', import.meta.resolve('wrangler')))

async function readUpload(upload: Buffer): Promise<Omit<WorkerBundle, 'sourceMap' | 'metafile'>> {
  const boundary = upload.subarray(2, upload.indexOf('\r\n')).toString()
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const form = await new Response(new Uint8Array(upload), { headers }).formData()
  const metadata = JSON.parse(form.get('metadata') as string) as Metadata
  const modules: WorkerModule[] = []
  for (const [name, part] of form) {
    if (typeof part === 'string') continue
    const type = MODULE_TYPES[part.type]
    if (type) modules.push({ name, type, content: new Uint8Array(await part.arrayBuffer()) })
    else if (!IGNORED.has(part.type))
      throw new Error(`module ${name} is ${part.type}: unknown here`)
  }
  return {
    mainModule: metadata.main_module,
    compatibilityDate: metadata.compatibility_date,
    compatibilityFlags: metadata.compatibility_flags ?? [],
    modules,
  }
}

interface Metadata {
  readonly main_module: string
  readonly compatibility_date: string
  readonly compatibility_flags?: readonly string[]
}

const MODULE_TYPES: Readonly<Record<string, WorkerModule['type']>> = {
  'application/javascript+module': 'esModule',
  'application/wasm': 'wasm',
  'text/plain': 'text',
  'application/octet-stream': 'data',
}
const IGNORED = new Set(['application/source-map', 'application/json'])
