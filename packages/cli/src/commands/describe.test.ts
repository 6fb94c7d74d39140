import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { runCaptured } from '../testing/captured-io.ts';

const FAILING = `apiVersion: v1
kind: Pod
metadata: { name: test }
spec:
  restartPolicy: Always
  containers:
    - name: main
      image: test:1.0
      lifecycle: { postStart: { exec: { command: [/bin/sh, -c, exit 1] } } }
`;

const WEB = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { tier: front, app: web } }
spec:
  containers:
    - name: main
      image: web:1
      command: [/web]
      args: [--port, "8080"]
      ports: [{ containerPort: 8080 }]
      readinessProbe: { httpGet: { port: 8080, path: /ready }, periodSeconds: 5 }
      lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }
`;

const run = (input: string, ...words: readonly string[]): ReturnType<typeof runCaptured> =>
  runCaptured(['describe', '-', ...words], { cwd: '/', input });

/** The rows of a table with tabs for the gaps between columns, and one name for each container's identifier. */
const rowsOf = (out: string): readonly string[] => {
  const lines = out.slice(out.indexOf('Events:')).trimEnd().split('\n').slice(1);
  const [head = ''] = lines;
  const starts = [...head.matchAll(/\S+/gu)].map(({ index }) => index);
  return lines
    .slice(2)
    .map((line) => starts.map((start, column) => line.slice(start, starts[column + 1]).trim()).join('\t'));
};

describe('1.17 as its documentation shows it', () => {
  test('the events of a pod whose PostStart fails, after two tries', async () => {
    const { code, out, err } = await run(FAILING, '--kubernetes-version', '1.17', '--at', '4.6s');
    expect(code).toBe(EXIT.held);
    expect(err).toContain('postStart of main fails each time, with exit code 1');
    expect(out.slice(out.indexOf('Events:'))).toBe(`Events:
  FirstSeen  LastSeen  Count  From                  SubObjectPath          Type     Reason               Message
  ---------  --------  -----  ----                  -------------          ----     ------               -------
  3s         3s        1      {default-scheduler }                         Normal   Scheduled            Successfully assigned test to node-1
  3s         3s        1      {kubelet node-1}      spec.containers{main}  Normal   Pulling              pulling image "test:1.0"
  3s         3s        1      {kubelet node-1}      spec.containers{main}  Normal   Pulled               Successfully pulled image "test:1.0"
  3s         3s        1      {kubelet node-1}      spec.containers{main}  Normal   Created              Created container with docker id 8844321a9e70; Security:[seccomp=unconfined]
  3s         3s        1      {kubelet node-1}      spec.containers{main}  Normal   Started              Started container with docker id 8844321a9e70
  2s         2s        1      {kubelet node-1}      spec.containers{main}  Normal   Killing              Killing container with docker id 8844321a9e70: PostStart handler: Error executing in Docker Container: 1
  3s         1s        2      {kubelet node-1}      spec.containers{main}  Warning  FailedPostStartHook
  2s         0s        2      {kubelet node-1}                             Warning  FailedSync           Error syncing pod, skipping: failed to "StartContainer" for "main" with RunContainerError: "PostStart handler: Error executing in Docker Container: 1"
  0s         0s        1      {kubelet node-1}      spec.containers{main}  Normal   Killing              Killing container with docker id cbc5863b0ab1: PostStart handler: Error executing in Docker Container: 1
