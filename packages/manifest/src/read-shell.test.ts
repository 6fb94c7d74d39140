import { expect, test } from 'vitest';
import { readShell } from './read-shell.ts';

const script = (text: string): readonly string[] => ['/bin/sh', '-c', text];
const secondsOf = (command: readonly string[]): readonly (number | null | string)[] => {
  const { minMs, maxMs, kind } = readShell(command);
  return [kind, minMs === null ? null : minMs / 1_000, maxMs === null ? null : maxMs / 1_000];
};

// From manifests in the wild: the values, not the files.
for (const [name, command, expected] of [
  ['memcached of Bitnami', ['/bin/bash', '-ec', '/usr/bin/pkill -10 memcached; sleep 60s'], ['known', 60, 60]],
  ['proxy of Linkerd', ['/bin/sleep', '40'], ['known', 40, 40]],
  ['await of Linkerd', ['/usr/lib/linkerd/linkerd-await', '--timeout=2m', '--port=4191'], ['bounded', 0, 120]],
  ['Vault', ['/bin/sh', '-c', 'sleep 5 && kill -SIGTERM $(pidof vault)'], ['known', 5, 5]],
  ['ingress-nginx', ['/wait-shutdown'], ['opaque', 0, null]],
  ['postgresql-ha of Bitnami', ['/pre-stop.sh', '25'], ['opaque', 0, null]],
  ['Cassandra', ['/bin/sh', '-c', 'nodetool drain'], ['opaque', 0, null]],
  ['nginx', script('sleep 15; nginx -s quit; while killall -0 nginx; do sleep 1; done'), ['partly', 15, null]],
  [
    'RabbitMQ',
    script(
      'test -n "$(cat /etc/skip)" && exit 0; rabbitmq-upgrade drain -t 600; rabbitmq-upgrade await_online_quorum_plus_one -t 600',
    ),
    ['bounded', 0, 1_200],
  ],
  ['Istio', script('while [ $(netstat -plunt | grep tcp | wc -l) -ne 0 ]; do sleep 1; done'), ['partly', 0, null]],
] as const) {
  test(`${name}: the duration is read off its hook`, () => {
    expect(secondsOf(command)).toEqual(expected);
  });
}

for (const [text, min, max] of [
  ['sleep 5', 5, 5],
  ['sleep 1.5', 1.5, 1.5],
  ['sleep 1m 30s', 90, 90],
  ['sleep 2h', 7_200, 7_200],
  ['sleep "5"', 5, 5],
  ['/bin/sleep 5 > /dev/null 2>&1', 5, 5],
  ['exec sleep 5; sleep 100', 5, 5],
  ['nohup nice -n 5 sleep 5', 5, 5],
  ['sleep 5; exit 0; sleep 100', 5, 5],
  ['sleep 5 && echo done || sleep 100', 5, 105],
  ['sleep 5 || sleep 100', 5, 5],
  ['sleep 5 | sleep 8', 8, 8],
  ['sleep 8 & sleep 5', 5, 5],
  ['(sleep 8; echo x) & sleep 5; wait', 13, 13],
  ['(sleep 2; exit 1); sleep 3', 5, 5],
  ['{ sleep 2; sleep 3; }', 5, 5],
  ['T=7; sleep $T', 7, 7],
  ['sleep ${GRACE:-15}', 15, 15],
  ['drain() { sleep 7; }; drain; drain', 14, 14],
  ['function drain { sleep 7; }\ndrain', 7, 7],
  ['if [ -f /ready ]; then sleep 10; elif [ -f /slow ]; then sleep 20; else sleep 2; fi', 2, 20],
  ['[ -f /ready ] && sleep 10', 0, 10],
  ['case $1 in a|b) sleep 3 ;; *) sleep 9 ;; esac', 0, 9],
  ['# sleep 100\nsleep 2', 2, 2],
  ['echo "sleep 30"', 0, 0],
  ["echo 'a; sleep 30'", 0, 0],
  ['sleep \\\n5', 5, 5],
  ['cat <<EOF > /x\nsleep 100\nEOF\nsleep 2', 2, 2],
  ['echo `sleep 3`', 3, 3],
  ['usleep 500000', 0.5, 0.5],
] as const) {
  test(`${text} takes from ${String(min)} to ${String(max)} s`, () => {
    expect(secondsOf(script(text)).slice(1)).toEqual([min, max]);
  });
}

