/**
 * The test of a class of faults: a case of the suite, a test in a file, or the reason why the fault
 * cannot occur.
 */
export type Place =
  string | { readonly file: string; readonly test: string } | { readonly none: string }

const LAMBDA = 'tests/conformance/test/lambda-events.test.ts'
const HERE = 'tests/conformance/test/advisories.test.ts'
const FAILURES = 'tests/conformance/test/late-failures.test.ts'
const MEMORY = 'tests/conformance/test/memory.test.ts'
const USERS = 'apps/users-api/test/cases'
const CORE = 'packages/core/src'

const opaque = {
  none: 'tokens are opaque: no JWT is verified, so no check of a claim can be missing',
}
const noFiles = { none: 'no files are served, and every error is problem+json, never HTML' }
const noClient = { none: 'there are no outgoing requests, so no header of one is built from input' }
const noMultipart = ['bytes', 'stream', 'text', 'form'].map((mode) => `multipart-${mode}-1`)
const guards = { file: `${CORE}/http/client-ip.test.ts`, test: 'normalizes %s to %s' }
const cookie = { file: `${CORE}/http/cookies.test.ts`, test: 'throws for %j in every field' }
const events = {
  file: `${CORE}/streaming/sse.test.ts`,
  test: 'an event with a forged %s aborts the response',
}
const patterns = {
  file: `${CORE}/pipeline/router.test.ts`,
  test: 'throws for routes that are ambiguous or can never match',
}
const mixed = { file: 'tests/conformance/test/identities.test.ts', test: 'GHSA-hvrm-45r6-mjfj' }
const stalePassword = {
  file: `${USERS}/registration.ts`,
  test: 'creates exactly one account for 50 simultaneous requests with one address, 20 times',
}

/**
 * Known advisories and measured faults of similar projects, each with the tests for it in this
 * repository.
 */
