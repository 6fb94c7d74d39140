// `npm run demo`: the main job on real manifests, with a few plain words about what is to be seen. Every number in these
// words is taken from the runs.
import { execSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const simlet = 'packages/cli/bin/simlet.js';
const samples = 'packages/cli/samples';
const seconds = (micros) => `${Math.round(micros / 100_000) / 10} s`;

/** Runs simlet as a user would and shows its output. */
function show(...words) {
  console.log(`$ npx simlet ${words.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [simlet, ...words], { cwd: root, stdio: 'inherit' });
  if (status !== 0 && status !== 1) process.exit(status ?? 70);
  console.log('');
}

/** The same for programs. */
function ask(...words) {
  const { stdout, status, stderr } = spawnSync(process.execPath, [simlet, ...words, '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 1) throw new Error(`simlet ${words.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Runs a printed replay line, as pasted into a shell, and answers with what it printed. */
function paste(line) {
  const command = line.replace('npx simlet', `"${process.execPath}" ${simlet}`);
  return JSON.parse(execute(`${command} --json`));
}

function execute(command) {
  try {
    return execSync(command, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    // A replay of a broken property ends with 1, and that is what is wanted here.
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

function say(text) {
  console.log(`${text.trim()}\n`);
}

function counterExample(result, property) {
  const found = result.workloads[0].properties.find(({ id }) => id === property)?.counterExample;
  if (found === undefined)
    throw new Error(`${property} is not broken: the sample no longer shows what the demo is about`);
  return found;
}

const memcached = `${samples}/memcached.yaml`;
say(`
1. A hook that cannot finish
----------------------------
A chart sends memcached a signal to save its state and then sleeps 60 s, in a pod with the default grace period of 30 s.`);
show('check', memcached, '--property', 'prestop-completes', '--property', 'exits-before-sigkill');

// The numbers of what was shown: neither seeds nor crashes are needed to find these two.
const numbers = ask('check', memcached, '--property', 'exits-before-sigkill', '--runs', '0', '--no-faults');
const late = counterExample(numbers, 'exits-before-sigkill');
const { facts } = paste(late.replay);
const deleted = facts.find(({ kind, op, by }) => kind === 'api' && op === 'delete' && by === 'user').time;
const at = (wanted) => seconds(facts.find(({ kind, signal }) => kind === 'signal' && signal === wanted).time - deleted);
const hook = numbers.workloads[0].assumptions.find(({ subject }) => subject === 'preStop');
say(`
What happened: the hook needs ${seconds(hook.usual)}. It is cut off ${at('SIGTERM')} after the delete, when memcached gets SIGTERM, and a
memcached that is still busy then gets SIGKILL at ${at('SIGKILL')}: what it was saving is lost. No cluster was needed to see it.`);

const vault = `${samples}/vault.yaml`;
say(`
2. The kubelet restarts while PreStop runs
------------------------------------------
The node's kubelet may restart at any moment: an upgrade, an out-of-memory kill. simlet restarts it after each of its steps.`);
show('check', vault, '--property', 'prestop-once');

const twice = counterExample(ask('check', vault, '--property', 'prestop-once', '--runs', '0'), 'prestop-once');
const again = paste(twice.replay);
const runs = again.facts.filter(
  ({ kind, hook: name, phase }) => kind === 'hook' && name === 'preStop' && phase === 'start',
);
say(`
What happened: the restarted kubelet does not know that the hook had begun, and delivers it once more: ${runs.length} deliveries.
Kubernetes promises delivery at least once, so a hook must bear to be run twice.`);

say(`
3. The same run again
---------------------
The replay line is the whole counter-example. Run as printed, it made the same run, event for event:
  recorded digest ${twice.digest}
  replayed digest ${again.digest}   ${again.identical ? 'identical' : 'DIFFERENT'}`);
if (!again.identical || runs.length < 2) process.exit(70);
say(`Next: npx simlet check FOLDER with your own manifests; npx simlet help; ${samples}/ has more.`);
