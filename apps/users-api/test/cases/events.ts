import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import type { Sent } from '../send.ts'

interface Entry {
  readonly message: string
  readonly level: string
  readonly id?: string
  readonly status?: number
  readonly client?: string
  readonly subject?: string
}

/** The client address as Cloudflare's edge sets it; Node hosts use the peer address. */
const EDGE = { 'cf-connecting-ip': '203.0.113.9' }
const CLIENTS = ['127.0.0.1', '203.0.113.9']

const KEYS = 'time level message id method path operation client subject'.split(' ')

export function describeEvents(api: () => Api): void {
  describe('the log', () => {
    const output = (): string => api().output?.() ?? ''
    /** Sends a request and returns its response, its log line and its events. */
    const ask = async (target: string, sent: Sent) => {
      const from = await mark()
      const { status, json } = await api().send(target, { ...sent, headers: EDGE })
      const to = await mark()
      const entries = output().slice(from, to).split('\n').flatMap(entryOf)
      const line = entries.find(({ message, id }) => message === 'request' && id !== undefined)
      const events = entries.filter(({ message }) => message !== 'request')
      for (const event of events) {
        expect(event).toMatchObject({ id: line?.id, client: line?.client })
        expect(Object.keys(event).filter((key) => !KEYS.includes(key))).toEqual([])
      }
      expect(line?.status).toBe(status)
      expect(CLIENTS).toContain(line?.client)
      return {
        json,
        line,
        events: events.map(({ message, level, subject }) => ({ message, level, subject })),
      }
    }
    /** Waits until all output has arrived, and returns its length. */
    const mark = async (): Promise<number> => {
      const path = `/mark-${randomUUID()}`
      await api().send(`GET ${path}`)
      await expect.poll(output, { timeout: 10_000 }).toMatch(new RegExp(`${path}.*(\n|$)`))
      return output().length
    }

    test('has each event of an account once, with client and subject', async (context) => {
      if (!api().output) return context.skip('this host shows no output')
      const account = api().account()
      let { email } = account
      const { password } = account
      const signIn = (tried: string) => ask('POST /sessions', { body: { email, password: tried } })

      const created = await ask('POST /users', { body: account })
      const subject = String(created.json.id)
      const event = (message: string) => ({ message, level: 'info', subject })
      expect(created.events).toEqual([event('account_created')])

      expect((await signIn('not the password')).events).toEqual([
        { message: 'sign_in_failed', level: 'warn', subject },
      ])
      const body = { email: api().account().email, password }
      expect((await ask('POST /sessions', { body })).events).toEqual([
        { message: 'sign_in_failed', level: 'warn', subject: undefined },
      ])
      const signedIn = await signIn(password)
      expect(signedIn.events).toEqual([event('sign_in')])

      const token = signedIn.json.accessToken as string
      const patch = (body: object) => ask('PATCH /users/me', { token, body })
      const wrong = await patch({ password: 'a new one', currentPassword: 'wrong' })
      expect(wrong.events).toEqual([{ message: 'wrong_password', level: 'warn', subject }])
      expect(wrong.line).toMatchObject({ status: 403, subject })
      const { email: newEmail, password: newPassword } = api().account()
      expect((await patch({ name: 'Grace' })).events).toEqual([])
      const both = { email, password: newPassword, currentPassword: password }
      expect((await patch(both)).events).toEqual([event('password_changed')])
      const moved = await patch({ email: newEmail, currentPassword: newPassword })
      expect(moved.events).toEqual([event('email_changed')])
      email = newEmail

      const other = (await signIn(newPassword)).json.accessToken as string
      const { data } = (await api().send('GET /sessions', { token })).json as { data: Listed[] }
      const theirs = data.find(({ current }) => !current)!
      const ended = await ask(`DELETE /sessions/${String(theirs.id)}`, { token })
      expect(ended.events).toEqual([event('session_ended')])
      expect((await ask(`DELETE /sessions/${String(theirs.id)}`, { token })).events).toEqual([])
      const refused = await ask('GET /users/me', { token: other })
      expect([refused.line?.status, refused.line?.subject, refused.events]).toEqual([
        401,
        undefined,
        [],
      ])
      expect((await ask('DELETE /sessions/current', { token })).events).toEqual([event('sign_out')])

      const last = (await signIn(newPassword)).json.accessToken as string
      const gone = await ask('DELETE /users/me', {
        token: last,
        body: { currentPassword: newPassword },
      })
      expect(gone.events).toEqual([event('account_deleted')])
    }, 60_000)
  })
}

interface Listed {
  readonly id: number
  readonly current: boolean
}

function entryOf(line: string): Entry[] {
  if (!line.startsWith('{')) return []
  const entry = JSON.parse(line) as Entry & { readonly path?: string }
  return entry.path?.startsWith('/mark-') ? [] : [entry]
}
