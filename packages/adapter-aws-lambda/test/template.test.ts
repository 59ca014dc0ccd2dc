import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const text = readFileSync(new URL('../template.yaml', import.meta.url), 'utf8')
const valuesOf = (name: string): string[] =>
  [...text.matchAll(new RegExp(`^ *${name}: (.*)$`, 'gm'))].map(([, value]) => value!)

test('the template runs the entry points of the zip that build makes', () => {
  expect(valuesOf('CodeUri')).toEqual(['dist-function/function.zip'])
  const handlers = valuesOf('Handler')
  expect(handlers).toEqual(['function.handler', 'stream.handler'])
  for (const handler of handlers) {
    const file = new URL(`../app/${handler.split('.')[0]!}.ts`, import.meta.url)
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain('export const handler')
  }
})

test('the template has no secret, and every function a log that ends', () => {
  expect(text).toContain('{{resolve:secretsmanager:${DatabaseSecret}:SecretString}}')
  expect(text).not.toMatch(/postgres(?:ql)?:\/\/|api_key/)
  expect(valuesOf('LogGroup').length).toBe(valuesOf('Handler').length)
  expect(valuesOf('RetentionInDays')).toEqual(['30', '30'])
})