for (const [text, min, max] of [
  ['for i in 1 2 3; do sleep 5; done', 15, 15],
  ['for i in $(seq 1 30); do sleep 1; done', 30, 30],
  ['for i in `seq 2 2 10`; do sleep 1; done', 5, 5],
  ['for i in {1..4}; do sleep 2; done', 8, 8],
  ['for ((i = 0; i < 10; i++)); do sleep 1; done', 10, 10],
  ['for i in 1 2 3; do [ -f /x ] && break; sleep 5; done', 0, 15],
  ['for i in 1 2 3; do sleep 5; [ -f /x ] && exit 0; done; sleep 1', 5, 16],
  ['i=0; while [ $i -lt 6 ]; do sleep 5; i=$((i+1)); done', 30, 30],
  ['i=6; while [ "$i" -gt 0 ]; do sleep 5; i=$(expr $i - 1); done', 30, 30],
  ['i=0; until [ $i -ge 6 ]; do sleep 5; let i++; done', 30, 30],
  ['i=0; while ((i <= 5)); do sleep 5; ((i++)); done', 30, 30],
  ['i=0; while [ ! -f /x ] && [ $i -lt 6 ]; do sleep 5; i=$((i+1)); done', 0, 30],
  ['while true; do sleep 5; [ -f /x ] && break; done', 5, null],
  ['until [ -f /x ]; do sleep 1; done', 0, null],
] as const) {
  test(`the rounds of ${text} are counted: from ${String(min)} to ${String(max)} s`, () => {
    expect(secondsOf(script(text)).slice(1)).toEqual([min, max]);
  });
}

test('a loop that counts and gives up has a bound', () => {
  const { apartFromOpaque } = readShell(
    script('n=0; until check; do n=$((n+1)); if [ $n -ge 10 ]; then exit 1; fi; sleep 2; done'),
  );
  expect(apartFromOpaque.minMs).toBe(0);
  expect(apartFromOpaque.maxMs).toBeGreaterThanOrEqual(18_000);
  expect(apartFromOpaque.maxMs).toBeLessThanOrEqual(24_000);
});

for (const [text, kind, min, max] of [
  ['timeout 20 ./drain.sh; sleep 5', 'bounded', 5, 25],
  ['timeout -k 5s 20s /drain', 'bounded', 0, 25],
  ['timeout --signal=KILL 1m sleep 20', 'known', 20, 20],
  ['timeout 10 sh -c "sleep 30"', 'known', 10, 10],
  ['curl -m 5 http://localhost/stop', 'bounded', 0, 5],
  ['curl --max-time=5 --retry 2 --retry-delay 3 http://localhost/stop', 'bounded', 0, 21],
  ['kubectl wait --for=delete pod/x --timeout=90s', 'bounded', 0, 90],
] as const) {
  test(`${text} is ${String(kind)}: the time-out of a program bounds it`, () => {
    expect(secondsOf(script(text))).toEqual([kind, min, max]);
  });
}

for (const [command] of [
  [['sh', '-c', 'while true; do sleep 10; done']],
  [['tail', '-f', '/dev/null']],
  [['sleep', 'infinity']],
] as const) {
  test(`${String(command)} never ends by itself`, () => {
    expect(readShell(command)).toMatchObject({ kind: 'known', minMs: null, maxMs: null });
  });
}

test('what is not known is said to be opaque, and the rest is told apart from it', () => {
  const reading = readShell(script('wget -qO- http://localhost/quit; sleep 20s'));
  expect(reading).toMatchObject({
    kind: 'partly',
    minMs: 20_000,
    maxMs: null,
    apartFromOpaque: { minMs: 20_000, maxMs: 20_000 },
  });
  expect(reading.findings).toEqual([
    { text: 'wget -qO- http://localhost/quit', how: 'opaque', says: 'not known how long it takes' },
    { text: 'sleep 20s', how: 'said', says: 'sleeps 20 s' },
  ]);
});

test('a variable is taken from the environment of the container, where it is known', () => {
  const command = script('sleep $DRAIN_SECONDS');
  expect(readShell(command).kind).toBe('opaque');
  expect(readShell(command, new Map([['DRAIN_SECONDS', '12']]))).toMatchObject({ kind: 'known', maxMs: 12_000 });
});

for (const [text] of [
  ["sleep '5"],
  ['if true; then sleep 3'],
  ['$(sleep 5'],
  [')'],
  ['a() { a; }; a'],
  ['x=1; sleep ${x'],
  ['"'.repeat(1_001)],
] as const) {
  test(`the script ${text} is opaque and nothing worse`, () => {
    expect(readShell(script(text)).maxMs).toBeNull();
  });
}

test('a script that calls itself again and again is given up in bounded time', () => {
  const functions = Array.from({ length: 30 }, (_, index) => `f${index}() { f${index + 1}; f${index + 1}; }`).join(
    '\n',
  );
  expect(readShell(script(`${functions}\nf0`)).kind).toBe('opaque');
  expect(readShell(script('$('.repeat(20_000))).kind).toBe('opaque');
  expect(readShell(script('f() '.repeat(10_000))).kind).toBe('opaque');
});
