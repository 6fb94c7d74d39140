/** The node of a world that names none. */
export const NODE_NAME = 'node-1';
