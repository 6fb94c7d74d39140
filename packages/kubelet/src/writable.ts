/** A record that may be changed in place: a copy that nobody else has yet. */
export type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
