import type { Case } from '../case.ts'
import { accessCases } from './access.ts'
import { advisoryCases } from './advisories.ts'
import { authorityCases } from './authorities.ts'
import { bodyCases } from './bodies.ts'
import { bodyModeCases } from './body-modes.ts'
import { cookieCases } from './cookies.ts'
import { cutBodyCases } from './cut-bodies.ts'
import { eventCases } from './events.ts'
import { fenceCases } from './fences.ts'
import { fieldCases } from './fields.ts'
import { framingCases } from './framing.ts'
import { fuzzedCases } from './fuzzed.ts'
import { headCases } from './heads.ts'
import { jsonCases } from './json.ts'
import { limitCases } from './limits.ts'
import { mediaTypeCases } from './media-types.ts'
import { nameCases } from './name-cases.ts'
import { methodCases } from './methods.ts'
import { orderCases } from './order.ts'
import { originCases } from './origins.ts'
import { pathCases } from './paths.ts'
import { queryCases } from './queries.ts'
import { readerCases } from './readers.ts'
import { redirectCases } from './redirects.ts'
import { responseCases } from './responses.ts'
import { streamCases } from './streams.ts'
import { targetCases } from './targets.ts'
import { upgradeCases } from './upgrades.ts'
import { validationCases } from './validation.ts'

/** The shared suite. K01–K56 are its seed; an advisory's id names the class that a case stands for. */
export const cases: readonly Case[] = [
  ...nameCases<Case>('method', methodCases),
  ...nameCases<Case>('head', headCases),
  ...nameCases<Case>('path', pathCases),
  ...nameCases<Case>('fence', fenceCases),
  ...nameCases<Case>('target', targetCases),
  ...nameCases<Case>('query', queryCases),
  ...nameCases<Case>('header', fieldCases),
  ...nameCases<Case>('host', authorityCases),
  ...nameCases<Case>('cookie', cookieCases),
  ...nameCases<Case>('json', jsonCases),
  ...nameCases<Case>('media-type', mediaTypeCases),
  ...nameCases<Case>('body', bodyCases),
  ...nameCases<Case>('body-type', bodyModeCases),
  ...nameCases<Case>('reader', readerCases),
  ...nameCases<Case>('limit', limitCases),
  ...nameCases<Case>('cut-body', cutBodyCases),
  ...nameCases<Case>('framing', framingCases),
  ...nameCases<Case>('upgrade', upgradeCases),
  ...nameCases<Case>('order', orderCases),
  ...nameCases<Case>('validation', validationCases),
  ...nameCases<Case>('response', responseCases),
  ...nameCases<Case>('stream', streamCases),
  ...nameCases<Case>('events', eventCases),
  ...nameCases<Case>('redirect', redirectCases),
  ...nameCases<Case>('access', accessCases),
  ...nameCases<Case>('cors', originCases),
  ...nameCases<Case>('advisory', advisoryCases),
  ...nameCases<Case>('fuzzed', fuzzedCases),
]
