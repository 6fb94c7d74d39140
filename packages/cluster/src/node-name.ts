/** The one node of a world. */
export const NODE_NAME = 'node-1';
