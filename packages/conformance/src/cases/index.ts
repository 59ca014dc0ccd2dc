import type { Case } from '../case.ts'
import { accessCases } from './access.ts'
import { bodyCases } from './bodies.ts'
import { cookieCases } from './cookies.ts'
import { fieldCases } from './fields.ts'
import { framingCases } from './framing.ts'
import { jsonCases } from './json.ts'
import { limitCases } from './limits.ts'
import { methodCases } from './methods.ts'
import { orderCases } from './order.ts'
import { pathCases } from './paths.ts'
import { queryCases } from './queries.ts'
import { redirectCases } from './redirects.ts'
import { responseCases } from './responses.ts'
import { targetCases } from './targets.ts'

/** The shared suite. K01–K56 are its seed; an advisory's id names the class that a case stands for. */
export const cases: readonly Case[] = [
  ...methodCases,
  ...pathCases,
  ...targetCases,
  ...queryCases,
  ...fieldCases,
  ...cookieCases,
  ...jsonCases,
  ...bodyCases,
  ...limitCases,
  ...framingCases,
  ...orderCases,
  ...responseCases,
  ...redirectCases,
  ...accessCases,
]
