import { eventSources } from '@gimbal/test-support/lambda'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { answers } from './oracles/answers.ts'
import { differences, observationOf, truthOf } from './oracles/compare.ts'
import { explain, type Explanation, explanations } from './oracles/explanations.ts'
import { createOracles, createOurs, oracleNames } from './oracles/oracles.ts'
import { receive, receivedDifferences, receivedOf } from './oracles/received.ts'
import { eventOf, type SentRequest, sentRequest } from './oracles/requests.ts'

const RUNS = 400
const HOST = [['Host', 'a.test']] as const
const NONE = new Uint8Array()
const ours = createOurs()
const oracles = createOracles()

test.each(eventSources)(
  'every difference between our adapter and five others is explained: %s',
  async (source) => {
    // Some of them write to the console when they fail.
    for (const name of ['error', 'warn', 'log'] as const)
      vi.spyOn(console, name).mockReturnValue(undefined)
    const seen = new Set<Explanation>()
    for (const [answer, given] of Object.entries(answers)) {
      const sent = {
        method: 'POST',
        path: `/answer/${answer}`,
        query: '',
        headers: HOST,
        body: NONE,
      }
      const event = (): object => JSON.parse(JSON.stringify(eventOf(source, sent))) as object
      const mine = receive(source, await ours(event()))
      const missed = receivedDifferences(mine, receivedOf(given))
      expect(missed).toEqual(
        source === 'load-balancer' && answer === 'two-cookies' ? ['cookies'] : [],
      )
      for (const name of oracleNames) {
        const theirs = receive(source, await oracles[name](event()).catch(() => undefined))
        for (const aspect of receivedDifferences(theirs, mine)) {
          const found = explain(name, source, aspect)
          expect(found, `${name}, ${aspect} of ${answer}: ${show(theirs)}`).not.toEqual([])
          for (const each of found) seen.add(each)
        }
      }
    }
    for (const sent of fc.sample(sentRequest, { numRuns: RUNS, seed: 20_261_127 })) {
      const event = (): object => JSON.parse(JSON.stringify(eventOf(source, sent))) as object
      const mine = observationOf(await ours(event()))
      const truth = truthOf(sent)
      const missed = differences(mine, truth)
      for (const name of oracleNames) {
        const result = await oracles[name](event()).catch(() => undefined)
        const theirs = observationOf(result)
        for (const aspect of differences(mine, theirs)) {
          const found = explain(name, source, aspect)
          const where = `${name}, ${aspect}: ${show(mine)} and ${show(theirs)} of ${show(sent)}`
          expect(found, where).not.toEqual([])
          for (const each of found) seen.add(each)
          // Never theirs: what we miss of the request, they miss too.
          const isTheirs = missed.includes(aspect) && !differences(theirs, truth).includes(aspect)
          expect(isTheirs, where).toBe(false)
        }
      }
    }
    const unused = explanations.filter((each) => each.sources.includes(source) && !seen.has(each))
    expect(unused).toEqual([])
  },
)

test.each(eventSources)(
  'what our adapter cannot tell is missing in the event: %s',
  async (source) => {
    const known: Partial<Record<string, readonly string[]>> = {
      // `%2F` is decoded; repeated fields are joined without a space.
      'http-api': ['path', 'probe'],
      'function-url': ['probe'],
      // Only the last of repeated names arrives.
      'load-balancer': ['probe', 'query'],
    }
    const missed = new Set<string>()
    for (const sent of fc.sample(sentRequest, { numRuns: RUNS, seed: 20_261_127 })) {
      const mine = observationOf(await ours(eventOf(source, sent)))
      for (const aspect of differences(mine, truthOf(sent))) missed.add(aspect)
    }
    expect([...missed].sort()).toEqual(known[source] ?? [])
  },
)

function show(value: SentRequest | object | undefined): string {
  return JSON.stringify(value)
}

test('the page of the docs has every explanation (vitest run lambda-oracles -u)', async () => {
  const rows = explanations.map(({ oracle, sources, aspects, right, why }) => {
    const where = sources.length === eventSources.length ? 'all' : sources.join(', ')
    return `| ${oracle} | ${where} | ${aspects.map((each) => NAMES[each]).join(', ')} | ${right} | ${why} |`
  })
  const page = [...HEAD, ...rows, '', '<!-- prettier-ignore-end -->', ''].join('\n')
  await expect(page).toMatchFileSnapshot('../../../docs/LAMBDA-EVENTS.md')
})

const NAMES: Readonly<Record<Explanation['aspects'][number], string>> = {
  method: 'method',
  path: 'path',
  query: 'query',
  probe: 'repeated header',
  cookie: 'cookie',
  body: 'body',
  answer: 'the request fails',
  status: 'status',
  type: 'content type',
  cookies: 'cookies of a response',
  isText: 'base64',
  refused: 'the response fails',
}

const HEAD = [
  '# Events of Lambda, read by six adapters',
  '',
  `Our adapter and five others get the same events: ${RUNS} generated requests and ${Object.keys(answers).length} responses through each of five event sources, in the form of captured events, with the defaults of each package. This table has every difference that the test found. In each of them our adapter sees or sends what the client or the handler did, as far as the event can say it: the test compares with the request itself, and found no difference in which another adapter is right and ours is not.`,
  '',
  'What no adapter can tell is missing in the event: `%2F` in the path of an HTTP API, the order of query parameters of different names for REST APIs and load balancers, and all but the last of repeated names for a load balancer without multi-value headers.',
  '',
  '<!-- prettier-ignore-start -->',
  '',
  '| adapter | event source | what differs | right | the other adapter |',
  '| --- | --- | --- | --- | --- |',
]
