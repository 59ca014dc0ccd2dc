import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const template = fileURLToPath(new URL('../template.yaml', import.meta.url))

test('cfn-lint finds nothing in the template, after the transform of SAM', async () => {
  const run = promisify(execFile)('cfn-lint', [template])
  const { stdout } = await run.catch((error: NodeJS.ErrnoException & { stdout: string }) => {
    if (error.code !== 'ENOENT') return error
    throw new Error('this test needs cfn-lint, which is on PyPI: pipx install cfn-lint')
  })
  expect(stdout).toBe('')
}, 60_000)
