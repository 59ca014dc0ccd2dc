import { startPostgres } from '@gimbal/db/testing'
import { applyMigrations } from '@gimbal/db/migrate'
import { createDb } from '@gimbal/db/node'
import { app } from '../src/app.ts'
import { hashPassword } from '../src/password.ts'
console.log = () => {}
const pg = await startPostgres()
try {
  await applyMigrations(pg.url)
  const db = createDb(pg.url)
  await db.user.create({
    data: {
      name: 'A',
      email: 'a@x.io',
      emailKey: 'a@x.io',
      passwordHash: await hashPassword('password1'),
    },
  })
  const api = app.call({ db })
  const t: Record<string, number[]> = { 'a@x.io': [], 'b@x.io': [] }
  for (let i = 0; i < 400; i++)
    for (const email of i % 2 ? ['a@x.io', 'b@x.io'] : ['b@x.io', 'a@x.io']) {
      const s = performance.now()
      const r = await api.createSession({ body: { email, password: 'wrong password' } })
      if (r.status !== 401) throw new Error(String(r.status))
      t[email].push(performance.now() - s)
    }
  const med = (x: number[]) => [...x].sort((a, b) => a - b)[x.length >> 1]
  const [a, b] = Object.values(t)
  let u = 0
  for (const x of a) for (const y of b) u += x > y ? 1 : x === y ? 0.5 : 0
  const n = a.length,
    m = b.length,
    z = (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
  console.info(
    'medians',
    med(a),
    med(b),
    'difference',
    ((med(a) / med(b) - 1) * 100).toFixed(2) + '%',
    'z',
    z.toFixed(2),
  )
  await db.$disconnect()
} finally {
  await pg.stop()
}
