// Parts of targets that have caused bugs; the grammar combines them.

/** Segments of paths, as written in a target. */
export const SEGMENTS: readonly string[] = [
  ...['1', 'a', 'x-a', 'x-b', 'cookie', 'static', 'end', 'other', 'only-get', 'echo', 'files'],
  ...['a%2Fb', 'a%2fb', 'a%252Fb', '%252e%252e', '%25', '%2500', '%zz', '%', '%2', '%E0%A4%A'],
  ...['%FF', '%C0%AF', '%ED%A0%80', '%00', 'a%00b', '%0d%0a', '%7f', '%09', '%C2%80', '%EF%BB%BF'],
  ...['a+b', 'a%20b', 'caf%C3%A9', 'caf%c3%a9', '%F0%9F%98%80', 'e%CC%81', '%61', '%4Fnly-get'],
  ...['.', '..', '...', '..a', '%2e', '%2e%2e', '.%2E', '%2E.', '..%2fonly-get', '..%5conly-get'],
  ...['%5C', 'a\\b', '\\', ';x', 'a;b=c', 'only-get;x', '{a}^|', "a:b@c!$&'()*,=~-._", '[x]'],
  ...['<x>', '"x"', '`', 'a b', 'a\tb', 'a\x01b', 'a\x7fb', 'caf\xc3\xa9', 'caf\xe9', '%u0041'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'host', 'content-length', 'ECHO'],
  ...['secret.txt', 'etc', 'passwd', 'admin', 'x.css', '1.5', '1e0', '0x1', '3000000000', '-1'],
]

/** Whole targets of the corpus, as the start of mutations. */
export const TARGETS: readonly string[] = [
  ...['/admin%2Fsecret.html', '//admin/secret.txt', '/admin//secret.txt', '/admin%5Csecret.txt'],
  ...['/static/../foo.txt', '/static/%2e%2e/main.ts', '/%C3%A9api/echo/1', '/echo/1#b?admin=1'],
  ...['/echo/1?x=1#&admin=1', '/%2e%2e/%2e%2e/etc/passwd', '/%252e%252e/x', '/%65cho/1'],
  ...['/files/..%2fadmin%2fconfig.json', '/echo;bypass/1', '/files/foo/../deep/secret.txt'],
  ...['/./only-get', '/files/../only-get', '/me/x.css', '//me', '/me/', '/ME', '/me%2f', '/%6de'],
  ...['http://other.test{mount}/echo/1?q=1', 'http://x{mount}//admin', 'HTTP://A{mount}/only-get'],
  ...['http://u:p@h:80{mount}/only-get', 'https://other.test{mount}/x/../only-get'],
  ...['*', '?a=1', 'only-get', 'http:/only-get', 'file://hehe?/only-get', 'http://other.test'],
  ...['/resp/redirect?to=//evil.com', '/resp/redirect?to=/%5Cevil.com', '/resp/redirect?to=/a#b'],
  ...['/resp/redirect?to=javascript:alert(1)', '/resp/redirect?to=/caf%C3%A9'],
  ...['/resp/redirect?to=http://google.com%5C%5C@apple.com&external=1', '/resp/redirect?to='],
  ...['/resp/redirect?to=/a%0d%0aX-Inj:1', '/search?a[__proto__]=b&a[__proto__]&a[length]=1'],
  ...['/search?]=toString', '/search?[__proto__]=x', '/search?a[]=1&a[]=2', '/search?__proto__=1'],
  ...['/search?a[constructor][isBuffer]=x', '/search?constructor=1&constructor=2', '/search?&=&a'],
]

export const QUERIES: readonly string[] = [
  ...['a=1', 'a=2', 'a', 'a=', '=a', '=', '', 'b=%2B+', 'c=%zz', 'd=%FF', 'e=%00', 'f=%0d%0a'],
  ...['g=caf%C3%A9', 'h=%C3', 'a[b]=1', 'a[]=1', '__proto__=x', '__proto__[x]=1', 'constructor=1'],
  ...['page=1', 'page=x', 'size=2', 'page=1&page=2', 'to=/x', 'to=//evil.com', 'external=1'],
  ...['q=a;b=c', 'q=a?b', 'q=a/b/../c', 'q=a%26b%3Dc', 'q=a\\b', "q=a'b", 'q=%F0%9F%98%80', 'q=%'],
  ...[
    'q=<',
    'q="',
    'q=`',
    'q=a b',
    'q=\x01',
    'q=\xc3\xa9',
    'q=\xff',
    'q={|}^',
    '%61=1',
    'q=%EF%BB%BF',
  ],
]

export const HOSTS: readonly string[] = [
  ...['kit.test:80', 'A.TEST', '127.0.0.1', '[::1]:8080', '[::1]', 'a_b.test', 'xn--caf-dma.test'],
  ...['', 'a/b', 'a b', '[', '[::1', 'a.test:80/me?', 'evil.com:x@y', 'user@kit.test', 'a:80:81'],
  ...['a:8o', 'a\\b', 'a#b', 'a?b', '<a>', 'a%zz', 'a%41', 'x:1/only-get?', '[v1.a:b]', 'a.test:'],
  ...[
    'caf\xc3\xa9',
    'caf\xe9',
    "a!$&'()*+,;=b",
    '.',
    '..',
    'a..b',
    '1.2.3.4.5',
    '999.1.1.1',
    '0x7f.1',
  ],
  ...[
    'a.test:0',
    'a.test:65536',
    'a.test:99999',
    '-a',
    'a,b',
    'a;b',
    'xn--',
    '*',
    '~',
    'a|b',
    'a^b',
  ],
]

export const METHODS: readonly string[] = [
  ...['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  ...[
    'PURGE',
    'PROPFIND',
    'TRACE',
    'MKCOL',
    'SEARCH',
    'LINK',
    'M-SEARCH',
    'FOO',
    'get',
    'GETT',
    'G',
  ],
  ...['constructor', 'toString', '__proto__', 'QUERY', 'LOCK', 'REPORT', 'Post', 'CONNECT'],
]
