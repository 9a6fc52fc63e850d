import { expect, it } from 'vitest';
import { StudentCookies } from '#server/front/student-cookie.ts';

const valueOf = (cookie: string) => cookie.split(';', 1)[0] ?? '';

it('knows a student again by the cookie, among others', () => {
  const cookies = new StudentCookies();
  const one = valueOf(cookies.write({ isSecure: false }));
  const other = valueOf(cookies.write({ isSecure: false }));
  const student = cookies.read(one);
  expect(student).toMatch(/^[\w-]{16}$/);
  expect(cookies.read(`theme=dark; ${one}; x=y`)).toBe(student);
  expect(cookies.read(other)).not.toBe(student);
});

it('is read by no script, sent to no other site, and not sent in the clear where the site is encrypted', () => {
  const cookies = new StudentCookies();
  expect(cookies.write({ isSecure: true })).toMatch(
    /; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(cookies.write({ isSecure: false })).toMatch(/; SameSite=Lax$/);
});

it('takes no cookie that it did not sign', () => {
  const cookies = new StudentCookies();
  const good = valueOf(cookies.write({ isSecure: false }));
  const foreign = valueOf(new StudentCookies().write({ isSecure: false }));
  const [name = '', id = '', signature = ''] = good.split(/[=.]/);
  const bad = [
    undefined,
    '',
    name,
    `${name}=`,
    `${name}=${id}`,
    `${name}=${id}.`,
    `${name}=${id}.${'A'.repeat(43)}`,
    `${name}=${'A'.repeat(16)}.${signature}`,
    `${name}=${id}.${signature}A`,
    `x${good}`,
    foreign,
  ];
  for (const header of bad) expect([header, cookies.read(header)]).toEqual([header, null]);
});
