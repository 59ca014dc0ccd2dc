import { expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { compileRouter, paramsOf, type RouterEntry } from './router.ts'

const entry = (method: RouterEntry<string>['method'], path: string): RouterEntry<string> => ({
  name: 'one',
  method,
  path,
  value: `${method} ${path}`,
})

function find(
  paths: readonly string[],
  path: string,
): { value: string; params: object } | undefined {
  const router = compileRouter(paths.map((each) => entry('GET', each)))
  const match = router(path)
  const endpoint = match?.end.methods.get('GET')
  if (!match || !endpoint) return undefined
  return { value: endpoint.value, params: paramsOf(endpoint.names, match.values) }
}

test('prefers literals to parameters to wildcards, in any order of registration', () => {
  const paths = ['/a/*', '/a/:id', '/a/b', '/:x/b/c', '/a/b/:y']
  for (const order of [paths, paths.toReversed()]) {
    expect(find(order, '/a/b')?.value).toBe('GET /a/b')
    expect(find(order, '/a/x')).toEqual({ value: 'GET /a/:id', params: { id: 'x' } })
    expect(find(order, '/a/x/y')).toEqual({ value: 'GET /a/*', params: { rest: ['x', 'y'] } })
    expect(find(order, '/z/b/c')).toEqual({ value: 'GET /:x/b/c', params: { x: 'z' } })
  }
})

test('backtracks if a branch does not match', () => {
  const paths = ['/a/b/c/d', '/a/:x/c/e', '/:p/:q/:r/f', '/a/*']
  expect(find(paths, '/a/b/c/e')).toEqual({ value: 'GET /a/:x/c/e', params: { x: 'b' } })
  expect(find(paths, '/z/b/c/f')?.params).toEqual({ p: 'z', q: 'b', r: 'c' })
  expect(find(paths, '/a/b/c/g')?.params).toEqual({ rest: ['b', 'c', 'g'] })
})

test('a parameter is not empty; a wildcard matches one or more segments, which may be empty', () => {
  expect(find(['/a/:id'], '/a/')).toBeUndefined()
  expect(find(['/a/*'], '/a')).toBeUndefined()
  expect(find(['/a/*'], '/a/')?.params).toEqual({ rest: [''] })
  expect(find(['/a/*'], '/a/b//c')?.params).toEqual({ rest: ['b', '', 'c'] })
})

test('case, a trailing slash and a doubled slash are significant', () => {
  for (const path of ['/A', '/a/', '//a', '/a//']) expect(find(['/a'], path)).toBeUndefined()
})

test('a decoded slash stays inside its segment', () => {
  expect(find(['/a/:id'], '/a/b%2Fc')?.params).toEqual({ id: 'b/c' })
  expect(find(['/a/:id', '/a/b/c'], '/a/b%2Fc')?.value).toBe('GET /a/:id')
})

test('merges the methods of routes that differ only in parameter names', () => {
  const router = compileRouter([entry('GET', '/u/:id'), entry('DELETE', '/u/:userId')])
  const match = router('/u/1')
  expect(match?.end.allow).toBe('GET, HEAD, DELETE, OPTIONS')
  expect(paramsOf(match!.end.methods.get('DELETE')!.names, match!.values)).toEqual({ userId: '1' })
})

test('throws for routes that are ambiguous or can never match', () => {
  const compile = (...paths: string[]): unknown =>
    compileRouter(paths.map((path) => entry('GET', path)))
  expect(() => compile('/a/:x', '/a/:y')).toThrow('one (GET /a/:y): one is the same route')
  expect(() => compile('a')).toThrow("one (GET a): expected a path that begins with /; got 'a'")
  expect(() => compile('/a/*/b')).toThrow('expected * as the last segment')
  expect(() => compile('/a/:x-:y')).toThrow("got ':x-:y'")
  expect(() => compile('/:x/:x')).toThrow("two parameters are called 'x'")
  expect(() => compile('/:rest/*')).toThrow("two parameters are called 'rest'")
  for (const path of ['/a b', '/a?b', '/%61', '/..', '/a\\b', '/x:y']) {
    expect(() => compile(path), path).toThrow('cannot be a segment')
  }
})

test('treats names of Object.prototype as ordinary segments', () => {
  expect(find(['/toString', '/:id'], '/constructor')?.params).toEqual({ id: 'constructor' })
  expect(find(['/toString'], '/toString')?.value).toBe('GET /toString')
  expect(find(['/toString'], '/__proto__')).toBeUndefined()
})

test('a match costs as much among 500 routes as for one route', () => {
  const time = (count: number): number => {
    const paths = Array.from({ length: count }, (_, index) => `/group${String(index)}/:id/part`)
    const router = compileRouter(paths.map((path) => entry('GET', path)))
    const path = `/group${String(count - 1)}/42/part`
    // Long runs: some kernels count the CPU time of a thread in ticks of up to 4 ms.
    const runs = Array.from({ length: 3 }, () => {
      const start = cpuNow()
      for (let round = 0; round < 400_000; round++) router(path)
      return cpuNow() - start
    })
    return Math.min(...runs)
  }
  time(1)
  expect(time(500) / time(1)).toBeLessThan(3)
})