export const advisories: Readonly<Record<string, readonly Place[]>> = {
  // Paths.
  ...own('GHSA-wc8c-qw6v-h7f6', 'GHSA-q5qw-h33p-qvwr', 'GHSA-92pp-h63x-v22m'),
  ...own('GHSA-frvp-7c67-39w9', 'GHSA-wwfh-h76j-fc44', 'GHSA-rjq5-w47x-x359'),
  ...own('GHSA-3mpf-rcc7-5347', 'GHSA-9hp6-4448-45g2', 'GHSA-crvj-82cr-hjcx'),
  ...own('GHSA-p36q-q72m-gchr', 'GHSA-3vj8-jmxq-cgj5', 'GHSA-wr4h-v87w-p3r7'),
  ...own('GHSA-72gr-qfp7-vwhw', 'GHSA-5w89-w975-hf9q', 'GHSA-cxrg-g7r8-w69p'),
  ...own('GHSA-8p85-9qpw-fwgw', 'GHSA-v9ww-2j6r-98q6', 'GHSA-72c6-fx6q-fr5w'),
  ...own('GHSA-g6q3-96cp-5r5m', 'GHSA-6hw5-45gm-fj88', 'GHSA-hrwm-hgmj-7p9c'),
  ...own('GHSA-83w8-p2f5-377r', 'GHSA-8pvw-jcv7-9cmj', 'GHSA-pr96-94w5-mx2h'),
  ...own('GHSA-2q7r-29rg-6m5h', 'GHSA-x732-6j76-qmhm', 'GHSA-9583-h5hc-x8cw'),
  ...own('GHSA-w332-q679-j88p'),
  'GHSA-wmmm-f939-6g9c': ['GHSA-92pp-h63x-v22m', 'GHSA-92pp-h63x-v22m-inner'],
  'GHSA-2gcr-mfcq-wcc3': [{ file: HERE, test: 'GHSA-2gcr-mfcq-wcc3' }],
  'nul in a path': [
    'K16',
    'K16-inner',
    'json-nul',
    { file: `${USERS}/registration.ts`, test: 'a name with a NUL' },
  ],
  'broken percent-encoding': ['K15', 'K15-lonely', 'K15-cut', 'K15-not-utf8', 'K15-overlong'],
  'a decoded path': [
    { file: LAMBDA, test: 'a decoded ? in the path is data and starts no query' },
    { file: LAMBDA, test: 'a decoded # in the path is data and cuts nothing off' },
  ],
  // Parsers and prototypes.
  ...own('GHSA-hrpp-h998-j3pp', 'GHSA-gqgv-6jq5-jjj9', 'GHSA-6rw7-vpxm-498p'),
  ...own('GHSA-x5fp-wj9c-mxmx', 'GHSA-4mjr-xmp4-gh2g', 'GHSA-v8w9-8mx6-g223'),
  ...own('GHSA-g6gw-c38x-mqfc', 'GHSA-8hq9-phh3-p2wp', 'GHSA-hxj9-33pp-j2cc'),
  ...own('CVE-2026-21710', 'GHSA-455w-c45v-86rg', 'GHSA-qwcr-r2fm-qrc7'),
  ...own('GHSA-wqch-xfxh-vrr4', 'GHSA-w2qp-rph6-63g4', 'GHSA-jx2c-rxcm-jvmq'),
  ...own('GHSA-247c-9743-5963', 'GHSA-573f-x89g-hqp9'),
  'GHSA-mg2h': ['K32-tab', 'K32-garbage', 'K32-prefix', 'K29', 'K29-space-before'],
  'GHSA-c96f-x56v-gq3h': [
    'GHSA-c96f-x56v-gq3h',
    'K06-constructor',
    {
      file: `${CORE}/pipeline/router.test.ts`,
      test: 'treats names of Object.prototype as ordinary segments',
    },
  ],
  'GHSA-v422-hmwv-36x6': [{ file: HERE, test: 'GHSA-v422-hmwv-36x6' }],
  'operators in a body': [
    { file: `${USERS}/sign-in.ts`, test: "{ email: { not: '' }, password: 'password' }" },
    { file: `${USERS}/users.ts`, test: "'3000000000'" },
  ],
  // Headers, cookies, redirects.
  'GHSA-5pq2-9x2x-5p6w': [cookie],
  'GHSA-26pp-8wgv-hjvm': [cookie],
  'GHSA-3hrh-pfw6-9m5x': [cookie],
  'GHSA-pxg6-pf52-xh8x': [cookie],
  'GHSA-v3r7-h72x-cjcm': [cookie],
  ...own('GHSA-r5rp-j6wh-rvv4', 'GHSA-q5pr-72pq-83v3', 'GHSA-q7jf-gf43-6x6p'),
  ...own('GHSA-cm5g-3pgc-8rg4', 'GHSA-9phm-9p8f-hw5m', 'GHSA-fp4x-ggrf-wmc6'),
  ...own('GHSA-2j2x-hqr9-3h42', 'GHSA-wrjc-x8rr-h8h6', 'GHSA-79qm-7rj5-m7r9'),
  'GHSA-rv95-896h-c2vc': ['K47-host', 'K47-backslash', 'K47-backslashes', 'K47-external-host'],
  'GHSA-qw6h-vgh9-j6wx': ['K47-script', 'K47-crlf', 'K47-data'],
  'GHSA-wgpf-jwqj-8h8p': [
    { file: LAMBDA, test: 'the client address is the one that the gateway saw' },
  ],
  'GHSA-xgm2-5f3f-mvvc': [
    { file: LAMBDA, test: 'the client address is the one that the gateway saw' },
    'K23',
  ],
  'GHSA-j6c9-x7qj-28xf': [
    { file: LAMBDA, test: 'two cookies with commas stay two cookies, outside of the headers' },
    'K43',
  ],
  'GHSA-gwhp-pf74-vj37': ['GHSA-79qm-7rj5-m7r9'],
  'GHSA-4992-7rv2-5pvq': [noClient],
  'GHSA-m8rv-5g2x-5cg5': [noClient],
  // Hosts, proxies, origins, caches.
  'GHSA-hgxw-5xg3-69jx': ['K25', 'K25-empty', 'K25-space', 'K25-bracket'],
  'GHSA-4q56-crqp-v477': ['K25-port'],
  'GHSA-7gcc-r8m5-44qm': ['K25-userinfo'],
  'GHSA-444r-cwp2-x5xf': ['K26', 'K26-client', 'K26-path'],
  'GHSA-3m5p-2c4r-xxw2': ['K26', 'K26-path'],
  'GHSA-xh87-mx6m-69f3': [
    'K26',
    {
      file: `${CORE}/http/client-ip.test.ts`,
      test: 'returns the n-th address from the right with n trusted proxies',
    },
  ],
  'GHSA-r354': [guards],
  'GHSA-xpcf-pg52-r92g': [guards],
  'GHSA-xrhx-7g5j-rcj5': [guards],
  'GHSA-p6v2-xcpg-h6xw': [guards, { none: 'there is no limiter by address yet' }],
  'GHSA-88fw-hqm2-52qc': ['GHSA-88fw-hqm2-52qc', 'K54', 'K54-suffix'],
  'GHSA-8j4g-w8fx-2239': ['redos-preflight'],
  'GHSA-54fx-42gc-7vw4': ['redos-language'],
  ...own('GHSA-593f-38f6-jp5m', 'GHSA-f45g-68q3-5w8x', 'GHSA-rpfr-3m35-5vx5'),
  'GHSA-m95q-7qp3-xv42': [
    { file: `${USERS}/registration.ts`, test: 'reads 16 KiB and refuses a larger body' },
  ],
  ...own('GHSA-2234-fmw7-43wr', 'GHSA-3fjj-p79j-c9hh', 'GHSA-h5cw-625j-3rxh'),
  ...own('GHSA-6wqw-2p9w-4vw4', 'GHSA-p77w-8qqv-26rm', 'GHSA-c57f-mm3j-27q9'),
  'GHSA-pr7r': [noClient, 'K55'],
  'GHSA-4cwx': [noClient, 'K55'],
  ...own('GHSA-f82v-jwr5-mffw'),
  'GHSA-f46r-rw29-r322': ['GHSA-f82v-jwr5-mffw'],
  // Credentials.
  ...own('GHSA-f67f-6cw9-8mq4', 'GHSA-m732-5p4w-x69g', 'GHSA-hm8q-7f3q-5f36'),
  ...own('GHSA-hm7r-c7qw-ghp6', 'GHSA-hhhv-q57g-882q', 'GHSA-qwph-4952-7xr6'),
  'GHSA-3vhc-576x-3qv4': ['GHSA-f67f-6cw9-8mq4', opaque],
  'GHSA-c2ff': ['GHSA-f67f-6cw9-8mq4', opaque],
  'GHSA-mvf2-f6gm-w987': ['GHSA-f67f-6cw9-8mq4', opaque],
  'GHSA-c7hr': ['GHSA-f67f-6cw9-8mq4', opaque],
  'GHSA-hjrf-2m68-5959': ['GHSA-f67f-6cw9-8mq4', opaque],
  'GHSA-8cf7': ['GHSA-f67f-6cw9-8mq4', opaque],
  'GHSA-9h47-pqcx-hjr4': ['GHSA-qwph-4952-7xr6', opaque],
  'GHSA-f577-qrjj-4474': ['GHSA-f577-qrjj-4474', 'GHSA-f577-qrjj-4474-Bearer', 'K48-case'],
  'GHSA-gmvf-9v4p-v8jc': [
    { none: 'nothing is signed with a secret: a token is random and looked up' },
  ],
  'GHSA-rp9m-7r4c-75qg': [
    { none: 'no result of a check is cached, so none can be found by a part of a token' },
    mixed,
  ],
  'GHSA-26f5-8h2x-34xh': [
    { none: 'a token is looked up by its digest; no secret is compared character by character' },
    {
      file: `${USERS}/sign-in.ts`,
      test: 'responds in the same way to a wrong password and to an unknown address',
    },
  ],
  'GHSA-gq3j-xvxp-8hrf': [
    { none: 'a token is looked up by its digest; no secret is compared character by character' },
    { file: `${USERS}/tokens.ts`, test: 'get the same response, whatever is wrong with them' },
  ],
  'GHSA-g38m': [stalePassword],
  'GHSA-392p-2q2v-4372': [stalePassword, { none: 'there are no one-time tokens' }],
  // Bodies, framing, streams, crashes.
  ...own('GHSA-9vqf-7f2p-gf9v', 'GHSA-92vj-g62v-jqhh', 'GHSA-mp2g-9vg9-f4cg'),
  'GHSA-rv63-4mwf-qqc2': [
    { file: LAMBDA, test: 'a declared length of 1 with a body of 2 MB gets 413' },
  ],
  'GHSA-jm64-8m5q-4qh8': ['K38-100m', { file: MEMORY, test: 'GHSA-jm64-8m5q-4qh8' }],
  ...own('GHSA-ggv3-7p47-pfv8', 'GHSA-g5m6-hxpp-fc49', 'CVE-2024-22019'),
  ...own('CVE-2024-27982', 'CVE-2025-23167'),
  'GHSA-8xcm-r25x-g524': ['GHSA-8xcm-r25x-g524-OPTIONS', 'GHSA-8xcm-r25x-g524-DELETE'],
  ...all(noMultipart, 'GHSA-5528', 'GHSA-g5hg', 'GHSA-44fp', 'GHSA-4pg4', 'GHSA-v52c'),
  ...all(noMultipart, 'GHSA-72gw', 'GHSA-3p4h', 'GHSA-wm7h-9275-46v2'),
  ...all([events, 'sse', 'sse-forged'], 'GHSA-p6xx-57qc-3wxr', 'GHSA-22cc-p3c6-wpvm'),
  ...all([events, 'sse', 'sse-forged'], 'GHSA-4hxc-9384-m385'),
  ...all([noFiles, 'K46'], 'GHSA-m6fv-jmcg-4jfg', 'GHSA-cm22-4g7w-348p', 'GHSA-jgqf'),
  ...all([patterns, 'GHSA-j3q9-mxjg-w52f'], 'GHSA-9wv6', 'GHSA-rhx6', 'GHSA-j3q9-mxjg-w52f'),
  ...all([patterns, 'GHSA-j3q9-mxjg-w52f'], 'GHSA-27v5-c462-wpq7', 'GHSA-rrr8'),
  'GHSA-9mqv-5hh9-4cgg': [
    'GHSA-9mqv-5hh9-4cgg',
    { file: 'tests/conformance/test/memory.long.test.ts', test: 'GHSA-9mqv-5hh9-4cgg' },
  ],
  ...all([mixed], 'GHSA-hvrm-45r6-mjfj', 'GHSA-f23p-vx2j-j53r', 'GHSA-f6gv-hh8j-q8vq'),
  'a failure after the answer': [
    'work-late',
    { file: FAILURES, test: 'survives a late rejection' },
  ],
  'an error page with its stack': ['K46', 'K46-reject', 'K46-throw-fake'],
  ...all(
    [
      {
        none: 'advisories of the development server: it listens on loopback, and its version is pinned beyond them',
      },
    ],
    ...['GHSA-36p8', 'GHSA-f8mp', 'GHSA-cfph', 'GHSA-8c93'],
  ),
}

/** Advisories that a case is named after. */
function own(...ids: readonly string[]): Record<string, readonly Place[]> {
  return Object.fromEntries(ids.map((id) => [id, [id]]))
}

function all(
  places: readonly Place[],
  ...ids: readonly string[]
): Record<string, readonly Place[]> {
  return Object.fromEntries(ids.map((id) => [id, places]))
}