`);
  });

  test('these are the rows of the documentation, but for ages, names and the order within a second', async () => {
    const { out } = await run(FAILING, '--kubernetes-version', '1.17', '--at', '4.6s');
    const container = '{kubelet NODE}\tspec.containers{main}';
    const hook = 'PostStart handler: Error executing in Docker Container: 1';
    const documented = [
      '1\t{default-scheduler }\t\tNormal\tScheduled\tSuccessfully assigned POD to NODE',
      `1\t${container}\tNormal\tPulling\tpulling image "test:1.0"`,
      `1\t${container}\tNormal\tCreated\tCreated container with docker id ID-1; Security:[seccomp=unconfined]`,
      `1\t${container}\tNormal\tPulled\tSuccessfully pulled image "test:1.0"`,
      `1\t${container}\tNormal\tStarted\tStarted container with docker id ID-1`,
      `1\t${container}\tNormal\tKilling\tKilling container with docker id ID-1: ${hook}`,
      `1\t${container}\tNormal\tKilling\tKilling container with docker id ID-2: ${hook}`,
      `2\t{kubelet NODE}\t\tWarning\tFailedSync\tError syncing pod, skipping: failed to "StartContainer" for "main" with RunContainerError: "${hook}"`,
      `2\t${container}\tWarning\tFailedPostStartHook\t`,
    ];
    const ids = [...new Set([...out.matchAll(/docker id ([0-9a-f]{12})/gu)].map(([, id = '']) => id))];
    expect(ids).toHaveLength(2);
    const rows = rowsOf(out).map((row) => {
      const [, , ...rest] = row.split('\t');
      const named = rest.join('\t').replaceAll('node-1', 'NODE').replace('assigned test', 'assigned POD');
      return ids.reduce((text, id, index) => text.replace(id, `ID-${index + 1}`), named);
    });
    expect(rows).toHaveLength(documented.length);
    expect(new Set(rows)).toEqual(new Set(documented));
  });

  test('the pod itself has Docker containers and a RunContainerError', async () => {
    const { out } = await run(FAILING, '--kubernetes-version', '1.17', '--at', '4.6s');
    expect(out).toMatch(/Container ID: +docker:\/\/8844321a9e70[0-9a-f]{52}\n/u);
    expect(out).toMatch(/State: +Waiting\n +Reason: +RunContainerError\n/u);
  });
});

test('the same pod under the newest version has the events of today', async () => {
  const { out } = await run(FAILING, '--at', '4.6s');
  expect(out.slice(out.indexOf('Events:'))).toBe(`Events:
  Type     Reason               Age              From               Message
  ----     ------               ---              ----               -------
  Normal   Scheduled            3s               default-scheduler  Successfully assigned default/test to node-1
  Normal   Pulling              3s               kubelet            Pulling image "test:1.0"
  Normal   Pulled               3s               kubelet            Successfully pulled image "test:1.0" in 400ms (400ms including waiting). Image size: 1000 bytes.
  Normal   Created              1s (x2 over 3s)  kubelet            Container created
  Normal   Started              1s (x2 over 3s)  kubelet            Container started
  Warning  FailedPostStartHook  1s (x2 over 3s)  kubelet            PostStartHook failed
  Normal   Killing              1s (x2 over 3s)  kubelet            FailedPostStartHook
  Normal   Pulled               1s               kubelet            Container image "test:1.0" already present on machine and can be accessed by the pod
`);
});

test('a pod that is on its way down, with all its parts', async () => {
  const { code, out, err } = await run(WEB, '--at', '9s');
  expect([code, err]).toEqual([EXIT.held, '']);
  expect(out).toBe(`# web at 9 s of the run; Kubernetes 1.36
# all times are since the start of the run: created at 1 s, deleted at 8 s
Name:                      web
Namespace:                 shop
Node:                      node-1
Start Time:                at 1 s
Labels:                    app=web
                           tier=front
Annotations:               <none>
Status:                    Terminating (lasts <invalid>)
Termination Grace Period:  30s
IP:                        10.88.0.1
IPs:
  IP:  10.88.0.1
Containers:
  main:
    Container ID:  containerd://a6571ec7e191703cd090b34de27cf39adc00b74321c8b2badfaf498ac0e38957
    Image:         web:1
    Port:          8080/TCP
    Command:
      /web
    Args:
      --port
      8080
    State:          Running
      Started:      at 1 s
    Ready:          True
    Restart Count:  0
    Readiness:      http-get http://:8080/ready delay=0s timeout=1s period=5s #success=1 #failure=3
Conditions:
  Type                       Status
  PodReadyToStartContainers  True
  Initialized                True
  Ready                      True
  ContainersReady            True
  PodScheduled               True
Events:
  Type    Reason     Age  From               Message
  ----    ------     ---  ----               -------
  Normal  Scheduled  8s   default-scheduler  Successfully assigned shop/web to node-1
  Normal  Pulling    8s   kubelet            Pulling image "web:1"
  Normal  Pulled     8s   kubelet            Successfully pulled image "web:1" in 400ms (400ms including waiting). Image size: 1000 bytes.
  Normal  Created    8s   kubelet            Container created
  Normal  Started    8s   kubelet            Container started
  Normal  Killing    1s   kubelet            Stopping container main
