import { expect, test } from 'vitest'
import { describeStartFailure, readAdapterOptions, readServeOptions } from './environment.ts'

const read = (env: Record<string, string>) => readServeOptions(env, { port: 3000 })

test('uses the default if a variable is unset or empty', () => {
  expect(read({})).toEqual({ port: 3000, drainDelay: 0 })
  expect(read({ PORT: '', HOST: '', DRAIN_DELAY_MS: '' })).toEqual({ port: 3000, drainDelay: 0 })
})

test('uses the value of a variable', () => {
  const env = { PORT: '0', HOST: '127.0.0.1', DRAIN_DELAY_MS: '5000' }
  expect(read(env)).toEqual({ port: 0, host: '127.0.0.1', drainDelay: 5000 })
})

test.each(['http', '-1', '65536', '1.5', '0x50', ' 80', '1e3', '99999999999999999999'])(
  'refuses the port %s and names its variable',
  (value) => {
    expect(() => read({ PORT: value })).toThrow(
      'PORT is not right: set it to a whole number from 0 to 65535',
    )
  },
)

test('refuses a delay that is not a number', () => {
  expect(() => read({ DRAIN_DELAY_MS: '5s' })).toThrow(/^DRAIN_DELAY_MS is not right/)
})

test('describes a failed start in one line, whatever was thrown', () => {
  expect(describeStartFailure(new Error('first\nsecond'))).toBe('Cannot start: first')
  expect(describeStartFailure('words')).toBe('Cannot start: words')
  expect(describeStartFailure(undefined)).toBe('Cannot start: undefined')
})

test('does not print an address that cannot be used', () => {
  const cause = Object.assign(new Error('listen 203.0.113.1'), { code: 'EADDRNOTAVAIL' })
  const words = describeStartFailure(new Error('cannot listen on 203.0.113.1', { cause }))
  expect(words).toBe(
    'Cannot start: HOST is no address of this machine: correct it, or leave it out',
  )
})

test('reads TRUST_PROXY and MAX_CONNECTIONS as counts', () => {
  expect(readAdapterOptions({})).toEqual({})
  expect(readAdapterOptions({ TRUST_PROXY: '2' })).toEqual({ trustProxy: 2 })
  expect(() => readAdapterOptions({ TRUST_PROXY: 'yes' })).toThrow(/^TRUST_PROXY is not right/)
  expect(read({ MAX_CONNECTIONS: '5000' })).toMatchObject({ maxConnections: 5000 })
  expect(() => read({ MAX_CONNECTIONS: '-1' })).toThrow(/^MAX_CONNECTIONS is not right/)
  expect(() => read({ MAX_CONNECTIONS: '0' })).toThrow(/a whole number from 1 to 1000000$/)
})
