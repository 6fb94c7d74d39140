import { readManifests } from '../index.ts';

const text = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: main
    image: web:1
    lifecycle: {prestop: {sleep: {seconds: 5}}}
`;

export const printed: readonly string[] = readManifests(text, { file: 'web.yaml' }).diagnostics.map(
  ({ file, line, column, severity, message }) => `${file}:${line}:${column} ${severity}: ${message}`,
);