`);
});

test('without an instant the pod is shown as it was last, before it is gone', async () => {
  const { code, out } = await run(WEB);
  expect(code).toBe(EXIT.held);
  expect(out).toMatch(/^# web at \S+ s of the run, the last instant before it is gone; Kubernetes 1\.36\n/u);
  expect(out).toMatch(/Status: +Succeeded\n/u);
  expect(out).toMatch(/State: +Terminated\n +Reason: +Completed\n +Exit Code: +0\n/u);
});

test('a deviation changes what is seen', async () => {
  const words = ['--at', '16s'];
  expect((await run(WEB, ...words)).err).toContain('not found at 16 s');
  expect((await run(WEB, ...words, '--faults', 'stop/main=5s')).out).toMatch(/Status: +Terminating/u);
  const unknown = await run(WEB, '--faults', 'no.such/decision=1');
  expect(unknown.code).toBe(EXIT.notReproduced);
  expect(unknown.err).toContain('no decision of this run has the name: no.such/decision');
});

describe('what cannot be described is said', () => {
  test('an instant at which there is no pod', async () => {
    const { code, out, err } = await run(WEB, '--at', '0.5s');
    expect([code, out]).toEqual([EXIT.nothingChecked, '']);
    expect(err).toMatch(
      /^Error from server \(NotFound\): pods "web" not found at 0\.5 s: it exists from 1\.000 s to /u,
    );
  });

  test.each([
    [['--pod', 'db'], 'no pod db'],
    [['--at', 'noon'], '--at noon'],
    [['--at', '8d'], 'at most 7 d'],
    [['--kubernetes-version', '1.2'], '--kube-version 1.2'],
    [['--faults', '=='], '--faults'],
  ])('%j', async (words, text) => {
    const { code, err } = await run(WEB, ...words);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(text);
  });

  test('a file that does not exist, and a scenario that cannot be run', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'simlet-describe-'));
    expect((await runCaptured(['describe', 'none.yaml'], { cwd })).code).toBe(EXIT.input);
    expect((await runCaptured(['describe', 'none.json'], { cwd })).code).toBe(EXIT.input);
    writeFileSync(join(cwd, 'old.json'), JSON.stringify(scenario({ kubernetesVersion: '1.2' })));
    const { code, err } = await runCaptured(['describe', 'old.json'], { cwd });
    expect(code).toBe(EXIT.input);
    expect(err).toContain('Kubernetes 1.2 is not modelled');
  });
});

const scenario = (more: object = {}): object => ({
  format: 'simlet.scenario/1',
  pods: ['a', 'b'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'i:1' }] },
  })),
  behaviour: {},
  actions: [
    { atMs: 0, op: 'create', pod: 'a' },
    { atMs: 500, op: 'create', pod: 'b' },
  ],
  untilMs: 10_000,
  ...more,
});

describe('a scenario in a file', () => {
  test('is described pod by pod, or one of them', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'simlet-describe-'));
    writeFileSync(join(cwd, 'two.json'), JSON.stringify(scenario()));
    const both = await runCaptured(['describe', 'two.json'], { cwd });
    expect(both.out.match(/^Name: .*$/gmu)).toEqual(['Name:         a', 'Name:         b']);
    const one = await runCaptured(['describe', 'two.json', '--pod', 'b', '--kubernetes-version', '1.17'], { cwd });
    expect(one.out.match(/^Name: .*$/gmu)).toEqual(['Name:         b']);
    expect(one.out).toContain('SubObjectPath');
  });

  test('of a conformance case runs under the version of the case', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'simlet-describe-'));
    const recorded = { kubernetesVersion: '1.27', scenario: { id: 'x', ...scenario() }, trace: [] };
    writeFileSync(join(cwd, 'case.json'), JSON.stringify(recorded));
    const { out } = await runCaptured(['describe', 'case.json', '--pod', 'a', '--at', '5'], { cwd });
    expect(out).toContain('# a at 5 s of the run; Kubernetes 1.27');
    expect(out).toContain('Created container main');
  });
});
